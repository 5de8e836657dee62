"""Dialogue: open to all, for those who come, and for the hosts."""

from django.urls import path, re_path

from portal.views import dialogue, dialogue_host, dialogue_parties

ONE = "dialog/<int:pk>/"
OURS = "min-organisation/<slug:slug>/traffar/"
AUTHORITYS = "upphandlare/myndighet/<slug:slug>/traffar/"
HOSTS = [
    ("", "list"),
    ("ny/", "create"),
    ("<int:pk>/", "work"),
    ("<int:pk>/andra/", "change"),
    ("<int:pk>/annonsera/", "announce"),
    ("<int:pk>/kasta/", "discard"),
    ("<int:pk>/stall-in/", "cancel"),
    ("<int:pk>/bjud-in/", "invite"),
    ("<int:pk>/fragor/<int:question>/", "answer"),
    ("<int:pk>/anteckningar/", "notes"),
]


def hosts(root, kind):
    """The pages of one kind of host."""
    names = [(rest, f"{kind}_meeting_{name}") for rest, name in HOSTS]
    return [path(root + rest, getattr(dialogue_host, name), name=name) for rest, name in names]


urlpatterns = [
    # Open to all.
    path("dialog/", dialogue.meeting_list, name="meeting_list"),
    re_path(r"^dialog\.(?P<kind>csv|xlsx|json)$", dialogue.meeting_list_file, name="meeting_list_file"),
    path("dialog.ics", dialogue.meeting_list_calendar, name="meeting_list_calendar"),
    path(ONE, dialogue.meeting, name="meeting"),
    path(f"{ONE}kalender.ics", dialogue.meeting_calendar, name="meeting_calendar"),
    # Those who come.
    path(f"{ONE}anmal/", dialogue_parties.meeting_sign_up, name="meeting_sign_up"),
    path(f"{ONE}anmal/<int:sign_up>/avboka/", dialogue_parties.meeting_leave, name="meeting_leave"),
    path(f"{ONE}fraga/", dialogue_parties.meeting_ask, name="meeting_ask"),
    # The hosts.
    *hosts(OURS, "own"),
    *hosts(AUTHORITYS, "authority"),
]
