"""Open to all."""

from django.urls import path, re_path

from registry.views import (
    checks,
    family_graph,
    guidance,
    journal,
    log_digests,
    profile,
    receipts,
    search,
    service_levels,
)

urlpatterns = [
    path("organisationer/", search.organisation_list, name="organisation_list"),
    re_path(r"^organisationer\.(?P<kind>csv|xlsx|json)$", search.organisation_list_file, name="organisation_list_file"),
    path("organisationer/<slug:slug>/", profile.organisation, name="organisation"),
    path("organisationer/<slug:slug>/familj/", family_graph.organisation_graph, name="organisation_graph"),
    path("organisationer/<slug:slug>.json", profile.organisation_json, name="organisation_json"),
    path("juridiska-personer/<str:identifier>/", profile.legal_entity, name="legal_entity"),
    path("diarium/", journal.journal, name="journal"),
    re_path(r"^diarium\.(?P<kind>csv|xlsx|json)$", journal.journal_export, name="journal_export"),
    path("kontroll/", checks.eligibility_check, name="eligibility_check"),
    path("kontroll/kvitto/", receipts.receipt_create, name="receipt_create"),
    re_path(r"^kontroll\.(?P<kind>csv|xlsx)$", checks.eligibility_check_file, name="eligibility_check_file"),
    path("juridiska-personer/<str:identifier>/bevis/", receipts.certificate_create, name="certificate_create"),
    path("kvitto/verifiera/", receipts.receipt_verify, name="receipt_verify"),
    re_path(r"^kvitto/(?P<token>[0-9a-f]{32})/$", receipts.receipt, name="receipt"),
    re_path(r"^kvitto/(?P<token>[0-9a-f]{32})/kvitto\.pdf$", receipts.receipt_pdf, name="receipt_pdf"),
    re_path(r"^kvitto/(?P<token>[0-9a-f]{32})/innehall\.json$", receipts.receipt_content, name="receipt_content"),
    path("diarium/kontrollsummor/", log_digests.log_digest_list, name="log_digest_list"),
    re_path(
        r"^diarium/kontrollsummor\.(?P<kind>csv|xlsx|json)$",
        log_digests.log_digest_list_file,
        name="log_digest_list_file",
    ),
    path("vagledning/stadgar/", guidance.statutes_guide, name="statutes_guide"),
    path("vagledning/stadgar.txt", guidance.statutes_guide_text, name="statutes_guide_text"),
    path("handlaggningstider/", service_levels.service_level, name="service_level"),
    re_path(
        r"^handlaggningstider\.(?P<kind>csv|xlsx|json)$",
        service_levels.service_level_file,
        name="service_level_file",
    ),
]
