"""Open to all."""

from django.urls import path

from registry.views import search

urlpatterns = [
    path("organisationer/", search.organisation_list, name="organisation_list"),
    path("organisationer.csv", search.organisation_list_file, {"kind": "csv"}, name="organisation_list_csv"),
    path("organisationer.xlsx", search.organisation_list_file, {"kind": "xlsx"}, name="organisation_list_xlsx"),
    path("organisationer.json", search.organisation_list_file, {"kind": "json"}, name="organisation_list_json"),
]
