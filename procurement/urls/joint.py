"""Joint bids and partners, for members of an organisation."""

from django.urls import path, re_path

from procurement.views import joint_bids, partners

BOUGHT = "min-organisation/<slug:slug>/upphandlingar/<int:pk>/"
GROUP = "min-organisation/<slug:slug>/gemensamma-anbud/<int:bid>/"

urlpatterns = [
    path(f"{BOUGHT}partner/", partners.partner_list, name="partner_list"),
    path(f"{BOUGHT}partner/sok/", partners.partner_seek, name="partner_seek"),
    path(f"{BOUGHT}gemensamt-anbud/", partners.joint_bid_begin, name="joint_bid_begin"),
    path(GROUP, joint_bids.joint_bid, name="joint_bid"),
    re_path(
        r"^min-organisation/(?P<slug>[-\w]+)/gemensamma-anbud/(?P<bid>[0-9]{1,12})\.(?P<kind>csv|xlsx|json)$",
        joint_bids.joint_bid_file,
        name="joint_bid_file",
    ),
    path(f"{GROUP}bjud-in/", partners.joint_bid_find, name="joint_bid_find"),
    path(f"{GROUP}bjud-in/<uuid:uuid>/", partners.joint_bid_invite, name="joint_bid_invite"),
    path(f"{GROUP}inbjudan/<int:member>/ta-tillbaka/", joint_bids.joint_bid_withdraw, name="joint_bid_withdraw"),
    path(f"{GROUP}svara/<int:member>/", joint_bids.joint_bid_answer, name="joint_bid_answer"),
    path(f"{GROUP}del/<int:member>/", joint_bids.joint_bid_part, name="joint_bid_part"),
    path(f"{GROUP}behov/", joint_bids.joint_bid_need, name="joint_bid_need"),
    path(f"{GROUP}lamna/<int:member>/", joint_bids.joint_bid_leave, name="joint_bid_leave"),
    path(f"{GROUP}upplos/", joint_bids.joint_bid_dissolve, name="joint_bid_dissolve"),
]
