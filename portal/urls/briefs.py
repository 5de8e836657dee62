"""Briefs about municipalities and regions. Open to all."""

from django.urls import re_path

from portal.views import briefs

MUNICIPALITY = r"^kommuner/(?P<code>[0-9]{4})-(?P<slug>[-a-z0-9]+)/underlag"
REGION = r"^regioner/(?P<code>[0-9]{2})-(?P<slug>[-a-z0-9]+)/underlag"
FILE = r"\.(?P<file>pdf|docx|pptx)$"

urlpatterns = [
    re_path(rf"{MUNICIPALITY}/$", briefs.municipality_brief, name="municipality_brief"),
    re_path(rf"{REGION}/$", briefs.region_brief, name="region_brief"),
    re_path(rf"{MUNICIPALITY}{FILE}", briefs.municipality_brief_file, name="municipality_brief_file"),
    re_path(rf"{REGION}{FILE}", briefs.region_brief_file, name="region_brief_file"),
]
