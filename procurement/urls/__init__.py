"""Procurement's addresses, one list for each audience."""

from procurement.urls import buyer, public

urlpatterns = [*public.urlpatterns, *buyer.urlpatterns]
