"""What a partnership is made of: goals, principles, answers about the criteria, commitments, decisions, follow-ups."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from procurement.models.follow_ups import FollowUp, performed_has_result
from procurement.models.partnerships import Partnership, PartnershipParty


class PartnershipGoal(models.Model):
    """What the partnership is to reach, and by what one sees that it does."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="goals")
    goal = models.CharField("mål", max_length=300)
    indicator = models.CharField("så ser vi att målet nås", max_length=300)

    class Meta:
        verbose_name = "mål i partnerskap"
        verbose_name_plural = "mål i partnerskap"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="partnership_goal_once",
                fields=["partnership", "goal"],
                violation_error_message="Målet finns redan.",
            )
        ]

    def __str__(self):
        return self.goal


class PartnershipPrinciple(models.Model):
    """How the partnership lives up to one of the six principles of Överenskommelsen (2008), in a sentence."""

    class Principle(models.TextChoices):
        INDEPENDENCE = "independence", "Självständighet och oberoende"
        DIALOGUE = "dialogue", "Dialog"
        QUALITY = "quality", "Kvalitet"
        LONG_TERM = "long_term", "Långsiktighet"
        OPENNESS = "openness", "Öppenhet och insyn"
        DIVERSITY = "diversity", "Mångfald"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="principles")
    principle = models.CharField("princip", max_length=12, choices=Principle)
    sentence = models.CharField("så gör vi", max_length=500)

    class Meta:
        verbose_name = "princip i partnerskap"
        verbose_name_plural = "principer i partnerskap"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="partnership_principle_once",
                fields=["partnership", "principle"],
                violation_error_message="Principen har redan en mening.",
            ),
            models.CheckConstraint(
                name="partnership_principle_is_one_of_six",
                condition=Q(
                    principle__in=["independence", "dialogue", "quality", "long_term", "openness", "diversity"]
                ),
                violation_error_message="Välj en av de sex principerna.",
            ),
        ]

    def __str__(self):
        return self.get_principle_display()


class PartnershipCriterion(models.Model):
    """The parties' answer to one question of the criteria assistant, with what they rest it on.

    `key` names a question of `procurement.partnership_criteria`. Unknown is an answer of its own: it is not no.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Ja"
        NO = "no", "Nej"
        UNKNOWN = "unknown", "Vet inte"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="criteria")
    key = models.CharField("fråga", max_length=30)
    answer = models.CharField("svar", max_length=7, choices=Answer)
    reason = models.CharField("vad svaret bygger på", max_length=1000, blank=True)
    answered_at = models.DateTimeField("besvarades", default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "svar om partnerskap"
        verbose_name_plural = "svar om partnerskap"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="partnership_criterion_once",
                fields=["partnership", "key"],
                violation_error_message="Frågan är redan besvarad.",
            )
        ]

    def __str__(self):
        return f"{self.key}: {self.get_answer_display()}"


class PartnershipCommitment(models.Model):
    """What a party brings in a year. `amount` is its value in whole kronor; empty means that nobody has valued it.

    `recipient` is the idéburen party that gets what an authority brings. Empty means that the parties share it:
    with several idéburna parties it cannot then be said whose aid it is.
    """

    class Kind(models.TextChoices):
        MONEY = "money", "Pengar"
        PREMISES = "premises", "Lokaler"
        STAFF = "staff", "Personal"
        VOLUNTEERS = "volunteers", "Frivilliga"
        OTHER = "other", "Annat"

    party = models.ForeignKey(PartnershipParty, models.PROTECT, related_name="commitments", verbose_name="part")
    recipient = models.ForeignKey(
        PartnershipParty, models.PROTECT, null=True, blank=True, related_name="received", verbose_name="mottagare"
    )
    year = models.PositiveSmallIntegerField("år")
    kind = models.CharField("slag", max_length=10, choices=Kind)
    amount = models.PositiveBigIntegerField("värde (kr)", null=True, blank=True)
    description = models.CharField("vad parten bidrar med", max_length=300)

    class Meta:
        verbose_name = "åtagande i partnerskap"
        verbose_name_plural = "åtaganden i partnerskap"
        ordering = ["year", "party", "pk"]
        constraints = [
            models.CheckConstraint(
                name="partnership_commitment_year_is_a_year",
                condition=Q(year__gte=2000, year__lte=2100),
                violation_error_message="Skriv året med fyra siffror.",
            ),
            models.CheckConstraint(
                name="partnership_commitment_of_money_has_amount",
                condition=~Q(kind="money") | Q(amount__gt=0),
                violation_error_message="Ange hur många kronor.",
            ),
            models.CheckConstraint(
                name="partnership_commitment_to_another",
                condition=Q(recipient=None) | ~Q(recipient=F("party")),
                violation_error_message="Mottagaren är en annan än den som ger.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.year}: {self.description}"


class PartnershipFollowUpQuerySet(models.QuerySet):
    def shown(self):
        """Those that everybody may read, where the partnership itself is shown."""
        return self.filter(is_proposed=False)

    def to_do(self):
        """Those that are planned and not performed."""
        return self.shown().filter(performed_on=None)


class PartnershipFollowUp(FollowUp):
    """A follow-up, planned and performed by the parties together. Public with the partnership.

    One that is planned while a decided agreement is written anew is proposed, for the parties alone, until the new
    text is decided on.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="follow_ups")
    is_proposed = models.BooleanField("föreslagen i en omförhandling", default=False)

    objects = PartnershipFollowUpQuerySet.as_manager()

    class Meta(FollowUp.Meta):
        verbose_name = "uppföljning av partnerskap"
        verbose_name_plural = "uppföljningar av partnerskap"
        constraints = [
            performed_has_result("partnership_follow_up_performed_has_result"),
            models.CheckConstraint(
                name="partnership_follow_up_performed_is_decided",
                condition=Q(is_proposed=False) | Q(performed_on=None),
                violation_error_message="Dagen är bara föreslagen. Planera den först.",
            ),
        ]


