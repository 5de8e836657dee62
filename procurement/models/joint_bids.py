"""Several legal entities that mean to tender together for a lot (gemensamt anbud), and what each would deliver.

Who is asked, who said no and who took part is for the group alone. The buyer sees how many groups there are.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from procurement.models.procurements import Lot, Procurement
from registry.models.events import CaseEvent

UNITS = [("places", "platser"), ("persons", "personer"), ("hours", "timmar per vecka")]


class GroupState(models.TextChoices):
    """Whether the group goes on. That its time is over is computed from the procurement, never a state."""

    GATHERING = "gathering", "Samlas"
    DISSOLVED = "dissolved", "Upplöst"


class MemberState(models.TextChoices):
    """Where a legal entity is in the group. Of those who are not in, the group says nothing but that."""

    INVITED = "invited", "Väntar på svar"
    IN = "in", "Med"
    DECLINED = "declined", "Tackade nej"
    LAPSED = "lapsed", "Svarade inte"
    WITHDRAWN = "withdrawn", "Inbjudan drogs tillbaka"
    LEFT = "left", "Lämnade gruppen"


STANDING = [MemberState.INVITED, MemberState.IN]
UNTOLD = [MemberState.INVITED, MemberState.DECLINED]  # which of the two, nobody reads before the day to answer
ANSWERED = [MemberState.IN, MemberState.DECLINED, MemberState.LEFT]


class JointBidQuerySet(models.QuerySet):
    def gathering(self):
        return self.filter(state=GroupState.GATHERING)

    def concerning(self, organisation):
        """Those that the organisation is in, or was ever asked about. What it sees of each is `reading.joint_bids`'."""
        rows = JointBidMember.objects.filter(legal_entity__organisation=organisation)
        return self.filter(pk__in=rows.values("bid"))

    def visible_to(self, user):
        """The members of organisations that are in or asked to be. No buyer, no officer, no other organisation."""
        if not user.is_authenticated:
            return self.none()
        own = user.memberships.filter(ended_at=None).values("organisation")
        standing = JointBidMember.objects.filter(state__in=STANDING, legal_entity__organisation__in=own)
        return self.filter(pk__in=standing.values("bid"))


class JointBid(models.Model):
    """A group that gathers around one lot. `lot` is empty when the buyer has taken the lot away since."""

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="joint_bids")
    lot = models.ForeignKey(Lot, models.SET_NULL, null=True, related_name="joint_bids", verbose_name="anbudsområde")
    lead = models.ForeignKey(
        "registry.LegalEntity", models.PROTECT, related_name="led_bids", verbose_name="den som håller ihop"
    )
    state = models.CharField("läge", max_length=10, choices=GroupState, default=GroupState.GATHERING)
    unit = models.CharField("enhet", max_length=10, choices=UNITS, default="places")
    created_at = models.DateTimeField("bildades", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dissolved_at = models.DateTimeField("upplöstes", null=True, blank=True)

    objects = JointBidQuerySet.as_manager()

    class Meta:
        verbose_name = "gemensamt anbud"
        verbose_name_plural = "gemensamma anbud"
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["lot", "state"], name="joint_bid_of_lot")]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "lead"],
                condition=Q(state=GroupState.GATHERING),
                name="joint_bid_one_per_lead",
                violation_error_message="Ni håller redan ihop ett gemensamt anbud på området.",
            ),
            models.CheckConstraint(
                name="joint_bid_dissolved_with_a_day",
                condition=Q(state=GroupState.GATHERING, dissolved_at=None)
                | Q(state=GroupState.DISSOLVED, dissolved_at__isnull=False),
                violation_error_message="En upplöst grupp har en dag då den upplöstes.",
            ),
        ]

    def __str__(self):
        return f"Gemensamt anbud, {self.lead}"


class JointBidMemberQuerySet(models.QuerySet):
    def taking_part(self):
        return self.filter(state=MemberState.IN)

    def waiting(self, today=None):
        """Invitations whose day has not passed, as all but the one asked know of them: a no among them is not told."""
        return self.filter(state__in=UNTOLD, answer_by__gte=today or timezone.localdate())

    def unavailable(self, today=None):
        """Those who are in, and those whose invitation waits: nobody asks them now."""
        waiting = Q(state__in=UNTOLD, answer_by__gte=today or timezone.localdate())
        return self.filter(Q(state=MemberState.IN) | waiting)


