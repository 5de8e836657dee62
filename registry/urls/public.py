"""Open to all."""

from django.urls import path, re_path

from registry.views import journal, profile

urlpatterns = [
    path("organisationer/<slug:slug>/", profile.organisation, name="organisation"),
    path("organisationer/<slug:slug>.json", profile.organisation_json, name="organisation_json"),
    path("juridiska-personer/<str:identifier>/", profile.legal_entity, name="legal_entity"),
    path("diarium/", journal.journal, name="journal"),
    re_path(r"^diarium\.(?P<kind>csv|xlsx|json)$", journal.journal_export, name="journal_export"),
]
