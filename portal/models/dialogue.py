"""Dialogue (N19): market dialogues, open houses, and meetings of council and civil society. Everybody reads of them.

Whoever has signed up, been invited or asked something stands in `dialogue_parties`.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from portal.models.decided import HTTPS, SOME_WORDS
from portal.models.places import Place
from registry.models.events import CaseEvent
from registry.models.organisations import Organisation


class MeetingState(models.TextChoices):
    """Where a meeting is. That it has begun is seen by the clock."""

    DRAFT = "draft", "Utkast"
    ANNOUNCED = "announced", "Annonserad"
    HELD = "held", "Har hållits"
    CANCELLED = "cancelled", "Inställd"


class Door(models.TextChoices):
    """Whether one can sign up now. It follows from the clock and from how many are coming."""

    OPEN = "open", "Anmälan är öppen"
    FULL = "full", "Fullbokad"
    CLOSED = "closed", "Anmälan är stängd"
    OVER = "over", "Har hållits"
    CANCELLED = "cancelled", "Inställd"
    DRAFT = "draft", "Utkast"


def as_party(party):
    """An organisation or an authority, as the columns that say who it is."""
    return {"organisation": party} if isinstance(party, Organisation) else {"authority": party}


class OfParty(models.Model):
    """A row that is an organisation's or an authority's, never both."""

    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisation"
    )
    authority = models.ForeignKey(
        "procurement.ContractingAuthority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="myndighet",
    )

    class Meta:
        abstract = True

    @property
    def party(self):
        """The organisation or the authority."""
        return self.authority if self.authority_id else self.organisation


def of_one_party(name, told):
    """The constraint that a row is somebody's, and of one only."""
    return models.CheckConstraint(
        name=name,
        condition=Q(organisation__isnull=False, authority=None) | Q(organisation=None, authority__isnull=False),
        violation_error_message=told,
    )


# What everybody may see: what was announced once, by a host that is shown.
SHOWN = Q(announced_at__isnull=False) & (Q(organisation=None) | Q(organisation__published_at__isnull=False))


class MeetingQuerySet(models.QuerySet):
    def shown(self):
        """What everybody may see. A meeting that was cancelled stays, with its reason."""
        return self.filter(SHOWN)

    def hosted_by(self, user):
        """Those of the organisations and authorities for which the user may act."""
        if not user.is_authenticated:
            return self.none()
        organisations = user.memberships.editing().values("organisation")
        authorities = user.authority_memberships.active().values("authority")
        return self.filter(Q(organisation__in=organisations) | Q(authority__in=authorities))

    def visible_to(self, user):
        """What everybody may see, and the drafts of the user's own."""
        return self.filter(SHOWN | Q(pk__in=self.hosted_by(user).values("pk")))

    def coming(self, at=None):
        """Those that are not over, whether they will be held or not."""
        return self.filter(ends_at__gt=at or timezone.now())


