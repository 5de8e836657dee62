"""Which contracting authority a notice speaks of: by organisation number, else by name; made when there is none."""

from django.utils.text import slugify

from procurement.models import ContractingAuthority
from registry import status_log
from registry.models import Municipality, Region

Kind = ContractingAuthority.Kind
# Code list buyer-legal-type, and the words of Upphandlingsmyndigheten's statistics.
KINDS = {
    "la": Kind.MUNICIPALITY,
    "ra": Kind.REGION,
    "cga": Kind.STATE,
    "body-pl-la": Kind.COMPANY,
    "body-pl-ra": Kind.COMPANY,
    "pub-undert-la": Kind.COMPANY,
    "pub-undert-ra": Kind.COMPANY,
    "Kommun": Kind.MUNICIPALITY,
    "Region": Kind.REGION,
    "Statlig myndighet": Kind.STATE,
    "Kommunalt ägd organisation": Kind.COMPANY,
    "Regionalt ägd organisation": Kind.COMPANY,
}


class Buyers:
    """The authorities as they stand, read once for an import."""

    def __init__(self, actor):
        self.actor, self.made = actor, []
        authorities = list(ContractingAuthority.objects.order_by("pk").defer("email_domains"))
        self.by_number = {row.organisation_number: row for row in authorities if row.organisation_number}
        self.by_name, self.by_place = {}, {}
        for row in authorities:
            self.by_name.setdefault((row.name.casefold(), row.country), row)
            if row.organisation_number is None and row.kind in (Kind.MUNICIPALITY, Kind.REGION):
                self.by_place.setdefault(row.municipality_id or row.region_id, row)
        self.slugs = {row.slug for row in authorities}
        self.municipalities = {row.organisation_number: row for row in Municipality.objects.all()}
        self.municipalities.pop("", None)
        self.regions = {row.organisation_number: row for row in Region.objects.all()}

    def find(self, party):
        """The authority. A wrong number has been taken away before: then the name decides."""
        if party.number and party.number in self.by_number:
            return self.by_number[party.number]
        name = (party.name.casefold(), party.country)
        place = self.municipalities.get(party.number) or self.regions.get(party.number)
        known = self.by_place.get(place.code) if place else None
        if known is None and name in self.by_name:
            known = self.by_name[name]
            if party.number and known.organisation_number:  # another body with the same name
                known = None
        return known or self._make(party)

    def _make(self, party):
        municipality = self.municipalities.get(party.number)
        region = None if municipality else self.regions.get(party.number)
        authority = ContractingAuthority.objects.create(
            name=municipality.official_name if municipality else region.name if region else party.name,
            slug=self._free_slug(party.name),
            kind=Kind.MUNICIPALITY if municipality else Kind.REGION if region else _kind(party),
            organisation_number=party.number or None,
            country=party.country,
            municipality=municipality,
            region=region,
        )
        self.slugs.add(authority.slug)
        if authority.organisation_number:
            self.by_number[authority.organisation_number] = authority
        for name in (party.name, authority.name):
            self.by_name.setdefault((name.casefold(), authority.country), authority)
        self.made.append(authority)
        return authority

    def _free_slug(self, name):
        root = slugify(name.lower().translate(str.maketrans("åäöéü", "aaoeu")))[:100] or "myndighet"
        slug, number = root, 1
        while slug in self.slugs:
            number += 1
            slug = f"{root}-{number}"
        return slug

    def note(self, at):
        """Write into the log which authorities were made."""
        status_log.write_all(self.made, "import", actor=self.actor, to_state="made", at=at)
        self.made = []


def _kind(party):
    """What kind of body it is. Notices call many a company by the kind of its owner: the name is heeded then."""
    kind = KINDS.get(party.kind, Kind.OTHER)
    if party.country != "SE":
        return Kind.OTHER
    words = party.name.casefold().split()
    if kind in (Kind.MUNICIPALITY, Kind.REGION) and not any("kommun" in word or "region" in word for word in words):
        return Kind.COMPANY if {"ab", "aktiebolag", "aktiebolaget"} & set(words) else Kind.OTHER
    return kind
