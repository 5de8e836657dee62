"""The site's own addresses, and a plain page for each name that the shell links to but this site lacks."""

from django.http import HttpResponse
from django.urls import get_resolver, path

from portal import urls as site

ELSEWHERE = {
    "home": "",
    "organisation_list": "organisationer/",
    "journal": "diarium/",
    "fee_calculator": "avgift/",
    "glossary": "ordlista/",
    "desk": "mina-sidor/",
    "case_list": "handlaggning/",
    "claim_list": "handlaggning/ansprak/",
    "demo_mail": "demo/post/",
    "application": "ansokningar/<uuid:uuid>/",
    "document": "handlingar/<uuid:uuid>/",
    "claim": "ansprak/<str:case_number>/",
}


def _elsewhere(request, **kwargs):
    return HttpResponse("ok")


urlpatterns = site.urlpatterns + [
    path(route, _elsewhere, name=name)
    for name, route in ELSEWHERE.items()
    if name not in get_resolver(site.__name__).reverse_dict
]
