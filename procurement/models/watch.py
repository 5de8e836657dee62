"""The watch over suppliers while a contract runs (N8): what it last knew, what it noticed, and what the buyer says.

None of it says that a contract has been broken. It says that something has happened that somebody should look at.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from procurement.models.contracts import Contract


class ConcernKind(models.TextChoices):
    """What a supplier is watched for while its contract runs."""

    VERIFICATION = "verification", "Verifieringen i portalen har upphört"
    DEREGISTERED = "deregistered", "Avregistrerad hos Kammarkollegiet"
    TRANSFER = "transfer", "Värdeöverföring till någon som inte är registrerad"
    STATEMENT = "statement", "Årsuppgiften till portalen saknas"
    PUBLIC_CONTROL = "public_control", "Stat, region eller kommun bestämmer över leverantören"


class WatchedEvent(models.Model):
    """What the watch knows of one event at one supplier, from night to night. The one thing here that is rewritten.

    `key` tells two events of a kind apart: the verification that ended, the transfer, the financial year.
    """

    legal_entity = models.ForeignKey("registry.LegalEntity", models.PROTECT, related_name="watched_events")
    kind = models.CharField("slag", max_length=14, choices=ConcernKind)
    key = models.CharField("vilken", max_length=40)
    began_on = models.DateField("började")
    source = models.CharField("källa", max_length=200)
    stands = models.BooleanField("gäller", default=False)
    nights = models.PositiveSmallIntegerField("nätter i rad som har sagt något annat", default=0)
    read_on = models.DateField("lästes senast")

    class Meta:
        verbose_name = "händelse som bevakas"
        verbose_name_plural = "händelser som bevakas"
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "kind", "key"],
                name="watched_event_once",
                violation_error_message="Händelsen bevakas redan.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}: {self.get_kind_display().lower()}"

    @property
    def once(self):
        """What the event is called where each person is told of it once."""
        return f"{self.legal_entity_id}-{self.kind}-{self.key}"


class ContractConcernQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the user's own authorities, for who buys there, and of the user's own organisations."""
        if not user.is_authenticated:
            return self.none()
        authorities = user.authority_memberships.buying().values("authority")
        organisations = user.memberships.filter(ended_at=None).values("organisation")
        return self.filter(
            Q(contract__authority__in=authorities) | Q(contract__legal_entity__organisation__in=organisations)
        )

    def standing(self):
        """Those that are not over."""
        return self.filter(~Exists(ConcernEnd.objects.filter(concern=OuterRef("pk"))))

    def to_look_at(self, at=None):
        """Those that stand, of contracts that run, and that nobody has answered with "seen" or "done"."""
        latest = ConcernAnswer.objects.filter(concern=OuterRef("pk")).order_by("-pk").values("answer")
        settled = [ConcernAnswer.Answer.SEEN, ConcernAnswer.Answer.DONE]
        found = self.standing().alias(latest_answer=Coalesce(Subquery(latest[:1]), Value("")))
        return found.filter(contract__in=Contract.objects.running(at)).exclude(latest_answer__in=settled)

    def in_order(self):
        """The newest first, with what a page says of each."""
        return self.select_related("contract__authority", "end").prefetch_related("answers").order_by("-pk")


class ContractConcern(models.Model):
    """Something that happened to the supplier while the contract ran, that the buyer should look at. Append only.

    `began_on` is the day that the register or the decision gives; `noticed_at` is ours. What is over has a
    `ConcernEnd`; what comes back after that is a new row, the next `occurrence` of the same event.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="concerns")
    kind = models.CharField("vad", max_length=14, choices=ConcernKind)
    key = models.CharField("vilken", max_length=40)
    occurrence = models.PositiveSmallIntegerField("vilken gång", default=1)
    began_on = models.DateField("började")
    noticed_at = models.DateTimeField("märktes", default=timezone.now)
    source = models.CharField("källa", max_length=200)

    objects = ContractConcernQuerySet.as_manager()

    class Meta:
        verbose_name = "händelse att titta på"
        verbose_name_plural = "händelser att titta på"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "kind", "key", "occurrence"],
                name="contract_concern_once",
                violation_error_message="Händelsen står redan på avtalet.",
            ),
            models.CheckConstraint(
                name="contract_concern_has_source",
                condition=~Q(source=""),
                violation_error_message="Skriv var uppgiften kommer från.",
            ),
            models.CheckConstraint(
                name="contract_concern_began_before_it_was_noticed",
                condition=Q(began_on__lte=F("noticed_at__date")),
                violation_error_message="Ingen märker något innan det har hänt.",
            ),
        ]

    def __str__(self):
        return f"{self.contract}: {self.get_kind_display().lower()}"


class ConcernEnd(models.Model):
    """That what happened no longer holds, and since when the watch knows. Append only."""

    concern = models.OneToOneField(ContractConcern, models.PROTECT, related_name="end")
    noticed_at = models.DateTimeField("märktes", default=timezone.now)

    class Meta:
        verbose_name = "händelse som är över"
        verbose_name_plural = "händelser som är över"

    def __str__(self):
        return f"{self.concern}, över"


class ConcernAnswer(models.Model):
    """What the authority says of a concern, with a comment. Append only: the latest counts."""

    class Answer(models.TextChoices):
        SEEN = "seen", "Sett, ingen åtgärd"
        EXAMINED = "examined", "Utreds"
        DONE = "done", "Klart"

    concern = models.ForeignKey(ContractConcern, models.PROTECT, related_name="answers")
    answer = models.CharField("svar", max_length=8, choices=Answer)
    comment = models.TextField("kommentar", max_length=2000)
    answered_at = models.DateTimeField("när", default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "svar om en händelse"
        verbose_name_plural = "svar om händelser"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="concern_answer_has_comment",
                condition=~Q(comment=""),
                violation_error_message="Skriv en kommentar.",
            ),
        ]

    def __str__(self):
        return f"{self.concern}: {self.get_answer_display().lower()}"
