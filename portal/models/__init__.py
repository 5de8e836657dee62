"""People who sign in, and what the politics of a place is followed by: figures, targets, documents, dialogue."""

from portal.models.board import BoardAsking, BoardCase, BoardEvent, BoardQuestion, BoardState, BoardStatement
from portal.models.contact_log import ContactNote, ContactNoteEvent, Met
from portal.models.contacts import ContactFunction, FunctionContact
from portal.models.dialogue import Door, Meeting, MeetingEvent, MeetingState, as_party
from portal.models.dialogue_parties import MeetingInvitation, MeetingQuestion, MeetingSignUp
from portal.models.figures import Indicator, IndicatorValue
from portal.models.governance import CheckedLink, GovernanceDocument, GovernanceDocumentEvent
from portal.models.guidance import GuidancePage, GuidanceVersion
from portal.models.imports import FigureImport, StagedPage
from portal.models.local_figures import LocalMeasure, LocalMeasureEvent, LocalParticipant, LocalValue
from portal.models.notes import CouncilNote, ReadMark
from portal.models.places import Place
from portal.models.targets import Target, TargetEvent
from portal.models.users import User, UserManager

__all__ = [
    "BoardAsking",
    "BoardCase",
    "BoardEvent",
    "BoardQuestion",
    "BoardState",
    "BoardStatement",
    "CheckedLink",
    "ContactFunction",
    "ContactNote",
    "ContactNoteEvent",
    "CouncilNote",
    "Door",
    "FigureImport",
    "FunctionContact",
    "GovernanceDocument",
    "GovernanceDocumentEvent",
    "GuidancePage",
    "GuidanceVersion",
    "Indicator",
    "IndicatorValue",
    "Met",
    "LocalMeasure",
    "LocalMeasureEvent",
    "LocalParticipant",
    "LocalValue",
    "Meeting",
    "MeetingEvent",
    "MeetingInvitation",
    "MeetingQuestion",
    "MeetingSignUp",
    "MeetingState",
    "Place",
    "ReadMark",
    "StagedPage",
    "Target",
    "TargetEvent",
    "User",
    "UserManager",
    "as_party",
]
