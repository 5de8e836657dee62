"""People who sign in, and what the politics of a place is followed by: figures, targets, documents, dialogue."""

from portal.models.figures import Indicator, IndicatorValue
from portal.models.guidance import GuidancePage, GuidanceVersion
from portal.models.imports import FigureImport, StagedPage
from portal.models.places import Place
from portal.models.users import User, UserManager

__all__ = [
    "FigureImport",
    "GuidancePage",
    "GuidanceVersion",
    "Indicator",
    "IndicatorValue",
    "Place",
    "StagedPage",
    "User",
    "UserManager",
]
