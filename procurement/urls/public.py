"""Open to all."""

from django.urls import path, re_path

from procurement.views import contracts, evidence, guidance, partnership_criteria, procurements, readiness

urlpatterns = [
    path("upphandlingar/", procurements.procurement_list, name="procurement_list"),
    re_path(
        r"^upphandlingar\.(?P<kind>csv|xlsx|json)$", procurements.procurement_list_file, name="procurement_list_file"
    ),
    path("upphandlingar/<int:pk>/", procurements.procurement, name="procurement"),
    re_path(
        r"^upphandlingar/(?P<pk>[0-9]{1,12})\.ics$", procurements.procurement_calendar, name="procurement_calendar"
    ),
    path("upphandlingar/<int:pk>/fraga/", procurements.procurement_ask, name="procurement_ask"),
    path("bevispaket/kontrollera/", evidence.evidence_pack_verify, name="evidence_pack_verify"),
    path("avtal/", contracts.contract_list, name="contract_list"),
    re_path(r"^avtal\.(?P<kind>csv|xlsx|json)$", contracts.contract_list_file, name="contract_list_file"),
    path("avtal.ics", contracts.contract_calendar, name="contract_calendar"),
    path("avtal/<int:pk>/", contracts.contract, name="contract"),
    path("vagledning/reservera/", guidance.reservation_check, name="reservation_check"),
    path("vagledning/frister/", guidance.deadline_calculator, name="deadline_calculator"),
    path("vagledning/frister.ics", guidance.deadline_calculator_file, name="deadline_calculator_file"),
    path("vagledning/forsta-anbudet/", readiness.first_tender_guide, name="first_tender_guide"),
    path("vagledning/valj-vag/", guidance.route_chooser, name="route_chooser"),
    path("vagledning/iop/", partnership_criteria.partnership_criteria, name="partnership_criteria"),
]