class PartnershipDecision(models.Model):
    """A decision to enter the partnership on the text as it then stood. Append only.

    `text` is the whole agreement as the parties had agreed on it: what everybody sees, also while a new one is
    written.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField("ordning")
    decision_body = models.CharField("vem som beslutade", max_length=200)
    decided_on = models.DateField("beslutades")
    reference = models.CharField("diarienummer", max_length=80)
    text = models.JSONField("avtalets text")
    noted_at = models.DateTimeField("lades in", default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "beslut om partnerskap"
        verbose_name_plural = "beslut om partnerskap"
        ordering = ["partnership", "number"]
        constraints = [
            models.UniqueConstraint(
                name="partnership_decision_in_order",
                fields=["partnership", "number"],
                violation_error_message="Det finns redan ett beslut med det numret.",
            )
        ]

    def __str__(self):
        return f"Beslut {self.number} om {self.partnership}"


class LocalCompactQuerySet(models.QuerySet):
    def shown(self):
        """What stands in the list that everybody reads."""
        return self.filter(removed_at=None)

    def visible_to(self, user):
        """What is shown, and to an authority's buyers also what they have taken away."""
        if not user.is_authenticated:
            return self.shown()
        own = user.authority_memberships.buying().values("authority")
        return self.filter(Q(removed_at=None) | Q(authority__in=own))


class LocalCompact(models.Model):
    """Lokal överenskommelse between an authority and idéburna in general: a declaration, and no partnership."""

    authority = models.ForeignKey(
        "procurement.ContractingAuthority",
        models.PROTECT,
        related_name="local_compacts",
        verbose_name="myndighet",
    )
    title = models.CharField("rubrik", max_length=200)
    parties = models.TextField("parter", max_length=2000, blank=True)
    decided_on = models.DateField("beslutades")
    reference = models.CharField("diarienummer", max_length=80, blank=True)
    valid_until = models.DateField("gäller till och med", null=True, blank=True)
    url = models.URLField("länk till överenskommelsen", max_length=500)
    noted_at = models.DateTimeField("lades in", default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("togs bort", null=True, blank=True)

    objects = LocalCompactQuerySet.as_manager()

    class Meta:
        verbose_name = "lokal överenskommelse"
        verbose_name_plural = "lokala överenskommelser"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="local_compact_valid_after_the_decision",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("decided_on")),
                violation_error_message="Sista dagen kan inte ligga före beslutet.",
            ),
            models.UniqueConstraint(
                name="local_compact_once",
                fields=["authority", "title", "decided_on"],
                condition=Q(removed_at=None),
                violation_error_message="Överenskommelsen finns redan.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("local_compact", args=[self.pk])
