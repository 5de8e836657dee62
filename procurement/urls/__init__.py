"""Procurement's addresses, one list for each audience."""

from procurement.urls import buyer, choice, officer, people, public, social, supplier

urlpatterns = [
    *public.urlpatterns,
    *buyer.urlpatterns,
    *supplier.urlpatterns,
    *choice.urlpatterns,
    *social.urlpatterns,
    *people.urlpatterns,
    *officer.urlpatterns,
]
