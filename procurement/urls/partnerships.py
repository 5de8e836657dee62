"""Partnerships: open to all, for both sides together, for procurement officers, for members of an organisation."""

from django.urls import path, re_path

from procurement.views import (
    local_compacts,
    partnership_start,
    partnership_steps,
    partnership_work,
    partnership_writing,
    partnerships,
)

ONE = "partnerskap/<int:pk>/"
WORK = f"{ONE}arbete/"
PARTY = f"{WORK}parter/<int:party>/"
BUYERS = "upphandlare/partnerskap/"
OURS = "min-organisation/<slug:slug>/partnerskap/"
COMPACTS = "upphandlare/overenskommelser/"

urlpatterns = [
    path("partnerskap/", partnerships.partnership_list, name="partnership_list"),
    re_path(
        r"^partnerskap\.(?P<kind>csv|xlsx|json)$", partnerships.partnership_list_file, name="partnership_list_file"
    ),
    path("partnerskap/oppna-data/", partnerships.partnership_data, name="partnership_data"),
    path("partnerskap.schema.json", partnerships.partnership_schema, name="partnership_schema"),
    re_path(
        r"^partnerskap/overenskommelser\.(?P<kind>csv|xlsx|json)$",
        local_compacts.local_compact_list_file,
        name="local_compact_list_file",
    ),
    path("partnerskap/overenskommelser/", local_compacts.local_compact_list, name="local_compact_list"),
    path("partnerskap/overenskommelser/<int:pk>/", local_compacts.local_compact, name="local_compact"),
    path(ONE, partnerships.partnership, name="partnership"),
    path(WORK, partnership_work.partnership_work, name="partnership_work"),
    path(f"{WORK}hela-texten/", partnership_writing.partnership_whole, name="partnership_whole"),
    path(f"{WORK}om/", partnership_writing.partnership_about, name="partnership_about"),
    path(f"{WORK}text/<slug:heading>/", partnership_writing.partnership_text, name="partnership_text"),
    path(f"{WORK}principer/", partnership_writing.partnership_principles, name="partnership_principles"),
    path(f"{WORK}mal/", partnership_writing.partnership_goals, name="partnership_goals"),
    path(f"{WORK}ataganden/", partnership_writing.partnership_commitments, name="partnership_commitments"),
    path(f"{WORK}uppfoljningar/", partnership_writing.partnership_follow_ups, name="partnership_follow_ups"),
    path(
        f"{WORK}uppfoljningar/<int:follow_up>/", partnership_steps.partnership_follow_up, name="partnership_follow_up"
    ),
    path(f"{WORK}parter/", partnership_writing.partnership_party_list, name="partnership_party_list"),
    path(f"{PARTY}ga-med/", partnership_steps.partnership_join, name="partnership_join"),
    path(f"{PARTY}ga-ur/", partnership_steps.partnership_decline, name="partnership_decline"),
    path(f"{PARTY}sag-ja/", partnership_steps.partnership_agree, name="partnership_agree"),
    path(f"{WORK}bedomning/", partnership_steps.partnership_review, name="partnership_review"),
    path(f"{WORK}tillbaka/", partnership_steps.partnership_send_back, name="partnership_send_back"),
    path(f"{WORK}beslut/", partnership_steps.partnership_decide, name="partnership_decide"),
    path(f"{WORK}underskrift/", partnership_steps.partnership_activate, name="partnership_activate"),
    path(f"{WORK}folj-upp/", partnership_steps.partnership_begin_follow_up, name="partnership_begin_follow_up"),
    path(f"{WORK}omforhandla/", partnership_steps.partnership_renegotiate, name="partnership_renegotiate"),
    path(f"{WORK}behall/", partnership_steps.partnership_keep, name="partnership_keep"),
    path(f"{WORK}avsluta/", partnership_steps.partnership_end, name="partnership_end"),
    path(BUYERS, partnership_start.buyer_partnership_list, name="buyer_partnership_list"),
    path(f"{BUYERS}nytt/", partnership_start.buyer_partnership_start, name="buyer_partnership_start"),
    path(OURS, partnership_start.supplier_partnership_list, name="supplier_partnership_list"),
    path(f"{OURS}nytt/", partnership_start.supplier_partnership_start, name="supplier_partnership_start"),
    path(COMPACTS, local_compacts.buyer_local_compact_list, name="buyer_local_compact_list"),
    path(f"{COMPACTS}<int:pk>/ta-bort/", local_compacts.local_compact_remove, name="local_compact_remove"),
]
