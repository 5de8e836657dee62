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
from registry.models.eligibility import (
    CriterionJudgement,
    EligibilityReceipt,
    EligibilityVerdict,
    GroundStatement,
)
from registry.models.follow_up import ConfirmationLink, FollowUpCase, FollowUpEvent, SampleDraw
from registry.models.mail import Mail
from registry.models.members import Claim, ClaimEvent, Invitation, Membership
from registry.models.officers import ConflictOfInterest, OfficerShift
from registry.models.official import OfficialCheck, OfficialRegistration, RegisterImport, RegisterListing
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
    ReservationGround,
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
from registry.models.status_log import LogDigest, StatusLog
from registry.models.transfers import AnnualStatement, StatementReminder, ValueTransfer
from registry.models.verifications import Verification, VerificationEvent

__all__ = [
    "AnnualStatement",
    "Application",
    "ApplicationEvent",
    "Assessment",
    "CaseNumberSeries",
    "ChangeNotice",
    "Claim",
    "ClaimEvent",
    "Communication",
    "CompletionRequest",
    "ConfirmationLink",
    "ConflictOfInterest",
    "ContactPerson",
    "County",
    "CriterionJudgement",
    "Decision",
    "Document",
    "EligibilityReceipt",
    "EligibilityVerdict",
    "EntityRevision",
    "FacetChange",
    "FacetCount",
    "FeeRate",
    "FollowUpCase",
    "FollowUpEvent",
    "FrequentWord",
    "GroundStatement",
    "Invitation",
    "JournalEntry",
    "LegalEntity",
    "LegalForm",
    "LegalProvision",
    "LogDigest",
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
    "RegisterImport",
    "RegisterListing",
    "ReservationGround",
    "SampleDraw",
    "SearchCard",
    "SearchEntry",
    "SearchWord",
    "Service",
    "ServiceArea",
    "Signatory",
    "SlotMembers",
    "StatementReminder",
    "StatusLog",
    "Submission",
    "TargetGroup",
    "ValueTransfer",
    "Verification",
    "VerificationEvent",
]
