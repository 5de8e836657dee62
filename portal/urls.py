"""The addresses of the site. Names are flat: URL name, view function and template share one name."""

from django.urls import include, path

from portal.views import desk, pages

urlpatterns = [
    path("om/", pages.about, name="about"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
    path("komponenter/", pages.component_list, name="component_list"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("mina-sidor/", desk.desk, name="desk"),
    path("konto/", include("allauth.urls")),
    path("", include("registry.urls")),
]
