"""For the parties of a partnership: the criteria, aid, and the draft of the agreement."""

from django.urls import path

from procurement.views import aid, partnership_criteria, partnership_draft

ONE = "partnerskap/<int:pk>/"

urlpatterns = [
    path(f"{ONE}kriterier/", partnership_criteria.partnership_criteria_answer, name="partnership_criteria_answer"),
    path(f"{ONE}utkast.docx", partnership_draft.partnership_draft, name="partnership_draft"),
    path(f"{ONE}stod/", aid.partnership_aid, name="partnership_aid"),
    path(f"{ONE}stod/nytt/", aid.partnership_aid_add, name="partnership_aid_add"),
    path(f"{ONE}stod/<int:aid>/stryk/", aid.partnership_aid_withdraw, name="partnership_aid_withdraw"),
]
