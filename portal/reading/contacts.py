"""The directory of contacts as pages tell it: each with whose word it is, of which day, and whether it may be old."""

import json
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal.brief.audiences import OFFICIALS
from portal.models import ContactFunction, FunctionContact, Place
from portal.reading.addresses import place_url
from portal.reading.board import HIDDEN
from portal.reading.from_json import row_of
from registry.exports import Column
from registry.models import Organisation, ServiceArea, StatusLog
from registry.wording import capitalised, day_in_words

INVENTED = "påhittad"
OLD = "kan vara inaktuell"
UNCONFIRMED = "inte bekräftad av myndigheten"
ORDER = {function: position for position, function in enumerate(ContactFunction)}
RELATED = ["authority", "service_area__parent", "organisation"]
# The contacts that stand at the authority of a statement, as text: a column for pages that may ask no more queries.
AS_JSON = """
(select coalesce(jsonb_agg(to_jsonb(contact)
      || jsonb_build_object('area', case when area.id is not null
        then jsonb_build_object('id', area.id, 'slug', area.slug, 'name', area.name, 'parent_id', area.parent_id) end)
      || jsonb_build_object('organisation', case when organisation.id is not null
        then jsonb_build_object('id', organisation.id, 'slug', organisation.slug, 'name', organisation.name,
          'published_at', organisation.published_at) end)), '[]')::text
  from portal_functioncontact contact
  left join registry_servicearea area on area.id = contact.service_area_id
  left join registry_organisation organisation on organisation.id = contact.organisation_id
  where contact.authority_id = authority.id and contact.closed_at is null)"""
COLUMNS = [
    Column("authority", "Myndighet"),
    Column("county", "Län"),
    Column("function", "Funktion"),
    Column("service_area", "Verksamhet"),
    Column("unit", "Enhet eller nämnd"),
    Column("email", "E-post"),
    Column("phone", "Telefon"),
    Column("page_url", "Sida på webben"),
    Column("according_to", "Enligt"),
    Column("confirmed", "Bekräftad av myndigheten"),
    Column("seen_on", "Stämde dagen"),
    Column("source", "Källa"),
    Column("source_url", "Länk till källan"),
    Column("old", "Kan vara inaktuell"),
    Column("invented", "Påhittad"),
    Column("url", "Alla myndighetens kontakter"),
]


@dataclass(frozen=True)
class Told:
    """One contact, as it stands on a day."""

    contact: FunctionContact
    day: date

    @property
    def name(self):
        """The function, with the service or the nämnd."""
        return self.contact.name

    @property
    def is_confirmed(self):
        return self.contact.is_the_authoritys

    @property
    def whose(self):
        """Whose word it is: the authority's, or an organisation's by its name."""
        if self.is_confirmed:
            return "myndigheten"
        organisation = self.contact.organisation
        return organisation.name if organisation.published_at else HIDDEN.lower()

    @property
    def dated(self):
        """Of which day it is, and that the authority has not confirmed it where it has not."""
        day = day_in_words(self.contact.seen_on)
        return day if self.is_confirmed else f"{day}, {UNCONFIRMED}"

    @property
    def standing(self):
        """Whose word it is, where it was read, and of which day."""
        named = f", {self.contact.source}" if self.contact.source else ""
        return f"Enligt {self.whose}{named}, {self.dated}"

    @property
    def may_be_old(self):
        return self.contact.may_be_old(self.day)

    @property
    def marks(self):
        """What is to be known before one writes, each as (words, tone)."""
        marks = []
        if self.contact.is_invented:
            marks.append((INVENTED, "info"))
        if self.may_be_old:
            marks.append((OLD, "warning"))
        return marks

    @property
    def phone_url(self):
        return "tel:" + "".join(sign for sign in self.contact.phone if sign.isdigit() or sign == "+")

    @property
    def in_short(self):
        """The first way to reach them, for a line."""
        return self.contact.email or self.contact.phone or "Sida på webben"


@dataclass(frozen=True)
class Directory:
    """All contacts of one authority."""

    authority: object
    rows: tuple
    url: str

    @property
    def is_invented(self):
        return any(row.contact.is_invented for row in self.rows)


def contacts_url(authority):
    return reverse("authority_contacts", args=[authority.slug])


