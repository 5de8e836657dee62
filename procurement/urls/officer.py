"""For case officers."""

from django.urls import path

from procurement.views import imports

IMPORTS = "handlaggning/importer/"

urlpatterns = [
    path(IMPORTS, imports.procurement_import_list, name="procurement_import_list"),
    path(f"{IMPORTS}<int:pk>/", imports.procurement_import, name="procurement_import"),
    path(f"{IMPORTS}<int:pk>/angra/", imports.procurement_import_undo, name="procurement_import_undo"),
]
