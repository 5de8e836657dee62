"""How people come to an authority: somebody asks and a case officer decides, or its administrator invites."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from procurement.models.authorities import AuthorityMembership, ContractingAuthority
from registry.access import is_case_officer
from registry.models.events import CaseEvent
from registry.models.members import InvitationOffer
from registry.validators import validate_organisation_number


class AuthorityRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=AuthorityRequest.State.ASKED)

    def visible_to(self, user):
        """The asker's own; all of them for case officers."""
        if is_case_officer(user):
            return self
        return self.filter(asker=user) if user.is_authenticated else self.none()


class AuthorityRequest(models.Model):
    """Somebody asks to act for an authority, with an address that the account has shown to be theirs.

    Without `authority` the asker did not find it, and has typed what it is called; it is set before approval.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Väntar på beslut"
        APPROVED = "approved", "Godkänd"
        REFUSED = "refused", "Avslagen"
        WITHDRAWN = "withdrawn", "Återtagen"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(
        ContractingAuthority, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="myndighet"
    )
    name = models.CharField("myndighetens namn", max_length=200, blank=True)
    kind = models.CharField("slag", max_length=12, choices=ContractingAuthority.Kind, blank=True)
    organisation_number = models.CharField(
        "organisationsnummer", max_length=10, blank=True, validators=[validate_organisation_number]
    )
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="authority_requests")
    email = models.EmailField("e-postadress i arbetet")
    position = models.CharField("uppdrag hos myndigheten", max_length=120)
    state = models.CharField("läge", max_length=9, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField("kom in", default=timezone.now)
    role = models.CharField("roll vid godkännande", max_length=13, choices=AuthorityMembership.Role, blank=True)
    decided_at = models.DateTimeField("avgjordes", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reasons = models.TextField("skäl", max_length=2000, blank=True)

    objects = AuthorityRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "begäran om uppdrag hos myndighet"
        verbose_name_plural = "begäranden om uppdrag hos myndigheter"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "asker"],
                condition=Q(state="asked"),
                name="authority_request_one_open_per_person",
                violation_error_message="Du har redan en begäran som väntar.",
            ),
            models.UniqueConstraint(
                fields=["asker"],
                condition=Q(state="asked", authority=None),
                name="authority_request_one_open_for_what_is_new",
                violation_error_message="Du har redan en begäran som väntar.",
            ),
            models.CheckConstraint(
                name="authority_request_names_the_authority",
                condition=Q(authority__isnull=False) | (~Q(name="") & ~Q(kind="")),
                violation_error_message="Skriv vad myndigheten heter och vad den är för slag.",
            ),
            models.CheckConstraint(
                name="authority_request_decided_by_someone",
                condition=Q(state__in=["asked", "withdrawn"], decided_at=None, decided_by=None)
                | Q(state__in=["approved", "refused"], decided_at__gte=F("asked_at"), decided_by__isnull=False),
                violation_error_message="En avgjord begäran har dag och handläggare.",
            ),
            models.CheckConstraint(
                name="authority_request_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asker")),
                violation_error_message="Ingen prövar sin egen begäran.",
            ),
            models.CheckConstraint(
                name="authority_request_approved_to_a_role",
                condition=(Q(state="approved", authority__isnull=False) & Q(role__in=["administrator", "officer"]))
                | (~Q(state="approved") & Q(role="")),
                violation_error_message="En godkänd begäran har myndighet och roll.",
            ),
            models.CheckConstraint(
                name="authority_request_refused_with_reasons",
                condition=~Q(state="refused") | ~Q(reasons=""),
                violation_error_message="Skriv skälen till avslaget.",
            ),
        ]

    def __str__(self):
        return f"{self.asker} till {self.authority_name}"

    def get_absolute_url(self):
        return reverse("authority_request", args=[self.uuid])

    @property
    def authority_name(self):
        """The authority's name, or what the asker called it."""
        return self.authority.name if self.authority else self.name


class AuthorityRequestEvent(CaseEvent):
    """What happened to a request. Append only."""

    request = models.ForeignKey(AuthorityRequest, models.PROTECT, related_name="events")

    def __str__(self):
        return f"{self.request}: {self.action}"


class AuthorityChange(models.Model):
    """What a case officer changed about an authority, in words: its facts, its e-mail domains. Append only.

    What was changed for one of its people names the membership, and why; `note` stays empty then, since it is public.
    """

    class Action(models.TextChoices):
        REGISTER = "register", "Myndigheten lades till"
        FACTS = "facts", "Uppgifterna ändrades"
        DOMAIN_ADD = "domain_add", "En e-postdomän registrerades"
        DOMAIN_REMOVE = "domain_remove", "En e-postdomän togs bort"
        MEMBER_END = "member_end", "Ett uppdrag avslutades"
        APPOINT = "appoint", "En administratör utsågs"

    authority = models.ForeignKey(ContractingAuthority, models.PROTECT, related_name="changes")
    action = models.CharField("händelse", max_length=13, choices=Action)
    note = models.TextField("vad", blank=True)
    membership = models.ForeignKey(
        AuthorityMembership, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name="vems uppdrag"
    )
    reason = models.TextField("skäl", max_length=2000, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("när", default=timezone.now)

    class Meta:
        verbose_name = "ändring av myndighet"
        verbose_name_plural = "ändringar av myndigheter"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="authority_change_of_a_person_says_who_and_why",
                condition=(Q(action__in=["member_end", "appoint"], membership__isnull=False) & ~Q(reason=""))
                | (~Q(action__in=["member_end", "appoint"]) & Q(membership=None, reason="")),
                violation_error_message="Skriv varför, och vems uppdrag det gäller.",
            ),
        ]

    def __str__(self):
        return f"{self.authority}: {self.get_action_display()}"


class AuthorityInvitation(InvitationOffer):
    """An offer to act for an authority."""

    authority = models.ForeignKey(ContractingAuthority, models.PROTECT, related_name="invitations")
    role = models.CharField("roll", max_length=13, choices=AuthorityMembership.Role)

    class Meta:
        verbose_name = "inbjudan till myndighet"
        verbose_name_plural = "inbjudningar till myndigheter"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="authority_invitation_one_open_per_address",
                violation_error_message="Adressen har redan en inbjudan. Dra tillbaka den först.",
            ),
            models.CheckConstraint(
                name="authority_invitation_accepted_or_revoked",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                violation_error_message="En inbjudan kan inte vara både accepterad och tillbakadragen.",
            ),
            models.CheckConstraint(
                name="authority_invitation_accepted_by_someone",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                violation_error_message="En accepterad inbjudan har en person.",
            ),
            models.CheckConstraint(
                name="authority_invitation_role_is_known",
                condition=Q(role__in=["administrator", "officer", "politician"]),
                violation_error_message="Välj en av rollerna.",
            ),
        ]

    def __str__(self):
        return f"{self.email} till {self.authority}"
