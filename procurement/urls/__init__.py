"""Procurement's addresses, one list for each audience."""

from procurement.urls import buyer, officer, people, public, supplier

urlpatterns = [
    *public.urlpatterns,
    *buyer.urlpatterns,
    *supplier.urlpatterns,
    *people.urlpatterns,
    *officer.urlpatterns,
]
