"""Procurement's addresses, one list for each audience."""

from procurement.urls import buyer, people

urlpatterns = [*buyer.urlpatterns, *people.urlpatterns]
