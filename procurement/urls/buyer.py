"""For procurement officers."""

from django.urls import path, re_path

from procurement.views import shortlists

LISTS = "upphandlare/listor/"

urlpatterns = [
    path(LISTS, shortlists.shortlist_list, name="shortlist_list"),
    path(f"{LISTS}ny/", shortlists.shortlist_create, name="shortlist_create"),
    path(f"{LISTS}lagg-till/<slug:slug>/", shortlists.shortlist_add, name="shortlist_add"),
    path(f"{LISTS}<int:pk>/", shortlists.shortlist, name="shortlist"),
    re_path(
        r"^upphandlare/listor/(?P<pk>[0-9]{1,12})\.(?P<kind>csv|xlsx|json)$",
        shortlists.shortlist_export,
        name="shortlist_export",
    ),
    path(f"{LISTS}<int:pk>/stang/", shortlists.shortlist_close, name="shortlist_close"),
    path(f"{LISTS}<int:pk>/rader/<int:entry>/", shortlists.shortlist_entry, name="shortlist_entry"),
    path(
        f"{LISTS}<int:pk>/rader/<int:entry>/ta-bort/", shortlists.shortlist_entry_remove, name="shortlist_entry_remove"
    ),
]
