"""The register's addresses, one list for each audience."""

from registry.urls import application, case_officer, family, public

urlpatterns = [*public.urlpatterns, *family.urlpatterns, *application.urlpatterns, *case_officer.urlpatterns]
