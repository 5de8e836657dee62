"""Open to all."""

from django.urls import path

from procurement.views import guidance

urlpatterns = [
    path("vagledning/", guidance.guidance, name="guidance"),
    path("vagledning/reservera/", guidance.reservation_check, name="reservation_check"),
    path("vagledning/frister/", guidance.deadline_calculator, name="deadline_calculator"),
    path("vagledning/frister.ics", guidance.deadline_calculator_file, name="deadline_calculator_file"),
    path("vagledning/valj-vag/", guidance.route_chooser, name="route_chooser"),
]
