"""What the portal already knows of an entity for one procurement, with the evidence: done, missing, or not known.

Unknown is not no: what nobody has asked or answered is told as such, with what to do about it.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from procurement.group_verdict import day_of
from registry.eligibility import answers, reader, words
from registry.models.eligibility import Answer, Ground
from registry.models.reference import Permit
from registry.models.services import Service
from registry.reading import standing
from registry.wording import day_in_words, in_a_row, number_in_words

DONE, MISSING, UNKNOWN, PARTLY, VOLUNTARY = "Klart", "Saknas", "Vet inte", "Delvis", "Frivilligt"
TONES = {DONE: "success", MISSING: "warning", UNKNOWN: "neutral", PARTLY: "info", VOLUNTARY: "neutral"}
BY_ANSWER = {
    Answer.REGISTERED: DONE,
    Answer.EVIDENCED: DONE,
    Answer.STATED: PARTLY,
    Answer.NOT_MET: MISSING,
    Answer.UNKNOWN: UNKNOWN,
    Answer.NO_VERDICT: UNKNOWN,
}
MOST_NAMED = 6


@dataclass(frozen=True)
class Item:
    """One thing: what, how it stands, what shows it, and where to change it."""

    name: str
    status: str
    note: str
    url: str = ""

    @property
    def tone(self):
        return TONES[self.status]


def known(entity, procurement, at=None):
    """Everything that the portal knows about the entity for the procurement, in the order of the page."""
    today = timezone.localdate(at)
    lots = list(procurement.lots.select_related("service_area"))
    family = reverse("organisation_family", args=[entity.organisation.slug])
    services = {row.area_id: row for row in _services(entity)}
    areas = list({lot.service_area_id: lot.service_area for lot in lots if lot.service_area_id}.values())
    places = list(procurement.municipalities.order_by("sort_key"))
    items = [*_facts(entity, lots, today, family), *_papers(entity, family)]
    items += _verdicts(entity, procurement, lots, today)
    for area in areas:
        items += _of_area(area, services.get(area.pk), procurement, places, family)
        if permit := _permit(area, services.get(area.pk), procurement.starts_on or today, family):
            items.append(permit)
    if not areas:
        items.append(Item("Tjänst", UNKNOWN, "Upphandlingen säger inte vilken tjänst i portalen det gäller."))
    return items


def _services(entity):
    rows = Service.objects.filter(legal_entity=entity, ended_on=None).select_related("area")
    return rows.prefetch_related("municipalities")


def _facts(entity, lots, today, family):
    facts = standing.two_facts(entity, today)
    portal, register = facts["portal"], facts["register"]
    waits = portal.shape == "portal-waiting"
    status = DONE if portal.shape == "portal-verified" else PARTLY if waits else MISSING
    yield Item("Verifierad i portalen", status, _sentence(portal), "" if status == DONE else family)
    if register.shape == "register-yes":
        yield Item("Registrerad hos Kammarkollegiet", DONE, _sentence(register))
        return
    status = UNKNOWN if register.shape == "register-unknown" else VOLUNTARY
    advice = "Ni får delta ändå, om ni kan visa köparen att kraven är uppfyllda."
    reserved = any(lot.ground == Ground.LOU_19_25A for lot in lots)
    yield Item("Registrerad hos Kammarkollegiet", status, f"{_sentence(register)} {advice if reserved else ''}".strip())


def _sentence(fact):
    return f"{fact.text}, {fact.note}." if fact.note else f"{fact.text}."


def _papers(entity, family):
    document = entity.governing_document
    if document is None:
        yield Item("Stadgar eller motsvarande", MISSING, "Ingen handling finns i portalen.", family)
    else:
        day = day_in_words(document.adopted_on) if document.adopted_on else "en dag som inte är angiven"
        yield Item("Stadgar eller motsvarande", DONE, f"{document.filename}, antagna {day}.")
    number = entity.signatories.count()
    if number:
        who = "En person" if number == 1 else f"{number_in_words(number).capitalize()} personer"
        yield Item("Firmatecknare", DONE, f"{who} i portalen får teckna firman. De ska skriva under anbudet.")
    else:
        yield Item("Firmatecknare", MISSING, "Ingen står i portalen. Anbudet ska skrivas under av rätt person.", family)


def _verdicts(entity, procurement, lots, today):
    for ground in dict.fromkeys(lot.ground for lot in lots if lot.ground):
        on = day_of(procurement, today)
        name = f"Får delta enligt {Ground(ground).label}"
        if not entity.organisation_number:
            yield Item(name, UNKNOWN, "Portalen svarar bara för svenska organisationsnummer.")
            continue
        [row] = answers.check([entity.organisation_number], ground, on)
        reasons = words.reasons(row.verdict, reader.ground_rules()[ground])
        url = reverse("ground_list", args=[entity.organisation.slug, entity.uuid])
        yield Item(name, BY_ANSWER[row.verdict.answer], " ".join(reasons), url)


def _of_area(area, service, procurement, places, family):
    """Two things of a service: that it is given there, and how much."""
    if service is None:
        yield Item(f"{area} i portalen", MISSING, "Ni har inte lagt in tjänsten. Då hittar köpare er inte.", family)
    else:
        yield _where(area, service, procurement, places, family)
        yield _how_much(area, service, family)


def _where(area, service, procurement, places, family):
    name = f"{area} på plats"
    if service.whole_country:
        return Item(name, DONE, "Ni har angett hela landet.")
    if procurement.whole_country:
        return Item(name, PARTLY, "Upphandlingen gäller hela landet. Ni har angett vissa kommuner.", family)
    if not places:
        return Item(name, UNKNOWN, "Upphandlingen säger inte var tjänsten ska ges.")
    given = {place.pk for place in service.municipalities.all()}
    lacking = [str(place) for place in places if place.pk not in given]
    if not lacking:
        return Item(name, DONE, f"Ni har angett {_named([str(place) for place in places])}.")
    if len(lacking) == len(places):
        return Item(name, MISSING, f"Ni har inte angett {_named(lacking)}.", family)
    return Item(name, PARTLY, f"Ni har inte angett {_named(lacking)}.", family)


def _named(names):
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} och {len(names) - MOST_NAMED} kommuner till"
    return in_a_row(names)


def _how_much(area, service, family):
    name = f"Omfattning, {str(area).lower()}"
    if service.capacity is None:
        return Item(name, UNKNOWN, "Ni har inte angett hur mycket ni klarar.", family)
    told = f"{service.capacity} {service.get_capacity_unit_display()}, bekräftat {day_in_words(service.confirmed_on)}."
    return Item(name, DONE, f"{told} Räcker det för annonsen?")


def _permit(area, service, starts_on, family):
    """The permit on the day that the work begins, where the service needs one or may need one."""
    if area.permit == Permit.NOT_REQUIRED:
        return None
    name = f"Tillstånd för {str(area).lower()}"
    held = service.permit if service else None
    if held == Service.Permit.HELD:
        return _held(name, service, starts_on, family)
    if held == Service.Permit.APPLIED:
        return Item(name, PARTLY, f"Ni har sökt hos {area.permit_authority}. Läs när annonsen kräver det.", family)
    if area.permit == Permit.DEPENDS:
        return Item(name, UNKNOWN, f"Det beror på verksamheten. Fråga {area.permit_authority}. {area.permit_source}.")
    return Item(name, MISSING, f"Krävs av {area.permit_authority}. {area.permit_source}.", family)


def _held(name, service, starts_on, family):
    told = f"{service.permit_authority}, {service.permit_reference}"
    last = service.permit_valid_until
    if last is None:
        return Item(name, DONE, f"{told}. Ni har inte angett någon sista dag.")
    if last < starts_on:
        return Item(name, MISSING, f"{told}, gäller bara till {day_in_words(last)}.", family)
    return Item(name, DONE, f"{told}, gäller till {day_in_words(last)}.")
