"""For the parties of a partnership: the criteria, aid, and the draft of the agreement."""

from django.urls import path

from procurement.views import partnership_criteria

ONE = "partnerskap/<int:pk>/"

urlpatterns = [
    path(f"{ONE}kriterier/", partnership_criteria.partnership_criteria_answer, name="partnership_criteria_answer"),
]
