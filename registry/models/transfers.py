"""Value transfers between legal entities, and the yearly statement about them (2022:900, 8 and 9 §§)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from registry.access import is_case_officer
from registry.validators import validate_organisation_number


class AnnualStatementQuerySet(models.QuerySet):
    def handed_in(self):
        return self.filter(submitted_at__isnull=False)

    def standing(self):
        """Those handed in that no later one, also handed in, has replaced."""
        return self.handed_in().exclude(replaced_by__submitted_at__isnull=False)

    def visible_to(self, user):
        """What was handed in, to all; drafts to the organisation's members. Case officers see no draft either."""
        seen = Q(submitted_at__isnull=False)
        if user.is_authenticated:
            seen |= Q(legal_entity__organisation__in=user.memberships.filter(ended_at=None).values("organisation"))
        return self.filter(seen)


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
    case_number = models.CharField("ärendenummer", max_length=20, blank=True)
    content = models.JSONField("det som lämnades", default=dict, blank=True)

    objects = AnnualStatementQuerySet.as_manager()

    class Meta:
        verbose_name = "årsuppgift"
        verbose_name_plural = "årsuppgifter"
        indexes = [models.Index(fields=["submitted_at", "id"], name="annual_statement_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["case_number"], condition=~Q(case_number=""), name="annual_statement_number_is_unique"
            ),
            models.CheckConstraint(
                name="annual_statement_year_runs_forward",
                condition=Q(year_ends__gt=F("year_begins")),
                violation_error_message="Räkenskapsåret slutar efter att det har börjat.",
            ),
            models.CheckConstraint(
                name="annual_statement_handed_in_by_somebody",
                condition=Q(submitted_at=None, submitted_by=None, case_number="")
                | (Q(submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(case_number="")),
                violation_error_message="En lämnad årsuppgift har dag, avsändare och ärendenummer.",
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


class StatementReminder(models.Model):
    """That an organisation was reminded of a statement, or warned once it was overdue. Once for each stage.

    Append only. Nobody is reminded of what is handed in, and what the public page says of a missing statement rests on
    the warning: without one it says nothing.
    """

    class Stage(models.TextChoices):
        SIXTY = "60", "60 dagar före"
        THIRTY = "30", "30 dagar före"
        SEVEN = "7", "7 dagar före"
        OVERDUE = "overdue", "Varning när dagen har gått"

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="statement_reminders")
    year_begins = models.DateField("räkenskapsåret börjar")
    year_ends = models.DateField("räkenskapsåret slutar")
    due_on = models.DateField("sista dag")
    stage = models.CharField("vilken", max_length=7, choices=Stage)
    sent_at = models.DateTimeField("skickades", default=timezone.now)

    class Meta:
        verbose_name = "påminnelse om årsuppgift"
        verbose_name_plural = "påminnelser om årsuppgift"
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "year_begins", "stage"], name="statement_reminder_once_per_stage"
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}: {self.get_stage_display().lower()}, {self.due_on}"


class ValueTransferQuerySet(models.QuerySet):
    def in_force(self):
        """Those that nobody has struck out."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, user):
        """What is recorded or planned: for members of the giver's organisation and for case officers.

        The public reads transfers in the statements that have been handed in, and nowhere else.
        """
        if is_case_officer(user):
            return self
        if not user.is_authenticated:
            return self.none()
        return self.filter(giver__organisation__in=user.memberships.filter(ended_at=None).values("organisation"))


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

    objects = ValueTransferQuerySet.as_manager()

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
