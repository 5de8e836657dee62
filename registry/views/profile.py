"""The public pages about a family and about a legal entity. Nobody needs to sign in to read them."""

import re
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.eligibility import reader
from registry.forms.eligibility import DayForm
from registry.models import LegalEntity, Organisation
from registry.reading import eligibility_page, facts, profile, profile_page
from registry.reading.profile_timeline import timeline
from registry.validators import ForeignIdentifier, clean_organisation_number, contains_personal_number
from registry.views.base import answer
from registry.wording import day_in_words

WITHOUT_NUMBER = re.compile(r"se-utan-([0-9a-f]{12})", re.I)


@login_not_required
@require_safe
def organisation(request, slug):
    """A family: both facts, its legal entities, services, who checked what, documents and what has happened."""
    row, preview = _visible(request, slug)
    entities = profile.entities(row["id"])
    services = profile.services(entities)
    family = facts.count_family([item.known for item in entities], timezone.localdate())
    context = {
        "organisation": row,
        "portal": facts.family_portal_fact(family),
        "register": facts.family_register_fact(family),
        "notices": profile_page.notices(entities, preview=preview),
        "summary": _summary(row, services),
        "entities": profile_page.entity_table(entities),
        "services": profile_page.service_table(services),
        "judgements": profile_page.judgement_table(entities),
        "documents": profile_page.documents(row["documents"], entities),
        "events": timeline(entities),
        "address": _address(row),
        "today": timezone.localdate(),
    }
    return render(request, "registry/organisation.html", context)


@login_not_required
@require_safe
def organisation_json(request, slug):
    """The family's page as data. Only what the page tells, field by field."""
    row, _ = _visible(request, slug)
    entities = profile.entities(row["id"])
    profile.services(entities)
    family = facts.count_family([item.known for item in entities], timezone.localdate())
    data = {
        "name": row["name"],
        "url": request.build_absolute_uri(reverse("organisation", args=[slug])),
        "description": row["lead"],
        "seat": row["seat"],
        "website": row["website"],
        "day": timezone.localdate(),
        "verified_by_portal": _fact(facts.family_portal_fact(family)),
        "registered_at_kammarkollegiet": _fact(facts.family_register_fact(family)),
        "legal_entities": [_entity_data(item, request) for item in entities],
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_not_required
@require_safe
def legal_entity(request, identifier):
    """A legal entity: both facts, what was verified, and for which grounds it is eligible on a day (`?datum=`)."""
    pk, slug, right_identifier = _find(identifier)
    row, preview = _visible(request, slug)
    form = DayForm(request.GET if "datum" in request.GET else None)
    today = timezone.localdate()
    on = form.day(today)
    item = profile.entity(pk, on)
    if item is None:
        raise Http404
    if identifier != right_identifier:
        return redirect("legal_entity", right_identifier, permanent=True)
    services = profile.services([item])
    context = {
        "form": form,
        "on": on,
        "is_today": on == today,
        "grounds": eligibility_page.blocks(pk, on, today=today, known=reader.known_from(item.row)),
        "organisation": row,
        "entity": item,
        "notices": profile_page.notices([item], preview=preview),
        "summary": _entity_summary(item),
        "requirements": profile_page.requirements(item) if item.was_verified else [],
        "services": profile_page.service_table(services),
        "portal_history": profile_page.portal_history(item),
        "register_history": profile_page.register_history(item),
        "checks": profile_page.check_history(item),
        "documents": profile_page.documents([file for file in row["documents"] if file["entity"] == pk], [item]),
        "events": timeline([item]),
    }
    return answer(request, "registry/legal_entity.html", context, form)


def _visible(request, slug):
    """The family's row, and whether this is a preview. 404 for those who may not see it."""
    row = profile.organisation(slug)
    if row is None:
        raise Http404
    preview = row["published_at"] is None
    if preview and not Organisation.everything.visible_to(request.user).filter(pk=row["id"]).exists():
        raise Http404
    return row, preview


def _find(identifier):
    """The entity behind what stands in the address, as (pk, family's slug, right identifier).

    Takes ten digits with or without hyphen, a foreign number as NO-BRREG-987654321, or our own SE-UTAN-…. Anything
    else, and whatever looks like a personnummer, is a page that does not exist.
    """
    found = LegalEntity.objects.filter(**_filter(identifier)).select_related("organisation").first()
    if found is None:
        raise Http404
    return found.pk, found.organisation.slug, found.identifier


def _filter(identifier):
    if without := WITHOUT_NUMBER.fullmatch(identifier):
        first = without[1]
        return {"uuid__range": (UUID(first + "0" * 20), UUID(first + "f" * 20)), "organisation_number": None}
    if contains_personal_number(identifier):
        raise Http404
    try:
        if identifier[:1].isdigit():
            return {"organisation_number": clean_organisation_number(identifier)}
        foreign = ForeignIdentifier.from_slug(identifier)
    except ValidationError:
        raise Http404 from None
    return {"country": foreign.country, "foreign_register": foreign.register, "foreign_number": foreign.number}


def _summary(row, services):
    """The short list beside the heading. What is not told is left out rather than shown as missing."""
    lines = [
        ("Säte", row["seat"]),
        ("Verksam i", profile_page.places(services)),
        ("Bekräftat av dem själva", row["confirmed_on"] and day_in_words(row["confirmed_on"])),
    ]
    return [{"key": key, "value": value, "note": ""} for key, value in lines if value]


def _entity_summary(item):
    lines = [
        ("Organisationsnummer" if item.row["organisation_number"] else "Nummer", profile_page.number_of(item)),
        ("Juridisk form", item.row["form"]),
        ("Säte", item.row["seat"]),
        ("Postadress", ", ".join(item.row["stated"].get("address", []))),
        ("Ägs eller styrs av", profile_page.owners_of(item)),
    ]
    return [{"key": key, "value": value, "note": ""} for key, value in lines if value]


def _address(row):
    post = f"{row['postal_code']} {row['city']}".strip()
    return [line for line in [row["street"], post, row["phone"]] if line]


def _fact(fact):
    return {"status": fact.shape, "text": fact.text, "note": fact.note.replace("\u00a0", " ")}


def _entity_data(item, request):
    return {
        "name": item.name,
        "identifier": item.identifier,
        "url": request.build_absolute_uri(reverse("legal_entity", args=[item.identifier])),
        "legal_form": item.row["form"],
        "verified_by_portal": _fact(item.portal),
        "registered_at_kammarkollegiet": _fact(item.register),
        "services": [
            {
                "service": service["area"],
                "whole_country": service["whole_country"],
                "municipalities": service["municipalities"],
                "target_groups": service["target_groups"],
                "capacity": service["capacity"],
                "capacity_unit": service["capacity_unit"],
                "permit": service["permit"],
                "permit_authority": service["permit_authority"],
                "permit_valid_until": service["permit_valid_until"],
                "confirmed_on": service["confirmed_on"],
                "is_verified_entity": item.is_verified,
            }
            for service in item.services
        ],
    }
