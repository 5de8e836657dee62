"""For members of an organisation."""

from django.urls import path

from procurement.views import concerns, readiness, supplier

OURS = "min-organisation/<slug:slug>/upphandlingar/"

urlpatterns = [
    path("min-organisation/<slug:slug>/avtal/", concerns.supplier_contract_list, name="supplier_contract_list"),
    path(OURS, supplier.supplier_procurement_list, name="supplier_procurement_list"),
    path(f"{OURS}<int:pk>/redo/", readiness.readiness, name="readiness"),
    path(f"{OURS}<int:pk>/intresse/", supplier.interest_show, name="interest_show"),
    path(f"{OURS}<int:pk>/intresse/<int:interest>/ta-tillbaka/", supplier.interest_withdraw, name="interest_withdraw"),
]
