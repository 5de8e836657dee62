"""Procurement's addresses, one list for each audience."""

from procurement.urls import buyer, officer

urlpatterns = [*buyer.urlpatterns, *officer.urlpatterns]
