"""Procurement's addresses, one list for each audience."""

from procurement.urls import buyer, choice, joint, officer, people, public, social, supplier

urlpatterns = [
    *public.urlpatterns,
    *buyer.urlpatterns,
    *supplier.urlpatterns,
    *choice.urlpatterns,
    *social.urlpatterns,
    *joint.urlpatterns,
    *people.urlpatterns,
    *officer.urlpatterns,
]
