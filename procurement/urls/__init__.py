"""Procurement's addresses, one list for each audience."""

from procurement.urls import buyer

urlpatterns = [*buyer.urlpatterns]
