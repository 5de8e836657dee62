"""Municipalities and regions. Open to all."""

from django.urls import path, re_path, register_converter

from portal.views import places


class MunicipalityCode:
    regex = "[0-9]{4}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class RegionCode(MunicipalityCode):
    regex = "[0-9]{2}"


register_converter(MunicipalityCode, "municipality")
register_converter(RegionCode, "region")

PICTURE = r"(?P<slug>[-a-z0-9]+)/(?P<picture>andel|omraden|jamforelse)\.(?P<kind>svg|csv|json)$"
VALUES = r"(?P<slug>[-a-z0-9]+)/varden\.(?P<kind>csv|xlsx|json)$"

urlpatterns = [
    path("kommuner/", places.municipality_list, name="municipality_list"),
    re_path(r"^kommuner\.(?P<kind>csv|xlsx|json)$", places.municipality_list_file, name="municipality_list_file"),
    re_path(r"^kommuner/karta\.(?P<kind>svg|csv|json)$", places.municipality_map, name="municipality_map"),
    path("kommuner/nyckeltal/", places.indicator_list, name="indicator_list"),
    path("kommuner/<municipality:code>-<slug:slug>/", places.municipality, name="municipality"),
    path("regioner/<region:code>-<slug:slug>/", places.region, name="region"),
    re_path(rf"^kommuner/(?P<code>[0-9]{{4}})-{PICTURE}", places.municipality_picture, name="municipality_picture"),
    re_path(rf"^regioner/(?P<code>[0-9]{{2}})-{PICTURE}", places.region_picture, name="region_picture"),
    re_path(rf"^kommuner/(?P<code>[0-9]{{4}})-{VALUES}", places.municipality_values, name="municipality_values"),
    re_path(rf"^regioner/(?P<code>[0-9]{{2}})-{VALUES}", places.region_values, name="region_values"),
]