class Meeting(OfParty):
    """Träff: when, where and what about, and who is the host: `organisation` or `authority`.

    `seats` are persons; None is no limit. One signs up until `sign_up_until`, or until it starts. Each change that
    everybody sees raises `sequence`, so that calendars take the new one. With `is_invented` it is made up for the
    demonstration, and every page and file says so.
    """

    class Kind(models.TextChoices):
        MARKET = "market", "Marknadsdialog"
        OPEN_HOUSE = "open_house", "Öppet hus"
        COUNCIL = "council", "Möte mellan förtroendevalda och civilsamhälle"
        OTHER = "other", "Annan träff"

    place = models.ForeignKey(Place, models.PROTECT, related_name="meetings", verbose_name="kommun eller region")
    kind = models.CharField("slag", max_length=10, choices=Kind)
    title = models.CharField("rubrik", max_length=150)
    about = models.TextField("vad den handlar om", max_length=4000)
    starts_at = models.DateTimeField("börjar")
    ends_at = models.DateTimeField("slutar")
    address = models.CharField("adress", max_length=300, blank=True)
    url = models.URLField("länk för att delta", max_length=500, blank=True)
    accessibility = models.TextField("så tillgänglig är den", max_length=1000)
    seats = models.PositiveIntegerField("platser", null=True, blank=True)
    sign_up_until = models.DateTimeField("anmälan stänger", null=True, blank=True)
    agenda = models.TextField("dagordning", max_length=4000, blank=True)
    contact_email = models.EmailField("funktionsadress för kontakt")
    services = models.ManyToManyField(
        "registry.ServiceArea", blank=True, related_name="meetings", verbose_name="tjänster"
    )
    procurement = models.ForeignKey(
        "procurement.Procurement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="upphandling",
    )
    state = models.CharField("läge", max_length=9, choices=MeetingState, default=MeetingState.DRAFT)
    announced_at = models.DateTimeField("annonserades", null=True, blank=True)
    cancel_reason = models.TextField("varför den ställdes in", max_length=1000, blank=True)
    notes = models.TextField("anteckningar", max_length=8000, blank=True)
    notes_at = models.DateTimeField("anteckningarna publicerades", null=True, blank=True)
    sequence = models.PositiveIntegerField("ändring nummer", default=0)
    is_invented = models.BooleanField("påhittat", default=False)
    created_at = models.DateTimeField("lades in", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("ändrades", default=timezone.now)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "träff"
        verbose_name_plural = "träffar"
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["place", "ends_at"], name="meeting_of_place"),
            models.Index(fields=["state", "ends_at"], name="meeting_to_be_held"),
        ]
        constraints = [
            models.CheckConstraint(
                name="meeting_is_of_a_council",
                condition=~Q(place="0000"),
                violation_error_message="En träff hör till en kommun eller en region.",
            ),
            of_one_party("meeting_has_one_host", "Värd är en organisation eller en myndighet."),
            models.CheckConstraint(
                name="meeting_kind_is_known",
                condition=Q(kind__in=["market", "open_house", "council", "other"]),
                violation_error_message="Välj vad det är för träff.",
            ),
            models.CheckConstraint(
                name="meeting_state_is_known",
                condition=Q(state__in=MeetingState.values),
                violation_error_message="Läget är okänt.",
            ),
            models.CheckConstraint(
                name="meeting_says_what_and_how",
                condition=Q(title__regex=SOME_WORDS) & Q(about__regex=SOME_WORDS) & Q(accessibility__regex=SOME_WORDS),
                violation_error_message="Skriv rubrik, vad träffen handlar om och hur tillgänglig den är.",
            ),
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")) & Q(ends_at__lte=F("starts_at") + timedelta(days=1)),
                violation_error_message="Träffen ska sluta efter att den har börjat, inom ett dygn.",
            ),
            models.CheckConstraint(
                name="meeting_is_somewhere",
                condition=Q(address__regex=SOME_WORDS) | ~Q(url=""),
                violation_error_message="Skriv en adress, en länk eller båda.",
            ),
            models.CheckConstraint(
                name="meeting_link_is_https",
                condition=Q(url="") | Q(url__regex=HTTPS),
                violation_error_message="Skriv hela adressen. Den ska börja med https://.",
            ),
            models.CheckConstraint(
                name="meeting_seats_are_some",
                condition=Q(seats=None) | Q(seats__gt=0),
                violation_error_message="Skriv minst en plats, eller lämna tomt.",
            ),
            models.CheckConstraint(
                name="meeting_signs_up_before_it_starts",
                condition=Q(sign_up_until=None) | Q(sign_up_until__lte=F("starts_at")),
                violation_error_message="Anmälan ska stänga innan träffen börjar.",
            ),
            models.CheckConstraint(
                name="meeting_procurement_is_an_authoritys",
                condition=Q(procurement=None) | Q(authority__isnull=False),
                violation_error_message="Bara en myndighet har träffar om en upphandling.",
            ),
            models.CheckConstraint(
                name="meeting_cancelled_with_a_reason",
                condition=Q(state="cancelled", cancel_reason__regex=SOME_WORDS)
                | (~Q(state="cancelled") & Q(cancel_reason="")),
                violation_error_message="Skriv varför träffen ställs in.",
            ),
            models.CheckConstraint(
                name="meeting_announced_on_a_day",
                condition=Q(state="draft", announced_at=None)
                | Q(state__in=["announced", "held"], announced_at__isnull=False)
                | Q(state="cancelled"),
                violation_error_message="En annonserad träff har en dag då den annonserades.",
            ),
            models.CheckConstraint(
                name="meeting_notes_after_it_began",
                condition=Q(notes="", notes_at=None)
                | Q(notes__regex=SOME_WORDS, notes_at__gte=F("starts_at"), state__in=["announced", "held"]),
                violation_error_message="Anteckningar skrivs när träffen har börjat.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meeting", args=[self.pk])

    @property
    def marked_title(self):
        """Its title, and that it is made up when it is."""
        return f"{self.title} (påhittad)" if self.is_invented else self.title

    @property
    def closes_at(self):
        """When one can no longer sign up."""
        return self.sign_up_until or self.starts_at

    def door(self, taken, at=None):
        """Whether one can sign up, when that many persons are coming."""
        at = at or timezone.now()
        if self.state == MeetingState.DRAFT:
            return Door.DRAFT
        if self.state == MeetingState.CANCELLED:
            return Door.CANCELLED
        if self.state == MeetingState.HELD or self.ends_at <= at:
            return Door.OVER
        if self.closes_at <= at:
            return Door.CLOSED
        return Door.FULL if self.seats is not None and taken >= self.seats else Door.OPEN


class MeetingEvent(CaseEvent):
    """What happened to a meeting. Append only. The note keeps what was replaced: the old notes, time or address."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse för en träff"
        verbose_name_plural = "händelser för träffar"

    def __str__(self):
        return f"{self.meeting}: {self.action}"
