"""Choice systems: open to all, for procurement officers, for members of an organisation."""

from django.urls import path, re_path

from procurement.views import choice_buyer, choice_decisions, choice_supplier, choice_systems

ALL = "upphandlare/valfrihetssystem/"
ONE = f"{ALL}<int:pk>/"
RECEIVED = f"{ONE}ansokningar/<int:application>/"
OURS = "min-organisation/<slug:slug>/valfrihetssystem/"
OWN = f"{OURS}ansokningar/<int:application>/"

urlpatterns = [
    path("valfrihetssystem/", choice_systems.choice_system_list, name="choice_system_list"),
    re_path(
        r"^valfrihetssystem\.(?P<kind>csv|xlsx|json)$",
        choice_systems.choice_system_list_file,
        name="choice_system_list_file",
    ),
    path("valfrihetssystem/<int:pk>/", choice_systems.choice_system, name="choice_system"),
    path("valfrihetssystem/<int:pk>/jamfor/", choice_systems.choice_system_comparison, name="choice_system_comparison"),
    path(ALL, choice_buyer.buyer_choice_system_list, name="buyer_choice_system_list"),
    path(f"{ALL}nytt/", choice_buyer.choice_system_create, name="choice_system_create"),
    path(ONE, choice_buyer.choice_system_work, name="choice_system_work"),
    path(f"{ONE}uppgifter/", choice_buyer.choice_system_facts, name="choice_system_facts"),
    path(f"{ONE}priser/", choice_buyer.choice_price_list, name="choice_price_list"),
    path(f"{ONE}oppna/", choice_buyer.choice_system_open, name="choice_system_open"),
    path(f"{ONE}avveckla/", choice_buyer.choice_system_wind_up, name="choice_system_wind_up"),
    path(f"{ONE}avsluta/", choice_buyer.choice_system_close, name="choice_system_close"),
    path(f"{ONE}information/", choice_buyer.choice_information, name="choice_information"),
    path(RECEIVED, choice_decisions.choice_application, name="choice_application"),
    path(f"{RECEIVED}godkann/", choice_decisions.choice_application_approve, name="choice_application_approve"),
    path(f"{RECEIVED}godkann-inte/", choice_decisions.choice_application_refuse, name="choice_application_refuse"),
    path(f"{RECEIVED}avtal/", choice_decisions.choice_application_contract, name="choice_application_contract"),
    path(f"{RECEIVED}avsluta/", choice_decisions.choice_application_end, name="choice_application_end"),
    path(OURS, choice_supplier.supplier_choice_system_list, name="supplier_choice_system_list"),
    path(f"{OURS}<int:pk>/sok/", choice_supplier.choice_apply, name="choice_apply"),
    path(OWN, choice_supplier.own_choice_application, name="own_choice_application"),
    path(f"{OWN}ta-tillbaka/", choice_supplier.own_choice_application_withdraw, name="own_choice_application_withdraw"),
    path(f"{OWN}enheter/ny/", choice_supplier.choice_unit_add, name="choice_unit_add"),
    path(f"{OWN}enheter/<int:unit>/", choice_supplier.choice_unit, name="choice_unit"),
    path(f"{OWN}enheter/<int:unit>/ta-bort/", choice_supplier.choice_unit_remove, name="choice_unit_remove"),
]
