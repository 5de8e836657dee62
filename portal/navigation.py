"""The menus as data, and what every page's shell needs to know."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True)
class Item:
    """A menu item: `name` is a URL name, `query` what follows it, `begins` the paths it is current for."""

    label: str
    name: str
    query: str = ""

    @property
    def url(self):
        return reverse(self.name) + self.query


PUBLIC = [
    Item("Organisationer", "organisation_list"),
    Item("Diarium", "journal"),
    Item("Avgift", "fee_calculator"),
    Item("Ordlista", "glossary"),
]
CASE_OFFICER = [
    Item("Kö", "case_list"),
    Item("Mina ärenden", "case_list", "?assignee=mine"),
    Item("Ändringar", "case_list", "?kind=change"),
    Item("Anspråk", "claim_list"),
    Item("Diarium", "journal"),
    Item("Publika sidor", "home"),
]
ABOUT = [
    Item("Vilka vi är", "about"),
    Item("Tillgänglighet", "accessibility"),
    Item("Personuppgifter", "privacy"),
]
# The strongest role first: it is the one that the header names.
ROLES = {"administrator": "Administratör", "case_officer": "Handläggare", "representative": "Företrädare"}
OFFICERS = {"administrator", "case_officer"}


def navigation(request):
    """Context for the shell: no query for a visitor, at most one (the roles) for somebody signed in."""
    roles = _role_names(request)
    officer = bool(roles & OFFICERS) and _is_work_page(request.path)
    return {
        "navigation": {
            "menu": [_drawn(item, request) for item in (CASE_OFFICER if officer else PUBLIC)],
            "menu_label": "Handläggning" if officer else "Huvudmeny",
            "footer": [_drawn(item, request) for item in PUBLIC],
            "about": [_drawn(item, request) for item in ABOUT],
            "role": next((label for name, label in ROLES.items() if name in roles), ""),
            "is_officer": bool(roles & OFFICERS),
            "dense": officer,
            "demo": settings.DEMO,
            "operator": settings.OPERATOR_NAME,
            "operator_email": settings.OPERATOR_EMAIL,
            "operator_is_authority": settings.OPERATOR_IS_AUTHORITY,
        }
    }


def _role_names(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return set()
    from registry.access import role_names

    return set(role_names(user))


def _is_work_page(path):
    return path.startswith(("/handlaggning/", "/mina-sidor/"))


def _drawn(item, request):
    """Give the item as the template draws it; `current` is "page" on its own page and "true" on a page under it."""
    path = reverse(item.name)
    current = ""
    if item.query:
        current = "page" if request.get_full_path() == item.url else ""
    elif request.path == path:
        current = "" if _another_is_closer(request) else "page"
    elif path != "/" and request.path.startswith(path):
        current = "true"
    return {"label": item.label, "url": item.url, "current": current}


def _another_is_closer(request):
    """Whether the address with its query is itself a menu item, such as "Mina ärenden" under "Kö"."""
    return any(item.query and request.get_full_path() == item.url for item in CASE_OFFICER)
