"""Authorities and their people: open pages, asking, the authority's own pages, and the case officers'."""

from django.urls import path, re_path

from procurement.views import authorities, authority_officer, authority_people, authority_requests

ASK = "upphandlare/ansok/"
MINE = "upphandlare/myndighet/<slug:slug>/personer/"
OFFICER = "handlaggning/myndigheter/"

urlpatterns = [
    path("myndigheter/", authorities.authority_list, name="authority_list"),
    re_path(r"^myndigheter\.(?P<kind>csv|xlsx|json)$", authorities.authority_list_file, name="authority_list_file"),
    path("myndigheter/<slug:slug>/", authorities.authority, name="authority"),
    path(ASK, authority_requests.authority_ask, name="authority_ask"),
    path(f"{ASK}ny-myndighet/", authority_requests.authority_ask_new, name="authority_ask_new"),
    path(f"{ASK}begaran/<uuid:uuid>/", authority_requests.authority_request, name="authority_request"),
    path(f"{ASK}<slug:slug>/", authority_requests.authority_ask_for, name="authority_ask_for"),
    path(MINE, authority_people.authority_people, name="authority_people"),
    path(f"{MINE}bjud-in/", authority_people.authority_invite, name="authority_invite"),
    path(
        f"{MINE}inbjudningar/<int:invitation_id>/dra-tillbaka/",
        authority_people.authority_invitation_revoke,
        name="authority_invitation_revoke",
    ),
    path(f"{MINE}<int:membership_id>/roll/", authority_people.authority_role, name="authority_role"),
    path(f"{MINE}<int:membership_id>/avsluta/", authority_people.authority_end, name="authority_end"),
    path(
        "upphandlare/inbjudningar/<int:invitation_id>/ga-med/",
        authority_people.authority_invitation_take,
        name="authority_invitation_take",
    ),
    path(
        "upphandlare/inbjudan/<str:token>/",
        authority_people.authority_invitation_accept,
        name="authority_invitation_accept",
    ),
    path(OFFICER, authority_officer.authority_request_list, name="authority_request_list"),
    path(f"{OFFICER}begaran/<uuid:uuid>/", authority_officer.authority_request_review, name="authority_request_review"),
    path(
        f"{OFFICER}begaran/<uuid:uuid>/myndighet/",
        authority_officer.authority_request_place,
        name="authority_request_place",
    ),
    path(f"{OFFICER}<slug:slug>/", authority_officer.authority_officer, name="authority_officer"),
    path(
        f"{OFFICER}<slug:slug>/personer/<int:membership_id>/avsluta/",
        authority_officer.authority_member_end,
        name="authority_member_end",
    ),
    path(
        f"{OFFICER}<slug:slug>/personer/<int:membership_id>/administrator/",
        authority_officer.authority_member_appoint,
        name="authority_member_appoint",
    ),
    path(f"{OFFICER}<slug:slug>/uppgifter/", authority_officer.authority_change, name="authority_change"),
    path(f"{OFFICER}<slug:slug>/domaner/ny/", authority_officer.authority_domain_add, name="authority_domain_add"),
    path(
        f"{OFFICER}<slug:slug>/domaner/<str:domain>/ta-bort/",
        authority_officer.authority_domain_remove,
        name="authority_domain_remove",
    ),
]