def of_authority(authority, day=None):
    """Its contacts in the order of the functions. One query."""
    found = FunctionContact.objects.standing().filter(authority=authority.pk).select_related(*RELATED[1:])
    return _directory(authority, found, day or timezone.localdate())


def fetched(authority, day):
    """The same of an authority that was fetched with `AS_JSON` as `contacts_as_json`. No query. It may be None."""
    if authority is None:
        return Directory(None, (), "")
    return _directory(authority, map(_made, json.loads(authority.contacts_as_json)), day)


def _directory(authority, found, day):
    rows = sorted((Told(row, day) for row in found), key=_order)
    return Directory(authority, tuple(rows), contacts_url(authority))


def _order(told):
    return ORDER[told.contact.function], told.name, told.contact.pk


def _made(values):
    """The row that JSON tells of, with its service and its organisation."""
    area, organisation = values.pop("area"), values.pop("organisation")
    contact = row_of(FunctionContact, values)
    contact.service_area = row_of(ServiceArea, area) if area else None
    contact.organisation = row_of(Organisation, organisation) if organisation else None
    return contact


def of_organisation(organisation, day=None):
    """What the organisation has put in, and what has become of it: [Told]. One query."""
    day = day or timezone.localdate()
    found = FunctionContact.objects.standing().filter(organisation=organisation).select_related(*RELATED)
    return [Told(row, day) for row in found.ranked().order_by("authority__sort_key", "rank", "unit", "pk")]


def place_of(authority):
    """The municipality or region that the authority is in or of; None for one of the state."""
    return Place.objects.filter(
        Q(municipality__isnull=False, municipality=authority.municipality_id)
        | Q(region__isnull=False, region=authority.region_id)
    ).first()


def letter_url(place, service_area=None):
    """The letter to officials about the place, and about the service where it is one."""
    query = {"for": OFFICIALS}
    if service_area and service_area.parent_id:
        query = {"tjanst": service_area.slug, **query}
    return f"{place_url('brief', place)}?{urlencode(query)}"


# --- What has happened ---


def history(authority):
    """Who has put in, corrected and taken away what, oldest first: functions and organisations, never persons.

    What an address was before it was corrected is not told: it may be the reason why it was.
    """
    rows = list(FunctionContact.objects.filter(authority=authority).select_related(*RELATED[1:]).order_by("pk"))
    ended = StatusLog.objects.filter(
        subject="functioncontact", subject_id__in=[row.pk for row in rows], action__in=["remove", "outdo"]
    )
    by_id = {row.pk: row for row in rows}
    events = [_entered(row, by_id) for row in rows]
    events += [_ended(row, by_id[row.subject_id]) for row in ended]
    return sorted(events, key=lambda event: event["when"])


def _entered(row, by_id):
    told = Told(row, row.seen_on)
    before = by_id.get(row.replaces_id)
    verb = "lade in"
    if before:
        verb = "bekräftade" if row.is_the_authoritys and not before.is_the_authoritys else "rättade"
    return _event(row.entered_at, f"{capitalised(told.whose)} {verb} en kontakt", row)


def _ended(logged, row):
    if logged.action == "outdo":
        return _event(logged.occurred_at, "Myndighetens egen kontakt tog över", row)
    return _event(logged.occurred_at, "En kontakt togs bort", row)


def _event(when, text, row):
    note = f"{row.name} ({INVENTED})" if row.is_invented else row.name
    return {"when": when, "text": text, "note": note, "kind": "register" if row.is_the_authoritys else ""}


# --- The country ---


def file_row(told, counties, absolute):
    """A contact as a row of a file. `counties`: names by code."""
    contact = told.contact
    return {
        "authority": contact.authority.name,
        "county": counties.get(county_of(contact.authority), ""),
        "function": contact.get_function_display(),
        "service_area": contact.service_area.name if contact.service_area else "",
        "unit": contact.unit,
        "email": contact.email,
        "phone": contact.phone,
        "page_url": contact.page_url,
        "according_to": told.whose,
        "confirmed": told.is_confirmed,
        "seen_on": contact.seen_on,
        "source": contact.source,
        "source_url": contact.source_url,
        "old": told.may_be_old,
        "invented": contact.is_invented,
        "url": absolute(contacts_url(contact.authority)),
    }


def county_of(authority):
    """The code of the county; a region's is its own, and a municipality's code begins with its county's."""
    return authority.region_id or (authority.municipality_id or "")[:2]
