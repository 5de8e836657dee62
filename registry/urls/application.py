"""For members: one legal entity's application, page by page."""

from django.urls import include, path

from registry.views import application, changes, documents, services, statements

_CASE = [
    path("", application.application, name="application"),
    path("uppgifter/", statements.application_entity, name="application_entity"),
    path("agare/", statements.application_owners, name="application_owners"),
    path("stadgar/", statements.application_statutes, name="application_statutes"),
    path("syfte/", statements.application_purpose, name="application_purpose"),
    path("upplosning/", statements.application_dissolution, name="application_dissolution"),
    path("inflytande/", statements.application_control, name="application_control"),
    path("valfard/", statements.application_welfare, name="application_welfare"),
    path("tjanster/", services.application_services, name="application_services"),
    path("tjanster/ny/", services.service_add, name="service_add"),
    path("tjanster/<int:number>/", services.service_change, name="service_change"),
    path("tjanster/<int:number>/ta-bort/", services.service_remove, name="service_remove"),
    path("firmatecknare/", statements.application_signatories, name="application_signatories"),
    path("komplettering/", application.application_completion, name="application_completion"),
    path("yttrande/", application.application_comment, name="application_comment"),
    path("aterkalla/", application.application_withdraw, name="application_withdraw"),
    path("beslut/", application.application_decision, name="application_decision"),
    path("andring/", changes.change, name="change"),
    path("andring/kasta/", changes.change_discard, name="change_discard"),
    path("andring/skicka-in/", changes.change_submit, name="change_submit"),
]

urlpatterns = [
    path("ansokningar/<uuid:uuid>/", include(_CASE)),
    path("juridiska-personer/<uuid:uuid>/anmal-andring/", changes.change_start, name="change_start"),
    path(
        "min-organisation/<slug:slug>/juridiska-personer/<uuid:uuid>/avsluta/",
        changes.verification_end,
        name="verification_end",
    ),
    path("handlingar/<uuid:uuid>/", documents.document, name="document"),
]
