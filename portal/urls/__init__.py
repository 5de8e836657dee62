"""The addresses of the site. Names are flat: URL name, view function and template share one name."""

from django.contrib import admin
from django.urls import include, path

from portal.urls import places
from portal.views import demo, desk, glossary, home, my_data, pages, status

urlpatterns = [
    path("", home.home, name="home"),
    path("ordlista/", glossary.glossary, name="glossary"),
    path("status/", status.status, name="status"),
    path("status.json", status.status_json, name="status_json"),
    path("demo/post/", demo.demo_mail, name="demo_mail"),
    path("robots.txt", pages.robots, name="robots"),
    path("om/", pages.about, name="about"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
    path("komponenter/", pages.component_list, name="component_list"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("mina-sidor/", desk.desk, name="desk"),
    path("admin/", admin.site.urls),
    path("konto/mina-uppgifter/", my_data.my_data, name="my_data"),
    path("konto/mina-uppgifter.json", my_data.my_data_file, name="my_data_file"),
    path("konto/mina-uppgifter/radera/", my_data.my_data_erase, name="my_data_erase"),
    *places.urlpatterns,
    path("konto/", include("allauth.urls")),
    path("", include("portal.urls.politics")),
    path("", include("portal.urls.board")),
    path("", include("portal.urls.local_figures")),
    path("", include("portal.urls.dialogue")),
    path("", include("portal.urls.briefs")),
    path("", include("portal.urls.contacts")),
    path("", include("registry.urls")),
    path("", include("procurement.urls")),
    path("", include("portal.urls.guidance")),  # after the tools, which have their addresses under /vagledning/
]
