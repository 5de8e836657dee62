"""Procurement's addresses, one list for each audience."""

from procurement.urls import buyer, public, supplier

urlpatterns = [*public.urlpatterns, *buyer.urlpatterns, *supplier.urlpatterns]
