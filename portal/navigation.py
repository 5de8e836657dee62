"""The menus as data, and what every page's shell needs to know."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True)
class Item:
    """A menu item: `name` is a URL name, `query` what follows its path. Its address is looked up once."""

    label: str
    name: str
    query: str = ""

    @cached_property
    def path(self):
        return reverse(self.name)

    @cached_property
    def url(self):
        return self.path + self.query


class Drawn(NamedTuple):
    """A menu item as the template draws it. `current` is "page", "true" or nothing."""

    label: str
    url: str
    current: str = ""


PUBLIC = [
    Item("Organisationer", "organisation_list"),
    Item("Upphandlingar", "procurement_list"),
    Item("Avtal", "contract_list"),
    Item("Valfrihetssystem", "choice_system_list"),
    Item("Partnerskap", "partnership_list"),
    Item("Kommuner", "municipality_list"),
    Item("Dialog", "meeting_list"),
    Item("Kontroll", "eligibility_check"),
    Item("Vägledning", "guidance"),
]
# In the foot alone: what one looks up now and then.
OPENNESS = [
    Item("Myndigheter", "authority_list"),
    Item("Diarium", "journal"),
    Item("Vad registrering kostar", "fee_calculator"),
    Item("Ordlista", "glossary"),
    Item("Handläggningstider", "service_level"),
    Item("Kontrollsummor", "log_digest_list"),
    Item("Driftläge", "status"),
]
CASE_OFFICER = [
    Item("Kö", "case_list"),
    Item("Mina ärenden", "case_list", "?assignee=mine"),
    Item("Ändringar", "case_list", "?kind=change"),
    Item("Anspråk", "claim_list"),
    Item("Myndigheter", "authority_request_list"),
    Item("Årsuppgifter", "annual_statement_queue"),
    Item("Kammarkollegiet", "officer_entity_list"),
    Item("Importer", "procurement_import_list"),
    Item("Diarium", "journal"),
    Item("Publika sidor", "home"),
]
ABOUT = [
    Item("Vilka vi är", "about"),
    Item("Tillgänglighet", "accessibility"),
    Item("Personuppgifter", "privacy"),
]
WORK_PATHS = ("/handlaggning/", "/mina-sidor/")


def navigation(request):
    """Context for the shell: no query for a visitor; who is signed in is asked of `registry.access`, once a request."""
    roles, is_officer, shift = _standing(request)
    works = is_officer and request.path.startswith(WORK_PATHS)
    return {
        "navigation": {
            "menu": _drawn(CASE_OFFICER if works else PUBLIC, request),
            "menu_label": "Handläggning" if works else "Huvudmeny",
            "openness": _drawn(OPENNESS, request),
            "about": _drawn(ABOUT, request),
            "role": ", ".join(roles),
            "is_officer": is_officer,
            "is_buyer": lambda: _buys(request),
            "shift": shift,
            "dense": works,
            "demo": settings.DEMO,
            "operator": settings.OPERATOR_NAME,
            "operator_email": settings.OPERATOR_EMAIL,
            "operator_is_authority": settings.OPERATOR_IS_AUTHORITY,
        }
    }


def _standing(request):
    """The roles in words, whether the person handles cases, and an administrator's hour as case officer."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return [], False, None
    from registry.access import current_shift, is_case_officer, role_names

    return role_names(user), is_case_officer(user), current_shift(user)


def _buys(request):
    """Whether the person finds suppliers for an authority. Asked only by the pages that show it."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and user.authority_memberships.buying().exists()


def _drawn(items, request):
    """Give the items as the template draws them.

    `current` is "page" on the item's own page and "true" on a page under it. Where several fit, the closest one is
    marked: "Mina ärenden" and not "Kö", "Anspråk" and not "Kö".
    """
    closest = max((item for item in items if _fits(item, request)), key=lambda item: len(item.url), default=None)
    mark = "page" if closest is not None and request.path == closest.path else "true"
    return tuple(Drawn(item.label, item.url, mark if item is closest else "") for item in items)


def _fits(item, request):
    if item.query:
        return request.get_full_path() == item.url
    return request.path == item.path or (item.path != "/" and request.path.startswith(item.path))
