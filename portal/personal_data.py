"""Everything that is stored about one person, with why and for how long (GDPR article 15). Read only."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q

from portal.models import (
    BoardAsking,
    BoardEvent,
    BoardQuestion,
    BoardStatement,
    CouncilNote,
    GovernanceDocumentEvent,
    GuidancePage,
    GuidanceVersion,
    ReadMark,
    TargetEvent,
)
from portal.services import board
from procurement.models import (
    AuthorityChange,
    AuthorityInvitation,
    AuthorityMembership,
    AuthorityRequest,
    AuthorityRequestEvent,
    ChoiceSystemEvent,
    ConcernAnswer,
    EvidencePackEvent,
    Interest,
    JointBidEvent,
    JointBidMemberEvent,
    PartnershipCriterion,
    PartnershipEvent,
    PartnershipParty,
    ProcurementEvent,
    ProviderApplication,
    ProviderApplicationEvent,
    Question,
    ReadyTick,
    SocialStep,
)
from procurement.models.readiness import ReadyItem
from procurement.services import joint_bids
from registry.models import (
    ApplicationEvent,
    Claim,
    ClaimEvent,
    ConflictOfInterest,
    ContactPerson,
    Decision,
    Document,
    Invitation,
    Mail,
    OfficerShift,
    StatusLog,
    VerificationEvent,
)
from registry.models.members import Role

CASES = "Så länge ärendet bevaras, för att det ska gå att se vad som hände."


@dataclass(frozen=True)
class Kept:
    """One kind of data about a person. `rows` are dicts ready for JSON; `is_erasable` means at once, on request."""

    key: str
    title: str
    why: str
    how_long: str
    is_erasable: bool
    rows: list


def about(user):
    """All of it, in the order of the page. What the person is called by others without an account is not found here."""
    addresses = addresses_of(user)
    return [
        *_account(user, addresses),
        *_roles(user, addresses),
        *_cases(user),
        *_own_notes(user),
        *_messages(user, addresses),
        *_log(user),
    ]


def addresses_of(user):
    """Every address of the account, confirmed or not."""
    return sorted({user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)})


def _account(user, addresses):
    yield Kept(
        "account",
        "Konto",
        "För att du ska kunna logga in.",
        "Tills du raderar kontot.",
        True,
        [
            {
                "email": user.email,
                "addresses": addresses,
                "name": user.name,
                "created": user.date_joined,
                "last_login": user.last_login,
                "second_factors": sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True)),
                "groups": sorted(user.groups.values_list("name", flat=True)),
            }
        ],
    )
    yield Kept(
        "sessions",
        "Inloggningar",
        "För att du ska se var du är inloggad, och kunna logga ut.",
        "Tills du loggar ut eller efter tolv timmar.",
        True,
        list(UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")),
    )


def _roles(user, addresses):
    yield Kept(
        "memberships",
        "Uppdrag i organisationer",
        "För att bara rätt personer ska kunna ändra.",
        "Uppdraget avslutas när du vill. Att du hade det står kvar. " + CASES,
        False,
        _labelled(
            user.memberships.order_by("pk").values("organisation__name", "role", "created_at", "ended_at"), role=Role
        ),
    )
    yield Kept(
        "authority_memberships",
        "Uppdrag hos myndigheter",
        "För att bara rätt personer ska se och ändra hos myndigheten.",
        "Så länge uppdraget varar. Att du hade det står kvar.",
        False,
        _labelled(
            user.authority_memberships.order_by("pk").values("authority__name", "role", "created_at", "ended_at"),
            role=AuthorityMembership.Role,
        ),
    )
    yield Kept(
        "invitations",
        "Inbjudningar till din adress",
        "För att du ska kunna ta emot en roll.",
        "Adressen tas bort när du raderar kontot.",
        True,
        _labelled(
            Invitation.objects.filter(email__in=addresses)
            .order_by("pk")
            .values("organisation__name", "email", "role", "created_at", "accepted_at", "revoked_at"),
            role=Role,
        ),
    )
    yield Kept(
        "authority_invitations",
        "Inbjudningar till myndigheter",
        "För att du ska kunna ta emot ett uppdrag.",
        "Adressen tas bort när du raderar kontot.",
        True,
        _labelled(
            AuthorityInvitation.objects.filter(email__in=addresses)
            .order_by("pk")
            .values("authority__name", "email", "role", "created_at", "accepted_at", "revoked_at"),
            role=AuthorityMembership.Role,
        ),
    )
    yield Kept(
        "contact_person",
        "Kontaktperson",
        "För att handläggaren ska kunna nå organisationen.",
        "Tills organisationen byter kontaktperson. Be en ägare att göra det.",
        False,
        list(
            ContactPerson.objects.filter(email__in=addresses)
            .order_by("pk")
            .values("organisation__name", "name", "title", "email", "phone")
        ),
    )


def _cases(user):
    yield Kept(
        "claims",
        "Anspråk",
        "För att pröva om du får företräda en organisation.",
        CASES,
        False,
        _labelled(
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
        _labelled(
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
        _labelled(
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
        _labelled(
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
            *_events(ApplicationEvent, user, "application__case_number"),
            *_events(ClaimEvent, user, "claim__case_number"),
            *_events(AuthorityRequestEvent, user, "request__authority__name"),
            *_events(VerificationEvent, user, "verification__application__case_number"),
            *_events(ProcurementEvent, user, "procurement__title"),
            *_events(EvidencePackEvent, user, "pack__procurement__title"),
            *_events(ChoiceSystemEvent, user, "system__title"),
            *_events(ProviderApplicationEvent, user, "application__system__title"),
            *_events(JointBidEvent, user, "bid__procurement__title"),
            *_events(JointBidMemberEvent, user, "member__bid__procurement__title", but=[joint_bids.LAPSE.action]),
            *_events(PartnershipEvent, user, "partnership__title"),
            *_events(TargetEvent, user, "target__title"),
            *_events(GovernanceDocumentEvent, user, "document__title"),
            *_events(BoardEvent, user, "case__place__name", but=[board.REMIND.action]),
        ],
    )
    yield Kept(
        "board_askings",
        "Frågor till kommuner och regioner som du har lagt in",
        "För att alla ska se vad organisationen har frågat. Ditt namn visas inte.",
        CASES,
        False,
        _labelled(
            BoardAsking.objects.filter(created_by=user)
            .order_by("pk")
            .values(
                "case__place__name",
                "case__question",
                "organisation__name",
                "asked_on",
                "way",
                "remind_on",
                "created_at",
            ),
            way=BoardAsking.Way,
            case__question=BoardQuestion,
        ),
    )
    yield Kept(
        "board_statements",
        "Uppgifter och svar om frågorna till kommuner och regioner som du har lämnat",
        "För att alla ska se vad organisationen eller myndigheten säger. Ditt namn visas inte.",
        CASES,
        False,
        _labelled(
            BoardStatement.objects.filter(said_by=user)
            .order_by("pk")
            .values(
                "case__place__name", "case__question", "says", "day", "words", "evidence", "evidence_url", "said_at"
            ),
            says=BoardStatement.Says,
            case__question=BoardQuestion,
        ),
    )
    yield Kept(
        "questions",
        "Frågor du har ställt om upphandlingar",
        "För att upphandlaren ska kunna svara. Vem som frågade visas inte för andra.",
        CASES,
        False,
        list(
            Question.objects.filter(asked_by=user)
            .order_by("pk")
            .values("procurement__title", "text", "asked_at", "answered_at")
        ),
    )
    yield Kept(
        "interests",
        "Intresse du har visat för upphandlingar",
        "För att bara den som får företräda en organisation ska kunna visa dess intresse.",
        CASES,
        False,
        list(
            Interest.objects.filter(shown_by=user)
            .order_by("pk")
            .values("procurement__title", "legal_entity__name", "note", "shown_at", "withdrawn_at")
        ),
    )
    yield Kept(
        "ready_ticks",
        "Rutor du har kryssat i Är vi redo",
        "För att organisationen ska se vem som har gjort vad inför ett anbud. Ingen annan ser det.",
        "Så länge upphandlingen finns i portalen.",
        False,
        _labelled(
            ReadyTick.objects.filter(ticked_by=user)
            .order_by("pk")
            .values("procurement__title", "organisation__name", "item", "ticked_at", "unticked_at"),
            item=ReadyItem,
        ),
    )
    yield Kept(
        "choice_applications",
        "Ansökningar till valfrihetssystem som du har skickat",
        "För att bara den som får företräda en organisation ska kunna söka för den.",
        CASES,
        False,
        list(
            ProviderApplication.objects.filter(submitted_by=user)
            .order_by("pk")
            .values("system__title", "legal_entity__name", "message", "received_at")
        ),
    )
    yield Kept(
        "concern_answers",
        "Svar du har skrivit om händelser hos leverantörer",
        "För att kollegor hos myndigheten ska se vad som är gjort.",
        "Så länge avtalet finns i portalen.",
        False,
        _labelled(
            ConcernAnswer.objects.filter(answered_by=user)
            .order_by("pk")
            .values("concern__contract__title", "answer", "comment", "answered_at"),
            answer=ConcernAnswer.Answer,
        ),
    )
    yield Kept(
        "social_steps",
        "Steg i myndighetens arbete som du ansvarar för",
        "För att kollegor ska se vem som gör vad.",
        "Tills ni byter ansvarig.",
        False,
        list(
            SocialStep.objects.filter(owner=user)
            .order_by("pk")
            .values("authority__name", "step", "due_on", "done_on", "note")
        ),
    )
    yield Kept(
        "partnerships",
        "Partnerskap som du har gått med i eller sagt ja till för en part, och svar du har gett om dem",
        "För att bara den som får företräda en part ska kunna gå med och säga ja för den.",
        CASES,
        False,
        [
            *PartnershipParty.objects.filter(Q(joined_by=user) | Q(agreed_by=user))
            .order_by("pk")
            .values("partnership__title", "authority__name", "legal_entity__name", "joined_at", "agreed_at"),
            *PartnershipCriterion.objects.filter(answered_by=user)
            .order_by("pk")
            .values("partnership__title", "key", "answer", "reason", "answered_at"),
        ],
    )
    yield Kept(
        "guidance",
        "Vägledning du har skrivit eller granskat",
        "För att det ska gå att se vem som ändrade en text. Namnet visas inte publikt.",
        "Så länge texten finns i portalen.",
        False,
        [
            *GuidanceVersion.objects.filter(written_by=user).order_by("pk").values("title", "number", "shown_from"),
            *GuidancePage.objects.filter(reviewed_by=user).order_by("pk").values("title", "reviewed_on"),
        ],
    )
    yield Kept(
        "decisions",
        "Beslut du har fattat",
        "Ett beslut säger vem som har fattat det (förvaltningslagen 2017:900, 31 §).",
        CASES,
        False,
        _labelled(
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


def _labelled(rows, **choices):
    """The rows, with the words of a choice in the place of its code."""
    return [{**row, **{name: kind(row[name]).label for name, kind in choices.items()}} for row in rows]


def _events(model, user, case, *, but=()):
    rows = model.objects.filter(actor=user).exclude(action__in=but)
    return rows.order_by("pk").values(case, "action", "note", "created_at")


def _own_notes(user):
    yield Kept(
        "council_notes",
        "Dina anteckningar som förtroendevald",
        "För att du ska minnas. Ingen annan ser dem.",
        "Tills du tar bort dem eller raderar kontot.",
        True,
        list(CouncilNote.objects.visible_to(user).order_by("pk").values("place__name", "text", "written_at")),
    )
    yield Kept(
        "read_marks",
        "Hur långt du har läst om din kommun eller region",
        "För att visa det som är nytt sedan sist.",
        "Tills du raderar kontot.",
        True,
        list(ReadMark.objects.filter(user=user).order_by("pk").values("place__name", "read_at")),
    )


def _messages(user, addresses):
    yield Kept(
        "notifications",
        "Meddelanden på Mina sidor",
        "För att du ska veta vad som händer.",
        "Tills du raderar kontot.",
        True,
        list(user.notifications.order_by("pk").values("subject", "body", "created_at", "read_at")),
    )
    yield Kept(
        "mail",
        "E-post till dig",
        "För att inget brev ska komma bort på vägen.",
        "30 dagar efter att brevet skickades.",
        True,
        list(Mail.objects.filter(recipient__in=addresses).order_by("pk").values("subject", "created_at", "sent_at")),
    )


def _log(user):
    yield Kept(
        "status_log",
        "Rader i statusloggen",
        "För att ingen ska kunna ändra i efterhand utan att det märks.",
        "Alltid. Raderna har ett nummer i stället för ditt namn. När kontot är raderat säger numret inte vem du är.",
        False,
        list(_logged(user)),
    )


def _logged(user):
    """The rows without what would tell how somebody else answered an invitation: that is theirs to tell (GDPR 15.4)."""
    rows = StatusLog.objects.filter(actor_id=user.pk).exclude(action=joint_bids.LAPSE.action).order_by("id")
    for row in rows.values("id", "subject", "subject_id", "action", "from_state", "to_state", "reason", "occurred_at"):
        yield row | {"from_state": ""} if row["action"] == joint_bids.WITHDRAW.action else row
