"""Value transfers between legal entities, and the yearly statement about them (2022:900, 8 and 9 §§)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from registry.validators import validate_organisation_number


class AnnualStatement(models.Model):
    """What an entity says about one financial year: which value transfers were made or decided, or none at all.

    To the portal, not to Kammarkollegiet, which asks for its own (2022:900, 9 §). Written until it is handed in; from
    then on it stands as it is. A correction is a new statement about the same year.
    """

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="annual_statements")
    year_begins = models.DateField("räkenskapsåret börjar")
    year_ends = models.DateField("räkenskapsåret slutar")
    is_nil = models.BooleanField("inga värdeöverföringar", default=False)
    note = models.TextField("mer att berätta", max_length=2000, blank=True)
    created_at = models.DateTimeField("påbörjades", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("lämnades", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lämnades av"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="ersätter"
    )
    content = models.JSONField("det som lämnades", default=dict, blank=True)

    class Meta:
        verbose_name = "årsuppgift"
        verbose_name_plural = "årsuppgifter"
        constraints = [
            models.CheckConstraint(
                name="annual_statement_year_runs_forward",
                condition=Q(year_ends__gt=F("year_begins")),
                violation_error_message="Räkenskapsåret slutar efter att det har börjat.",
            ),
            models.CheckConstraint(
                name="annual_statement_handed_in_by_somebody",
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                violation_error_message="En lämnad årsuppgift har dag och avsändare.",
            ),
            ExclusionConstraint(
                name="annual_statement_one_per_year",
                expressions=[
                    ("legal_entity", RangeOperators.EQUAL),
                    (
                        Func(
                            "year_begins", "year_ends", Value("[]"), function="daterange", output_field=DateRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(replaces=None),
                violation_error_message="Det finns redan en årsuppgift för den tiden.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}, {self.year_begins} till {self.year_ends}"

    @property
    def is_submitted(self):
        return self.submitted_at is not None


class ValueTransfer(models.Model):
    """A dealing that moves value from an entity, on a day: an edge of the family graph (2022:900, 2 and 8 §§).

    A businesslike dealing (rent affärsmässig) is no value transfer; it is kept apart so that nobody need wonder.
    Amounts are whole kronor. A planned one has a day to come. Withdrawn ones stay, with the moment.
    """

    class Kind(models.TextChoices):
        DIVIDEND = "dividend", "Utdelning"
        GROUP_CONTRIBUTION = "group_contribution", "Koncernbidrag"
        GIFT = "gift", "Gåva eller bidrag"
        LOAN = "loan", "Lån utan marknadsmässig ränta"
        PRICE = "price", "Pris som avviker från marknadens"
        OTHER = "other", "Annat"

    class Recipient(models.TextChoices):
        ENTITY = "entity", "En juridisk person i portalen"
        ORGANISATION = "organisation", "En annan svensk organisation"
        FOREIGN = "foreign", "En utländsk organisation"
        RESEARCH = "research", "Forskning"
        PERSONS = "persons", "Privatpersoner"

    giver = models.ForeignKey("LegalEntity", models.PROTECT, related_name="transfers_made", verbose_name="från")
    recipient_kind = models.CharField("till", max_length=12, choices=Recipient)
    recipient = models.ForeignKey(
        "LegalEntity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="transfers_received",
        verbose_name="mottagare",
    )
    recipient_name = models.CharField("mottagarens namn", max_length=200, blank=True)
    recipient_number = models.CharField(
        "mottagarens organisationsnummer", max_length=10, blank=True, validators=[validate_organisation_number]
    )
    kind = models.CharField("slag", max_length=18, choices=Kind)
    is_businesslike = models.BooleanField("rent affärsmässig", default=False)
    amount = models.PositiveBigIntegerField("belopp i kronor")
    on = models.DateField("dag")
    note = models.CharField("vad det gällde", max_length=300, blank=True)
    recorded_at = models.DateTimeField("antecknades", default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("ströks", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ströks av"
    )

    class Meta:
        verbose_name = "värdeöverföring"
        verbose_name_plural = "värdeöverföringar"
        indexes = [models.Index(fields=["giver", "on"], name="transfer_of_giver")]
        constraints = [
            models.CheckConstraint(
                name="transfer_names_one_recipient",
                condition=Q(recipient_kind="entity", recipient__isnull=False, recipient_name="", recipient_number="")
                | (Q(recipient_kind__in=["organisation", "foreign"], recipient=None) & ~Q(recipient_name=""))
                | Q(recipient_kind__in=["research", "persons"], recipient=None, recipient_number=""),
                violation_error_message="Ange mottagaren: en i portalen, eller ett namn.",
            ),
            models.CheckConstraint(
                name="transfer_number_of_a_swedish_organisation",
                condition=Q(recipient_number="") | Q(recipient_kind="organisation"),
                violation_error_message="Bara svenska organisationer har organisationsnummer.",
            ),
            models.CheckConstraint(
                name="transfer_not_to_itself",
                condition=Q(recipient=None) | ~Q(recipient=F("giver")),
                violation_error_message="Ingen kan föra över värden till sig själv.",
            ),
            models.CheckConstraint(
                name="transfer_has_an_amount",
                condition=Q(amount__gt=0),
                violation_error_message="Skriv beloppet i hela kronor, större än noll.",
            ),
            models.CheckConstraint(
                name="transfer_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                violation_error_message="Ange vem som strök överföringen.",
            ),
        ]

    def __str__(self):
        return f"{self.giver} till {self.recipient_label}, {self.amount} kr {self.on}"

    @property
    def recipient_label(self):
        """The recipient in words. Natural persons are never named."""
        if self.recipient_id:
            return str(self.recipient)
        return self.recipient_name or self.get_recipient_kind_display()
