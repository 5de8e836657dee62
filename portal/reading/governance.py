"""What a place governs by, as pages tell it: each kind with its document or that it is missing, and what changed."""

import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from portal.elections import Term
from portal.governance import LAW, ROLE_OF, ROLES, ROLES_SOURCE, TONES, Standing, in_words, standing
from portal.models import CheckedLink, GovernanceDocument
from portal.models.governance import DocumentState
from portal.reading.from_json import row_of
from portal.reading.links import SILENCE, dead_link
from portal.services.governance import FACTS
from procurement.models import LocalCompact
from procurement.reading.local_compacts import validity
from registry.wording import day_in_words

Kind = GovernanceDocument.Kind
Mentions = GovernanceDocument.Mentions
INVENTED = "påhittat dokument"


@dataclass(frozen=True)
class ToldDocument:
    """A document on a day: what holds of it, and what it says of idéburna."""

    document: GovernanceDocument
    day: date

    @property
    def standing(self):
        return standing(self.document, self.day)

    @property
    def tone(self):
        return TONES[self.standing]

    @property
    def words(self):
        return in_words(self.document, self.day)

    @property
    def is_due(self):
        return self.standing == Standing.DUE

    @property
    def name(self):
        """Title and version, and that it is made up when it is."""
        version = f", {self.document.version}" if self.document.version else ""
        invented = f" ({INVENTED})" if self.document.is_invented else ""
        return f"{self.document.title}{version}{invented}"

    @property
    def url(self):
        return self.document.get_absolute_url()

    @property
    def mentions(self):
        return MENTIONS[self.document.mentions]

    @property
    def link(self):
        return dead_link(getattr(self.document, "silent", ()))

    @property
    def decision(self):
        day = day_in_words(self.document.adopted_on)
        return f"{day}, {self.document.paragraph}" if self.document.paragraph else day

    @property
    def facts(self):
        """The document as summary_list.html takes it."""
        return [
            {"key": "Läge", "value": self.standing.label, "note": self.words},
            {"key": "Beslutades", "value": self.decision},
            {"key": "Mandatperiod", "value": str(self.document.term) if self.document.term else "Ingen bestämd"},
            {"key": "Nämner idéburna", "value": self.mentions, "note": self.document.passage},
            {"key": "Följs upp", "value": self.document.follow_up_plan},
        ]


@dataclass(frozen=True)
class ToldCompact(ToldDocument):
    """A lokal överenskommelse that the authority's buyers have put in, as the document it is to the council.

    The row is theirs (`procurement.models.LocalCompact`): it is read here, and changed among the partnerships.
    """

    compact: LocalCompact

    @property
    def standing(self):
        return Standing.ENDED if validity(self.compact, self.day)[1] else Standing.IN_FORCE

    @property
    def words(self):
        return f"{validity(self.compact, self.day)[0]}. Inlagd bland partnerskapen."

    @property
    def url(self):
        return self.compact.get_absolute_url()

    @property
    def mentions(self):
        return "Ja, den är sluten med dem"

    @property
    def link(self):
        return dead_link(getattr(self.compact, "silent", ()))


def told_compact(place, compact, day):
    """The överenskommelse with what a document has: title, day and link. No version, term or paragraph is known."""
    document = GovernanceDocument(
        place=place,
        kind=Kind.COMPACT,
        title=compact.title,
        adopted_on=compact.decided_on,
        url=compact.url,
        is_invented=settings.DEMO,
    )
    return ToldCompact(document, day, compact)


MENTIONS = {
    Mentions.YES: "Ja",
    Mentions.NO: "Nej",
    Mentions.NOT_READ: "Ingen har läst det för portalen än",
}


@dataclass(frozen=True)
class OfKind:
    """A kind of document with those that a place has; none means that the portal knows of none."""

    kind: Kind
    documents: tuple

    @property
    def label(self):
        return self.kind.label

    @property
    def role(self):
        return ROLE_OF[self.kind]

    @property
    def law(self):
        return f"Krävs för varje mandatperiod när någon annan utför kommunens uppgifter, {LAW}." if self.is_law else ""

    @property
    def is_law(self):
        return self.kind == Kind.PROGRAMME


@dataclass(frozen=True)
class PlaceGovernance:
    """All kinds, in order, as they stand on a day."""

    place: object
    day: date
    kinds: tuple

    @property
    def documents(self):
        return [row for kind in self.kinds for row in kind.documents]

    @property
    def is_invented(self):
        return any(row.document.is_invented for row in self.documents)

    @property
    def due(self):
        return [row for row in self.documents if row.is_due]

    @property
    def missing(self):
        return [kind for kind in self.kinds if not kind.documents]

    @property
    def roles(self):
        return ROLES

    @property
    def roles_source(self):
        return ROLES_SOURCE


