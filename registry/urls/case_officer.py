"""For case officers."""

from django.urls import path

from registry.views import (
    annual_statements_officer,
    case,
    claims_officer,
    criteria,
    follow_up,
    freshness,
    official,
    queue,
    register_import,
    shifts,
    verifications_officer,
)

CASE = "handlaggning/arenden/<str:case_number>/"
LISTS = "handlaggning/kammarkollegiet/"

urlpatterns = [
    path("handlaggning/", queue.case_list, name="case_list"),
    path(CASE, case.case, name="case"),
    path(f"{CASE}bedomning/<slug:requirement>/", case.case_assess, name="case_assess"),
    path(f"{CASE}ta/", case.case_take, name="case_take"),
    path(f"{CASE}ta-over/", case.case_take_over, name="case_take_over"),
    path(f"{CASE}komplettering/", case.case_completion, name="case_completion"),
    path(f"{CASE}kommunicering/", case.case_communicate, name="case_communicate"),
    path(f"{CASE}godkann/", case.case_approve, name="case_approve"),
    path(f"{CASE}avsla/", case.case_reject, name="case_reject"),
    path(f"{CASE}avvisa/", case.case_dismiss, name="case_dismiss"),
    path(f"{CASE}lamna-over/", case.case_hand_over, name="case_hand_over"),
    path(f"{CASE}jav/", case.case_conflict, name="case_conflict"),
    path("handlaggning/obekraftade/", freshness.unconfirmed_list, name="unconfirmed_list"),
    path("handlaggning/ansprak/", claims_officer.claim_list, name="claim_list"),
    path("handlaggning/ansprak/<str:case_number>/", claims_officer.claim_review, name="claim_review"),
    path("handlaggning/arsuppgifter/", annual_statements_officer.annual_statement_queue, name="annual_statement_queue"),
    path(
        "handlaggning/arsuppgifter/<str:case_number>/",
        annual_statements_officer.annual_statement_review,
        name="annual_statement_review",
    ),
    path("handlaggning/juridiska-personer/", official.officer_entity_list, name="officer_entity_list"),
    path(
        "handlaggning/juridiska-personer/<uuid:uuid>/kammarkollegiet/", official.official_record, name="official_record"
    ),
    path("handlaggning/juridiska-personer/<uuid:uuid>/krav/", criteria.criterion_judge, name="criterion_judge"),
    path(
        "handlaggning/juridiska-personer/<uuid:uuid>/avregistrering/",
        official.official_deregistration,
        name="official_deregistration",
    ),
    path(
        "handlaggning/juridiska-personer/<uuid:uuid>/ratta/<int:pk>/",
        official.official_correction,
        name="official_correction",
    ),
    path(LISTS, register_import.register_import_list, name="register_import_list"),
    path(f"{LISTS}las-in/", register_import.register_import_upload, name="register_import_upload"),
    path(f"{LISTS}<uuid:uuid>/", register_import.register_import, name="register_import"),
    path(f"{LISTS}<uuid:uuid>/genomfor/", register_import.register_import_accept, name="register_import_accept"),
    path(f"{LISTS}<uuid:uuid>/forkasta/", register_import.register_import_discard, name="register_import_discard"),
    path(f"{LISTS}<uuid:uuid>/rakna-om/", register_import.register_import_recount, name="register_import_recount"),
    path(f"{LISTS}<uuid:uuid>/angra/", register_import.register_import_undo, name="register_import_undo"),
    path(
        "handlaggning/verifieringar/<int:pk>/kommunicering/",
        verifications_officer.verification_warn,
        name="verification_warn",
    ),
    path(
        "handlaggning/verifieringar/<int:pk>/upphor/",
        verifications_officer.verification_end_by_decision,
        name="verification_end_by_decision",
    ),
    path("handlaggning/verifieringar/<int:pk>/folj-upp/", follow_up.follow_up_open, name="follow_up_open"),
    path("handlaggning/uppfoljning/", follow_up.follow_up_list, name="follow_up_list"),
    path("handlaggning/uppfoljning/stickprov/", follow_up.follow_up_sample, name="follow_up_sample"),
    path("handlaggning/uppfoljning/<str:case_number>/", follow_up.follow_up, name="follow_up"),
    path("handlaggning/tjanstgoring/", shifts.officer_shift, name="officer_shift"),
]
