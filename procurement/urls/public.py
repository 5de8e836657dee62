"""Open to all."""

from django.urls import path, re_path

from procurement.views import procurements

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
]