class JointBidMember(models.Model):
    """A legal entity that leads, is in, or was asked. `part` says in words what it would do.

    `answer_by` is the last day to answer, and to change a no. Nobody but the entity's own organisation learns of a no.
    """

    bid = models.ForeignKey(JointBid, models.PROTECT, related_name="members")
    legal_entity = models.ForeignKey("registry.LegalEntity", models.PROTECT, related_name="joint_bid_parts")
    is_lead = models.BooleanField("håller ihop gruppen", default=False)
    state = models.CharField("läge", max_length=10, choices=MemberState, default=MemberState.INVITED)
    service_area = models.ForeignKey(
        "registry.ServiceArea", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tjänst"
    )
    part = models.CharField("vad den skulle göra", max_length=300, blank=True)
    message = models.TextField("hälsning till den som bjuds in", max_length=1000, blank=True)
    invited_at = models.DateTimeField("bjöds in", default=timezone.now)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer_by = models.DateField("svar senast")
    answered_at = models.DateTimeField("svarade", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = JointBidMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "medlem i gemensamt anbud"
        verbose_name_plural = "medlemmar i gemensamma anbud"
        ordering = ["-is_lead", "answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "legal_entity"],
                condition=Q(state__in=STANDING),
                name="joint_bid_member_once",
                violation_error_message="Den juridiska personen är redan med eller inbjuden.",
            ),
            models.UniqueConstraint(
                fields=["bid"],
                condition=Q(is_lead=True),
                name="joint_bid_member_one_lead",
                violation_error_message="En grupp har en som håller ihop den.",
            ),
            models.CheckConstraint(
                name="joint_bid_member_lead_is_in",
                condition=Q(is_lead=False) | Q(state=MemberState.IN),
                violation_error_message="Den som håller ihop gruppen är med i den.",
            ),
            models.CheckConstraint(
                name="joint_bid_member_answered_by_somebody",
                condition=Q(state__in=ANSWERED, answered_at__isnull=False, answered_by__isnull=False)
                | (~Q(state__in=ANSWERED) & Q(answered_at=None, answered_by=None)),
                violation_error_message="Ett svar har dag och någon som svarade.",
            ),
        ]

    def __str__(self):
        return str(self.legal_entity)


class JointBidAmount(models.Model):
    """How much, in one municipality or in all: what a member would deliver, or without a member what the notice asks.

    In the group's unit. Nothing here is known to the buyer; what the notice asks is what the lead has read there.
    """

    bid = models.ForeignKey(JointBid, models.PROTECT, related_name="amounts")
    member = models.ForeignKey(JointBidMember, models.PROTECT, null=True, blank=True, related_name="amounts")
    municipality = models.ForeignKey(
        "registry.Municipality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kommun"
    )
    amount = models.PositiveIntegerField("antal")

    class Meta:
        verbose_name = "omfattning i gemensamt anbud"
        verbose_name_plural = "omfattningar i gemensamma anbud"
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "member", "municipality"],
                nulls_distinct=False,
                name="joint_bid_amount_once",
                violation_error_message="Det finns redan ett antal för kommunen.",
            ),
            models.CheckConstraint(
                name="joint_bid_amount_is_something",
                condition=Q(amount__gt=0),
                violation_error_message="Skriv ett tal som är minst 1, eller lämna tomt.",
            ),
        ]

    def __str__(self):
        return f"{self.amount}, {self.municipality or 'hela området'}"


class JointBidEvent(CaseEvent):
    """What happened to a group as a whole. Append only."""

    bid = models.ForeignKey(JointBid, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse i gemensamt anbud"
        verbose_name_plural = "händelser i gemensamma anbud"

    def __str__(self):
        return f"{self.bid}: {self.action}"


class JointBidMemberEvent(CaseEvent):
    """What a member did or was asked. Append only; never shown to others than the entity's own organisation."""

    member = models.ForeignKey(JointBidMember, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse för medlem i gemensamt anbud"
        verbose_name_plural = "händelser för medlemmar i gemensamma anbud"

    def __str__(self):
        return f"{self.member}: {self.action}"
