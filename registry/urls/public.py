"""Open to all."""

from django.urls import path, re_path

from registry.views import family_graph, journal, profile, search

urlpatterns = [
    path("organisationer/", search.organisation_list, name="organisation_list"),
    re_path(r"^organisationer\.(?P<kind>csv|xlsx|json)$", search.organisation_list_file, name="organisation_list_file"),
    path("organisationer/<slug:slug>/", profile.organisation, name="organisation"),
    path("organisationer/<slug:slug>/familj/", family_graph.organisation_graph, name="organisation_graph"),
    path("organisationer/<slug:slug>.json", profile.organisation_json, name="organisation_json"),
    path("juridiska-personer/<str:identifier>/", profile.legal_entity, name="legal_entity"),
    path("diarium/", journal.journal, name="journal"),
    re_path(r"^diarium\.(?P<kind>csv|xlsx|json)$", journal.journal_export, name="journal_export"),
]
