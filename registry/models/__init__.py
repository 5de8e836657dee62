from registry.models.applications import (
    Application,
    ApplicationEvent,
    Assessment,
    ChangeNotice,
    CompletionRequest,
    Submission,
)
from registry.models.decisions import Communication, Decision
from registry.models.documents import Document
from registry.models.mail import Mail
from registry.models.members import Claim, ClaimEvent, Invitation, Membership
from registry.models.officers import ConflictOfInterest, OfficerShift
from registry.models.organisations import (
    ContactPerson,
    EntityRevision,
    LegalEntity,
    Organisation,
    Ownership,
    Signatory,
)
from registry.models.records import CaseNumberSeries, JournalEntry, Notification
from registry.models.reference import (
    County,
    FeeRate,
    LegalForm,
    LegalProvision,
    Municipality,
    Region,
    ServiceArea,
    TargetGroup,
)
from registry.models.search import (
    FacetChange,
    FacetCount,
    FrequentWord,
    SearchCard,
    SearchEntry,
    SearchWord,
    SlotMembers,
)
from registry.models.services import Service
from registry.models.verifications import OfficialCheck, OfficialRegistration, Verification, VerificationEvent

__all__ = [
    "Application",
    "ApplicationEvent",
    "Assessment",
    "CaseNumberSeries",
    "ChangeNotice",
    "Claim",
    "ClaimEvent",
    "Communication",
    "CompletionRequest",
    "ConflictOfInterest",
    "ContactPerson",
    "County",
    "Decision",
    "Document",
    "EntityRevision",
    "FacetChange",
    "FacetCount",
    "FeeRate",
    "FrequentWord",
    "Invitation",
    "JournalEntry",
    "LegalEntity",
    "LegalForm",
    "LegalProvision",
    "Mail",
    "Membership",
    "Municipality",
    "Notification",
    "OfficerShift",
    "OfficialCheck",
    "OfficialRegistration",
    "Organisation",
    "Ownership",
    "Region",
    "SearchCard",
    "SearchEntry",
    "SearchWord",
    "SlotMembers",
    "Service",
    "ServiceArea",
    "Signatory",
    "Submission",
    "TargetGroup",
    "Verification",
    "VerificationEvent",
]
