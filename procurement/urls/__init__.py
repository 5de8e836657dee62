"""Procurement's addresses, one list for each audience."""

from procurement.urls import (
    buyer,
    choice,
    joint,
    officer,
    partnership_members,
    partnerships,
    people,
    public,
    social,
    supplier,
)

urlpatterns = [
    *public.urlpatterns,
    *buyer.urlpatterns,
    *supplier.urlpatterns,
    *choice.urlpatterns,
    *social.urlpatterns,
    *joint.urlpatterns,
    *partnerships.urlpatterns,
    *partnership_members.urlpatterns,
    *people.urlpatterns,
    *officer.urlpatterns,
]
