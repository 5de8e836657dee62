"""What organisations count themselves: open to all, and for those who count."""

from django.urls import path, re_path

from portal.views import local_figures, own_local_figures

MUNICIPALITY = r"^kommuner/(?P<code>[0-9]{4})-(?P<slug>[-a-z0-9]+)/"
REGION = r"^regioner/(?P<code>[0-9]{2})-(?P<slug>[-a-z0-9]+)/"
PAGE = r"egna-siffror/(?P<pk>[0-9]{1,12})/$"
FILE = r"egna-siffror/(?P<pk>[0-9]{1,12})\.(?P<file>csv|xlsx|json|svg)$"
OURS = "min-organisation/<slug:slug>/egna-siffror/"
ONE = f"{OURS}<int:pk>/"

urlpatterns = [
    # Open to all.
    path("kommuner/egna-siffror/", local_figures.local_figure_list, name="local_figure_list"),
    re_path(
        r"^kommuner/egna-siffror\.(?P<kind>csv|xlsx|json)$",
        local_figures.local_figure_list_file,
        name="local_figure_list_file",
    ),
    re_path(rf"{MUNICIPALITY}{PAGE}", local_figures.municipality_local_figure, name="municipality_local_figure"),
    re_path(rf"{REGION}{PAGE}", local_figures.region_local_figure, name="region_local_figure"),
    re_path(
        rf"{MUNICIPALITY}{FILE}", local_figures.municipality_local_figure_file, name="municipality_local_figure_file"
    ),
    re_path(rf"{REGION}{FILE}", local_figures.region_local_figure_file, name="region_local_figure_file"),
    # Those who count.
    path(OURS, own_local_figures.own_local_figures, name="own_local_figures"),
    path(f"{OURS}ny/", own_local_figures.own_local_figure_start, name="own_local_figure_start"),
    path(f"{ONE}siffror/", own_local_figures.own_local_figure_numbers, name="own_local_figure_numbers"),
    path(
        f"{ONE}siffror/<int:value>/ta-tillbaka/",
        own_local_figures.own_local_figure_take_back,
        name="own_local_figure_take_back",
    ),
    path(f"{ONE}bjud-in/", own_local_figures.own_local_figure_invite, name="own_local_figure_invite"),
    path(
        f"{ONE}bjud-in/<int:part>/ta-tillbaka/",
        own_local_figures.own_local_figure_uninvite,
        name="own_local_figure_uninvite",
    ),
    path(f"{ONE}svara/", own_local_figures.own_local_figure_answer, name="own_local_figure_answer"),
    path(f"{ONE}lamna/", own_local_figures.own_local_figure_leave, name="own_local_figure_leave"),
    path(f"{ONE}ersatt/", own_local_figures.own_local_figure_replace, name="own_local_figure_replace"),
    path(f"{ONE}avsluta/", own_local_figures.own_local_figure_close, name="own_local_figure_close"),
]