def of_place(place, at=None, *, compacts=None):
    """What the place governs by on the day: the newest versions. One query, and one for `compacts` unless given."""
    day = at or timezone.localdate()
    found = {}
    for row in _with_links(GovernanceDocument.objects.standing().filter(place=place)):
        found.setdefault(row.kind, []).append(ToldDocument(row, day))
    if compacts is None:
        own = {f"authority__{name}": value for name, value in place.own_authority.items()}
        compacts = _with_links(LocalCompact.objects.shown().filter(**own))
    known = {row.document.url for row in found.get(Kind.COMPACT, ())}
    told = [told_compact(place, row, day) for row in compacts if row.url not in known]
    found[Kind.COMPACT] = [*found.get(Kind.COMPACT, ()), *told]
    return PlaceGovernance(place, day, tuple(OfKind(kind, tuple(found.get(kind, ()))) for kind in Kind))


# What stands at the authority of a statement, as text: a column for pages that may ask no more queries.
COMPACTS_AS_JSON = """
(select coalesce(jsonb_agg(to_jsonb(compact) || jsonb_build_object('silent', array(
      select jsonb_build_object('since', silent_since, 'days', silent_days, 'got', got)
      from portal_checkedlink link where link.url = compact.url))
    order by compact.decided_on desc, compact.id desc), '[]')::text
  from procurement_localcompact compact where compact.authority_id = authority.id and compact.removed_at is null)"""


def fetched_compacts(authority):
    """Those of an authority that was fetched with `COMPACTS_AS_JSON` as `compacts_as_json`. It may be None."""
    return [_made_compact(row) for row in json.loads(authority.compacts_as_json)] if authority else []


def _made_compact(values):
    silent = values.pop("silent")
    compact = row_of(LocalCompact, values)
    compact.silent = silent
    return compact


def _with_links(rows):
    links = CheckedLink.objects.filter(url=OuterRef("url"))
    return rows.annotate(silent=ArraySubquery(links.values(found=JSONObject(**SILENCE))))


# --- One document and its versions ---


def versions(document, day):
    """The document's versions, the newest first: those that it replaced and that replaced it. One query."""
    rows = GovernanceDocument.objects.filter(place=document.place_id, kind=document.kind)
    rows = {row.pk: row for row in _with_links(rows.select_related("place"))}
    newer = {row.replaces_id: row for row in rows.values() if row.replaces_id}
    newest = rows[document.pk]
    while newest.pk in newer:
        newest = newer[newest.pk]
    told = [ToldDocument(newest, day)]
    while told[-1].document.replaces_id:
        told.append(ToldDocument(rows[told[-1].document.replaces_id], day))
    return told


def differences(old, new):
    """What a new version changed, field by field: (label, before, after) of those that differ."""
    names = {field.name: field.verbose_name for field in GovernanceDocument._meta.fields}
    pairs = [(names[name], _plain(old, name), _plain(new, name)) for name in FACTS]
    return [
        {"label": label[:1].upper() + label[1:], "before": before, "after": after}
        for label, before, after in pairs
        if before != after
    ]


def _plain(document, name):
    value = getattr(document, name)
    if name == "term_begins_in":
        return str(Term(value)) if value else "Ingen"
    if name == "mentions":
        return Mentions(value).label
    if name == "adopted_on":
        return day_in_words(value)
    return value or "Saknas"


# --- Everybody's ---


@dataclass(frozen=True)
class Line:
    """A place in the list of who has what: its newest document of the kind, or none."""

    place: object
    told: ToldDocument | None

    @property
    def standing(self):
        return self.told.standing if self.told else Standing.MISSING


def lines(kind, places, day):
    """A line for each place, in their order, with its document of the kind that matters most. Three queries at most."""
    held = {}
    rows = GovernanceDocument.objects.filter(kind=kind, state=DocumentState.STANDING)
    for row in rows.order_by("place", "-term_begins_in", "-adopted_on", "-pk"):
        held.setdefault(row.place_id, ToldDocument(row, day))
    if kind == Kind.COMPACT:
        held = {**_compacts_by_place(places, day), **held}
    return [Line(place, held.get(place.pk)) for place in places]


def _compacts_by_place(places, day):
    """The newest överenskommelse that each place's own authority has noted, of those that hold if any does."""
    of_region = {place.region_id: place for place in places if place.region_id}
    of_municipality = {place.municipality_id: place for place in places if place.municipality_id}
    held = {}
    for row in LocalCompact.objects.shown().select_related("authority"):
        own = row.authority
        by_kind = {
            own.Kind.MUNICIPALITY: of_municipality.get(own.municipality_id),
            own.Kind.REGION: of_region.get(own.region_id),
        }
        if place := by_kind.get(own.kind):
            held.setdefault(place.pk, []).append(told_compact(place, row, day))
    return {code: min(told, key=lambda row: row.standing != Standing.IN_FORCE) for code, told in held.items()}
