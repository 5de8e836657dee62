from procurement.models.aid import Aid, AidCeiling, AidRule
from procurement.models.authorities import AuthorityMembership, ContractingAuthority
from procurement.models.authority_people import (
    AuthorityChange,
    AuthorityInvitation,
    AuthorityRequest,
    AuthorityRequestEvent,
)
from procurement.models.choice_providers import ChoiceUnit, ProviderApplication, ProviderApplicationEvent
from procurement.models.choice_systems import ChoicePrice, ChoiceSystem, ChoiceSystemEvent
from procurement.models.coherence import KeptApart
from procurement.models.contracts import CallOff, Contract, ContractFollowUp, ContractOption
from procurement.models.evidence import EvidencePack, EvidencePackEvent, EvidenceSeal, MarketRecord
from procurement.models.imports import ImportedNotice, ImportRefusal, ProcurementImport
from procurement.models.joint_bids import (
    JointBid,
    JointBidAmount,
    JointBidEvent,
    JointBidMember,
    JointBidMemberEvent,
)
from procurement.models.law import CpvCode, CpvRange, LegalThreshold
from procurement.models.legality import Legal, LegalityRecord
from procurement.models.partnership_parts import (
    LocalCompact,
    PartnershipCommitment,
    PartnershipCriterion,
    PartnershipDecision,
    PartnershipFollowUp,
    PartnershipGoal,
    PartnershipPrinciple,
)
from procurement.models.partnerships import Partnership, PartnershipEvent, PartnershipParty
from procurement.models.procurements import Lot, Procurement, ProcurementEvent, ReservationReasons
from procurement.models.readiness import ReadyTick
from procurement.models.shortlists import Shortlist, ShortlistEntry
from procurement.models.social_terms import SocialStep, SocialTarget, SocialTerm
from procurement.models.tenders import (
    AwardDecision,
    AwardedTender,
    CourtReview,
    Interest,
    PurposeReasoning,
    Question,
    Tender,
)
from procurement.models.watch import ConcernAnswer, ConcernEnd, ConcernKind, ContractConcern, WatchedEvent

__all__ = [
    "Aid",
    "AidCeiling",
    "AidRule",
    "AuthorityChange",
    "AuthorityInvitation",
    "AuthorityMembership",
    "AuthorityRequest",
    "AuthorityRequestEvent",
    "AwardDecision",
    "AwardedTender",
    "CallOff",
    "ChoicePrice",
    "ChoiceSystem",
    "ChoiceSystemEvent",
    "ChoiceUnit",
    "ConcernAnswer",
    "ConcernEnd",
    "ConcernKind",
    "ContractingAuthority",
    "Contract",
    "ContractConcern",
    "ContractFollowUp",
    "ContractOption",
    "CourtReview",
    "CpvCode",
    "CpvRange",
    "EvidencePack",
    "EvidencePackEvent",
    "EvidenceSeal",
    "ImportedNotice",
    "ImportRefusal",
    "Interest",
    "JointBid",
    "JointBidAmount",
    "JointBidEvent",
    "JointBidMember",
    "JointBidMemberEvent",
    "KeptApart",
    "Legal",
    "LegalityRecord",
    "LegalThreshold",
    "LocalCompact",
    "Lot",
    "MarketRecord",
    "Partnership",
    "PartnershipCommitment",
    "PartnershipCriterion",
    "PartnershipDecision",
    "PartnershipEvent",
    "PartnershipFollowUp",
    "PartnershipGoal",
    "PartnershipParty",
    "PartnershipPrinciple",
    "Procurement",
    "ProcurementEvent",
    "ProcurementImport",
    "ProviderApplication",
    "ProviderApplicationEvent",
    "PurposeReasoning",
    "Question",
    "ReadyTick",
    "ReservationReasons",
    "Shortlist",
    "ShortlistEntry",
    "SocialStep",
    "SocialTarget",
    "SocialTerm",
    "Tender",
    "WatchedEvent",
]
