"""People who sign in, and what the politics of a place is followed by: figures, targets, documents, dialogue."""

from portal.models.figures import Indicator, IndicatorValue
from portal.models.imports import FigureImport, StagedPage
from portal.models.places import Place
from portal.models.users import User, UserManager

__all__ = ["FigureImport", "Indicator", "IndicatorValue", "Place", "StagedPage", "User", "UserManager"]
