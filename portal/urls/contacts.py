"""The directory of contacts: open to all, for the authority, for organisations. And an organisation's own log."""

from django.urls import path, re_path

from portal.views import authority_contacts, contact_log, contacts, own_contacts

THEIRS = "upphandlare/myndighet/<slug:slug>/kontakter/"
OURS = "min-organisation/<slug:slug>/kontakter/"
LOG = "min-organisation/<slug:slug>/kontaktlogg/"

urlpatterns = [
    # Open to all.
    path("kommuner/kontakter/", contacts.contact_list, name="contact_list"),
    re_path(r"^kommuner/kontakter\.(?P<kind>csv|xlsx|json)$", contacts.contact_list_file, name="contact_list_file"),
    path("myndigheter/<slug:slug>/kontakter/", contacts.authority_contacts, name="authority_contacts"),
    # The authority.
    path(f"{THEIRS}ny/", authority_contacts.authority_contact_add, name="authority_contact_add"),
    path(f"{THEIRS}<int:pk>/", authority_contacts.authority_contact_change, name="authority_contact_change"),
    path(f"{THEIRS}<int:pk>/ta-bort/", authority_contacts.authority_contact_remove, name="authority_contact_remove"),
    # Organisations.
    path(OURS, own_contacts.own_contacts, name="own_contacts"),
    path(f"{OURS}ny/<slug:authority>/", own_contacts.own_contact_add, name="own_contact_add"),
    path(f"{OURS}<int:pk>/", own_contacts.own_contact_change, name="own_contact_change"),
    path(f"{OURS}<int:pk>/ta-bort/", own_contacts.own_contact_remove, name="own_contact_remove"),
    # An organisation's own log.
    path(LOG, contact_log.contact_log, name="contact_log"),
    re_path(
        r"^min-organisation/(?P<slug>[-\w]+)/kontaktlogg\.(?P<kind>csv|xlsx)$",
        contact_log.contact_log_file,
        name="contact_log_file",
    ),
    path(f"{LOG}ny/", contact_log.contact_note_add, name="contact_note_add"),
    path(f"{LOG}<int:pk>/", contact_log.contact_note_change, name="contact_note_change"),
    path(f"{LOG}<int:pk>/klart/", contact_log.contact_note_finish, name="contact_note_finish"),
    path(f"{LOG}<int:pk>/oppna/", contact_log.contact_note_reopen, name="contact_note_reopen"),
    path(f"{LOG}<int:pk>/ta-bort/", contact_log.contact_note_remove, name="contact_note_remove"),
]
