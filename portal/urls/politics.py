"""Targets and documents of municipalities and regions, and the pages of those who are elected."""

from django.urls import path, re_path

from portal.views import council, governance, targets

MUNICIPALITY = r"^kommuner/(?P<code>[0-9]{4})-(?P<slug>[-a-z0-9]+)/"
REGION = r"^regioner/(?P<code>[0-9]{2})-(?P<slug>[-a-z0-9]+)/"
FILE = r"mal\.(?P<file>csv|xlsx|json)$"
OWN = "fortroendevald/"
PLACE = "fortroendevald/<str:code>/"
TARGET = "fortroendevald/mal/<int:pk>/"
DOCUMENT = "fortroendevald/styrdokument/<int:pk>/"
NOTE = "fortroendevald/anteckningar/<int:pk>/"

urlpatterns = [
    # Open to all.
    path("kommuner/styrdokument/", governance.governance_list, name="governance_list"),
    re_path(
        r"^kommuner/styrdokument\.(?P<kind>csv|xlsx|json)$",
        governance.governance_list_file,
        name="governance_list_file",
    ),
    path("kommuner/styrdokument/<int:pk>/", governance.governance_document, name="governance_document"),
    re_path(rf"{MUNICIPALITY}mal/$", targets.municipality_targets, name="municipality_targets"),
    re_path(rf"{REGION}mal/$", targets.region_targets, name="region_targets"),
    re_path(rf"{MUNICIPALITY}{FILE}", targets.municipality_targets_file, name="municipality_targets_file"),
    re_path(rf"{REGION}{FILE}", targets.region_targets_file, name="region_targets_file"),
    re_path(rf"{MUNICIPALITY}styrdokument/$", governance.municipality_documents, name="municipality_documents"),
    re_path(rf"{REGION}styrdokument/$", governance.region_documents, name="region_documents"),
    # Those who are elected.
    path(OWN, council.council, name="council"),
    path(f"{PLACE}last/", council.council_read, name="council_read"),
    path(f"{PLACE}anteckning/", council.council_note_add, name="council_note_add"),
    path(NOTE, council.council_note, name="council_note"),
    path(f"{NOTE}ta-bort/", council.council_note_remove, name="council_note_remove"),
    path(f"{PLACE}nytt-mal/", targets.target_add, name="target_add"),
    path(f"{TARGET}andra/", targets.target_change, name="target_change"),
    path(f"{TARGET}ersatt/", targets.target_replace, name="target_replace"),
    path(f"{TARGET}avsluta/", targets.target_end, name="target_end"),
    path(f"{PLACE}nytt-styrdokument/", governance.governance_document_add, name="governance_document_add"),
    path(f"{DOCUMENT}ny-version/", governance.governance_document_version, name="governance_document_version"),
    path(f"{DOCUMENT}avsluta/", governance.governance_document_end, name="governance_document_end"),
]
