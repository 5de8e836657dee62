"""Eligibility: what is judged and stated beside applications, the answers kept ready, and receipts.

The rule itself is in `registry.eligibility`. Nothing here says that somebody is eligible: judgements and statements are
facts with a day and a person, verdicts are computed from them and can be computed again.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.tokens import receipt_token


class Ground(models.TextChoices):
    """Why a procurement may be reserved. The code is also what addresses and files say."""

    LOU_19_25A = "lou-19-25a", "LOU 19 kap. 25 a §"
    LOU_19_25 = "lou-19-25", "LOU 19 kap. 25 §"
    LOU_4_18 = "lou-4-18", "LOU 4 kap. 18 §"
    LOV_1_2A = "lov-1-2a", "LOV 1 kap. 2 a §"


class Answer(models.TextChoices):
    """What the portal answers for an entity, a day and a ground. Unknown is not no."""

    REGISTERED = "registered", "Registrerad hos Kammarkollegiet"
    EVIDENCED = "evidenced", "Varje krav är styrkt"
    STATED = "stated", "Uppfyllt enligt egen uppgift"
    NOT_MET = "not_met", "Ett krav är inte uppfyllt"
    UNKNOWN = "unknown", "Okänt"
    NO_VERDICT = "no_verdict", "Inget svar för den dagen"


class Criterion(models.TextChoices):
    """What LOU 19 kap. 25 a § and LOV 1 kap. 2 a § ask of the organisation itself.

    That its purpose serves the very service that is bought is tried in each procurement, never here.
    """

    PURPOSE = "purpose", "Enbart allmännyttigt syfte"
    TRANSFERS = "transfers", "Bara tillåtna värdeöverföringar"
    PUBLIC_CONTROL = "public_control", "Stat, region eller kommun bestämmer inte"


class CriterionJudgement(models.Model):
    """A case officer's judgement of one criterion outside an application. Append only: a new one supersedes.

    Holds from a day, and for value transfers until a day: what was shown for one financial year says nothing for ever.
    """

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="criterion_judgements")
    criterion = models.CharField("krav", max_length=14, choices=Criterion)
    is_met = models.BooleanField("uppfyllt")
    holds_from = models.DateField("gäller från och med")
    holds_until = models.DateField("gäller till och med", null=True, blank=True)
    evidence = models.CharField("underlag", max_length=300)
    comment = models.TextField("skäl", max_length=2000, blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField("bedömdes", default=timezone.now)
    statement = models.ForeignKey(
        "AnnualStatement", models.PROTECT, null=True, blank=True, related_name="judgements", verbose_name="årsuppgift"
    )

    class Meta:
        verbose_name = "bedömning av ett krav"
        verbose_name_plural = "bedömningar av krav"
        indexes = [models.Index(fields=["legal_entity", "criterion"], name="criterion_judgement_of")]
        constraints = [
            models.CheckConstraint(
                name="criterion_judgement_has_evidence",
                condition=~Q(evidence=""),
                violation_error_message="Skriv vilket underlag bedömningen bygger på.",
            ),
            models.CheckConstraint(
                name="criterion_judgement_not_met_has_reasons",
                condition=Q(is_met=True) | ~Q(comment=""),
                violation_error_message="Skriv skälen till att kravet inte är uppfyllt.",
            ),
            models.CheckConstraint(
                name="criterion_judgement_ends_after_it_begins",
                condition=Q(holds_until=None) | Q(holds_until__gte=F("holds_from")),
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
            models.CheckConstraint(
                name="criterion_judgement_of_transfers_ends",
                condition=~Q(criterion="transfers", is_met=True) | Q(holds_until__isnull=False),
                violation_error_message="Värdeöverföringar bedöms för en tid. Ange sista dagen.",
            ),
        ]

    def __str__(self):
        return f"{self.get_criterion_display()}: {'uppfyllt' if self.is_met else 'inte uppfyllt'}"


class GroundStatement(models.Model):
    """What an entity states about itself for LOU 19 kap. 25 § or 4 kap. 18 §, on a day. Append only; the latest counts.

    Nobody has examined it. Head counts are persons employed, and of them those with a disability or far from work.
    """

    class Governance(models.TextChoices):
        STAFF_OWNED = "staff_owned", "Personalen äger verksamheten"
        STAFF = "staff", "Personalen deltar i styrningen"
        USERS = "users", "Brukare eller andra berörda deltar i styrningen"
        NONE = "none", "Inget av detta"

    legal_entity = models.ForeignKey("LegalEntity", models.PROTECT, related_name="ground_statements")
    ground = models.CharField("grund", max_length=12, choices=Ground)
    holds_on = models.DateField("dag som uppgiften gäller")
    mission = models.TextField("uppdraget", max_length=1000, blank=True)
    governance = models.CharField("styrning", max_length=12, choices=Governance, blank=True)
    reinvests = models.BooleanField("överskottet går tillbaka till verksamheten", null=True, blank=True)
    integrates = models.BooleanField("främsta syftet är social och yrkesmässig integration", null=True, blank=True)
    headcount = models.PositiveIntegerField("anställda i allt", null=True, blank=True)
    headcount_target = models.PositiveIntegerField(
        "av dem med funktionsnedsättning eller långt från arbetsmarknaden", null=True, blank=True
    )
    stated_at = models.DateTimeField("uppgavs", default=timezone.now)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "egen uppgift om en grund"
        verbose_name_plural = "egna uppgifter om grunder"
        indexes = [models.Index(fields=["legal_entity", "ground"], name="ground_statement_of")]
        constraints = [
            models.CheckConstraint(
                name="ground_statement_where_facts_are_stated",
                condition=Q(ground__in=["lou-19-25", "lou-4-18"]),
                violation_error_message="För den grunden räcker inte egna uppgifter.",
            ),
            models.CheckConstraint(
                name="ground_statement_facts_of_its_ground",
                condition=(
                    Q(ground="lou-19-25", reinvests__isnull=False, headcount=None, headcount_target=None)
                    & Q(integrates=None)
                    & ~Q(governance="")
                )
                | Q(
                    ground="lou-4-18",
                    integrates__isnull=False,
                    headcount__gt=0,
                    headcount_target__isnull=False,
                    governance="",
                    reinvests=None,
                ),
                violation_error_message="Fyll i det som grunden frågar efter.",
            ),
            models.CheckConstraint(
                name="ground_statement_part_of_the_whole",
                condition=Q(headcount=None) | Q(headcount_target__lte=F("headcount")),
                violation_error_message="Delen kan inte vara större än antalet anställda.",
            ),
        ]

    def __str__(self):
        return f"{self.legal_entity}: {self.get_ground_display()}, egen uppgift {self.holds_on}"


class EligibilityVerdict(models.Model):
    """Today's answer for an entity and a ground, kept ready for search. Rewritten with the facts that it rests on.

    `changes_on` is the first day on which the same facts may give another answer, if there is one: a period begins or
    ends, a source grows stale. Computed, never edited: `registry.services.verdicts` writes, a nightly check compares.
    """

    legal_entity = models.ForeignKey("LegalEntity", models.CASCADE, related_name="verdicts")
    ground = models.CharField("grund", max_length=12, choices=Ground)
    answer = models.CharField("svar", max_length=12, choices=Answer)
    is_contradicted = models.BooleanField("en bedömning säger emot registret", default=False)
    computed_on = models.DateField("gäller dagen")
    changes_on = models.DateField("ändras av sig själv", null=True, blank=True)

    class Meta:
        verbose_name = "svar om behörighet"
        verbose_name_plural = "svar om behörighet"
        indexes = [models.Index(fields=["changes_on"], name="verdict_due")]
        constraints = [models.UniqueConstraint(fields=["legal_entity", "ground"], name="verdict_one_per_ground")]

    def __str__(self):
        return f"{self.legal_entity}: {self.get_ground_display()}, {self.get_answer_display().lower()}"


class EligibilityReceipt(models.Model):
    """A check that somebody asked to keep: the day, the ground, each row with its answer and reasons. Never changed.

    `content` is what the receipt says, `sha256` its hash; a PDF made of it is kept with its own hash, so that a receipt
    can be verified whatever key signed it. Nothing says who asked.
    """

    token = models.CharField(max_length=32, unique=True, default=receipt_token, editable=False)
    ground = models.CharField("grund", max_length=12, choices=Ground)
    on = models.DateField("dag")
    checked_at = models.DateTimeField("kontrollerades", default=timezone.now)
    row_count = models.PositiveIntegerField("rader")
    content = models.JSONField("innehåll")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    is_certificate = models.BooleanField("bevis för en enda", default=False)
    pdf = models.BinaryField("signerad PDF", null=True, blank=True, editable=False)
    pdf_sha256 = models.CharField("PDF:ens kontrollsumma", max_length=64, blank=True)
    signed_at = models.DateTimeField("signerades", null=True, blank=True)
    key_fingerprint = models.CharField("nyckelns fingeravtryck", max_length=64, blank=True)

    class Meta:
        verbose_name = "kvitto på en kontroll"
        verbose_name_plural = "kvitton på kontroller"
        indexes = [models.Index(fields=["pdf_sha256"], name="receipt_by_pdf")]
        constraints = [
            models.CheckConstraint(
                name="receipt_hash_is_sha256",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                violation_error_message="Kontrollsumman har fel form.",
            ),
            models.CheckConstraint(
                name="receipt_signed_once_made",
                condition=Q(pdf=None, pdf_sha256="", signed_at=None)
                | Q(pdf__isnull=False, pdf_sha256__regex=r"^[0-9a-f]{64}$", signed_at__isnull=False),
                violation_error_message="Ett signerat kvitto har fil, kontrollsumma och tid.",
            ),
        ]

    def __str__(self):
        return f"Kvitto från {self.checked_at:%Y-%m-%d}"
