"""What a person has asked for, handed in, done and decided."""

from portal.models import (
    BoardEvent,
    GovernanceDocumentEvent,
    LocalMeasureEvent,
    MeetingEvent,
    TargetEvent,
)
from portal.personal_data.kept import CASES, Kept, events_of, labelled
from portal.services import board, dialogue, dialogue_parties
from procurement.models import (
    AuthorityChange,
    AuthorityRequest,
    AuthorityRequestEvent,
    ChoiceSystemEvent,
    EvidencePackEvent,
    JointBidEvent,
    JointBidMemberEvent,
    PartnershipEvent,
    ProcurementEvent,
    ProviderApplicationEvent,
)
from procurement.services import joint_bids
from registry.models import (
    ApplicationEvent,
    Claim,
    ClaimEvent,
    ConflictOfInterest,
    Decision,
    Document,
    OfficerShift,
    VerificationEvent,
)


def cases(user):
    """What one asked for and handed in, and every step one took."""
    yield Kept(
        "claims",
        "Anspråk",
        "För att pröva om du får företräda en organisation.",
        CASES,
        False,
        labelled(
            Claim.objects.filter(claimant=user)
            .order_by("pk")
            .values("case_number", "organisation__name", "position", "explanation", "state", "received_at"),
            state=Claim.State,
        ),
    )
    yield Kept(
        "authority_requests",
        "Begäranden om uppdrag hos myndigheter",
        "För att pröva om du arbetar för myndigheten.",
        "Så länge myndigheten finns i portalen. Adressen tas bort när du raderar kontot.",
        False,
        labelled(
            AuthorityRequest.objects.filter(asker=user)
            .order_by("pk")
            .values("authority__name", "name", "email", "position", "state", "asked_at", "reasons"),
            state=AuthorityRequest.State,
        ),
    )
    yield Kept(
        "authority_changes",
        "Vad handläggare har ändrat i dina uppdrag hos myndigheter",
        "För att det ska gå att följa i efterhand vem som ändrade och varför.",
        "Så länge myndigheten finns i portalen.",
        False,
        labelled(
            AuthorityChange.objects.filter(membership__user=user)
            .order_by("pk")
            .values("authority__name", "action", "reason", "created_at"),
            action=AuthorityChange.Action,
        ),
    )
    yield Kept(
        "documents",
        "Handlingar du har lämnat in",
        "För att pröva ärendet.",
        CASES,
        False,
        labelled(
            Document.objects.filter(uploaded_by=user).order_by("pk").values("filename", "kind", "uploaded_at"),
            kind=Document.Kind,
        ),
    )
    yield Kept(
        "events",
        "Vad du har gjort i ärenden",
        "För att ett beslut ska gå att följa i efterhand.",
        CASES,
        False,
        [
            *events_of(ApplicationEvent, user, "application__case_number"),
            *events_of(ClaimEvent, user, "claim__case_number"),
            *events_of(AuthorityRequestEvent, user, "request__authority__name"),
            *events_of(VerificationEvent, user, "verification__application__case_number"),
            *events_of(ProcurementEvent, user, "procurement__title"),
            *events_of(EvidencePackEvent, user, "pack__procurement__title"),
            *events_of(ChoiceSystemEvent, user, "system__title"),
            *events_of(ProviderApplicationEvent, user, "application__system__title"),
            *events_of(JointBidEvent, user, "bid__procurement__title"),
            *events_of(JointBidMemberEvent, user, "member__bid__procurement__title", but=[joint_bids.LAPSE.action]),
            *events_of(PartnershipEvent, user, "partnership__title"),
            *events_of(TargetEvent, user, "target__title"),
            *events_of(GovernanceDocumentEvent, user, "document__title"),
            *events_of(LocalMeasureEvent, user, "measure__name"),
            *events_of(BoardEvent, user, "case__place__name", but=[board.REMIND.action]),
            *events_of(
                MeetingEvent, user, "meeting__title", but=[dialogue.HOLD.action, dialogue_parties.REMIND.action]
            ),
        ],
    )


def decisions(user):
    """What one decided, and when one could."""
    yield Kept(
        "decisions",
        "Beslut du har fattat",
        "Ett beslut säger vem som har fattat det (förvaltningslagen 2017:900, 31 §).",
        CASES,
        False,
        labelled(
            Decision.objects.filter(decided_by=user)
            .order_by("pk")
            .values("application__case_number", "outcome", "decided_at"),
            outcome=Decision.Outcome,
        ),
    )
    yield Kept(
        "officer",
        "Tjänstgöring och jäv",
        "För att visa vem som fick pröva vad (förvaltningslagen 2017:900, 16 till 18 §§).",
        CASES,
        False,
        [
            *OfficerShift.objects.filter(user=user).order_by("pk").values("reason", "started_at", "ended_at"),
            *ConflictOfInterest.objects.filter(officer=user)
            .order_by("pk")
            .values("organisation__name", "reason", "declared_at"),
        ],
    )
