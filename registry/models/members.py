"""Who may act for an organisation: members, invitations, claims."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.access import is_case_officer
from registry.models.events import CaseEvent


class Role(models.TextChoices):
    """What a member may do. Owners also invite and remove; readers only look."""

    OWNER = "owner", "Ägare"
    EDITOR = "editor", "Redaktör"
    READER = "reader", "Läsare"


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)

    def editing(self):
        """Active members who may change things."""
        return self.active().filter(role__in=[Role.OWNER, Role.EDITOR])

    def owning(self):
        return self.active().filter(role=Role.OWNER)


class Membership(models.Model):
    """A person's role in an organisation. An organisation always keeps an owner (held by a trigger)."""

    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField("roll", max_length=6, choices=Role)
    created_at = models.DateTimeField("från", default=timezone.now)
    ended_at = models.DateTimeField("till", null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "medlem"
        verbose_name_plural = "medlemmar"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(ended_at=None),
                name="membership_once_at_a_time",
                violation_error_message="Personen är redan med.",
            ),
            models.CheckConstraint(
                name="membership_role_is_known",
                condition=Q(role__in=Role.values),
                violation_error_message="Välj en av rollerna.",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_began",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__gte=models.F("created_at"), ended_by__isnull=False),
                violation_error_message="Ett avslutat medlemskap behöver dag och vem som avslutade.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display().lower()} i {self.organisation}"


class InvitationQuerySet(models.QuerySet):
    def open(self, at=None):
        """Those that can still be accepted at the given moment."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at or timezone.now())


class InvitationOffer(models.Model):
    """What every invitation has: an address, a token of which only the hash is kept, and how it ended.

    It works once, for that address alone.
    """

    class State(models.TextChoices):
        """What an invitation is to the person who opens it."""

        OPEN = "open", "Öppen"
        WRONG_ADDRESS = "wrong_address", "Gäller en annan adress"
        EXPIRED = "expired", "Har gått ut"
        USED = "used", "Använd"
        REVOKED = "revoked", "Tillbakadragen"

    email = models.EmailField("e-postadress")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("skickades", default=timezone.now)
    expires_at = models.DateTimeField("gäller till")
    accepted_at = models.DateTimeField("accepterades", null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField("drogs tillbaka", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        abstract = True

    def state_for(self, addresses, at=None):
        """What the invitation is to somebody with those verified addresses."""
        if self.revoked_at:
            return self.State.REVOKED
        if self.accepted_at:
            return self.State.USED
        if self.expires_at <= (at or timezone.now()):
            return self.State.EXPIRED
        return self.State.OPEN if self.email in addresses else self.State.WRONG_ADDRESS


class Invitation(InvitationOffer):
    """An offer to represent an organisation."""

    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="invitations")
    role = models.CharField("roll", max_length=6, choices=Role)

    class Meta:
        verbose_name = "inbjudan"
        verbose_name_plural = "inbjudningar"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_per_address",
                violation_error_message="Adressen har redan en inbjudan. Dra tillbaka den först.",
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_revoked",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                violation_error_message="En inbjudan kan inte vara både accepterad och tillbakadragen.",
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_someone",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                violation_error_message="En accepterad inbjudan har en person.",
            ),
        ]

    def __str__(self):
        return f"{self.email} till {self.organisation}"


class ClaimQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Claim.State.SUBMITTED)

    def visible_to(self, user):
        """The claimant's own; all of them for case officers."""
        if is_case_officer(user):
            return self
        return self.filter(claimant=user) if user.is_authenticated else self.none()


class Claim(models.Model):
    """Someone says that they represent an organisation that is here already, and shows fullmakt or protokoll."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Inskickat"
        APPROVED = "approved", "Godkänt"
        REJECTED = "rejected", "Avslaget"
        WITHDRAWN = "withdrawn", "Återtaget"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("Organisation", models.PROTECT, related_name="claims")
    claimant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="claims")
    state = models.CharField("läge", max_length=9, choices=State, default=State.SUBMITTED)
    case_number = models.CharField("ärendenummer", max_length=20, unique=True)
    received_at = models.DateTimeField("kom in", default=timezone.now)
    position = models.CharField("uppdrag i organisationen", max_length=120)
    explanation = models.TextField("varför du får företräda organisationen", max_length=2000)
    evidence = models.ForeignKey("Document", models.PROTECT, related_name="+", verbose_name="fullmakt eller protokoll")
    decided_at = models.DateTimeField("avgjordes", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.TextField("skäl", max_length=2000, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "anspråk"
        verbose_name_plural = "anspråk"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "claimant"],
                condition=Q(state="submitted"),
                name="claim_one_open_per_person",
                violation_error_message="Du har redan ett anspråk som prövas.",
            ),
            models.CheckConstraint(
                name="claim_decided_by_someone",
                condition=Q(state__in=["submitted", "withdrawn"], decided_by=None)
                | Q(state__in=["approved", "rejected"], decided_at__isnull=False, decided_by__isnull=False),
                violation_error_message="Ett avgjort anspråk har dag och handläggare.",
            ),
            models.CheckConstraint(
                name="claim_rejected_with_reasons",
                condition=~Q(state="rejected") | ~Q(reasons=""),
                violation_error_message="Skriv skälen till avslaget.",
            ),
        ]

    def __str__(self):
        return f"{self.case_number}, anspråk på {self.organisation}"

    def get_absolute_url(self):
        return reverse("claim", args=[self.case_number])


class ClaimEvent(CaseEvent):
    """What happened to a claim. Append only."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="events")

    def __str__(self):
        return f"{self.claim}: {self.action}"
