"""The answers of an application as rows of the component summary_list.html, with the way to change each."""

from django.urls import reverse

from registry.wording import capitalised, day_in_words


def family_answers(organisation):
    """What is typed once for the family."""
    common = reverse("organisation_common", args=[organisation.slug])
    contact = getattr(organisation, "contact_person", None)
    reached = ", ".join(filter(None, [organisation.email, organisation.phone, organisation.website]))
    person = ", ".join(filter(None, [contact.name, contact.title])) if contact else ""
    return [
        _answer("Organisation", organisation.name, common, "namn"),
        _answer("Vad ni gör", organisation.lead, common, "vad ni gör"),
        _answer("Säte", organisation.seat, common, "säte"),
        _answer("Adress", _address(organisation), common, "adress"),
        _answer("Visas för alla", reached or "Inget", common, "kontaktuppgifter som visas"),
        _answer(
            "Kontaktperson",
            person,
            reverse("organisation_contact", args=[organisation.slug]),
            "kontaktperson",
            note=f"{contact.email}, {contact.phone}. Visas bara för handläggare" if contact else "",
        ),
    ]


def entity_answers(application):
    """What is stated about one legal entity. Expects related rows prefetched by the caller."""
    entity = application.legal_entity

    def page(name):
        return reverse(name, args=[application.uuid])

    address = ", ".join(entity.address_lines)
    document = entity.governing_document
    owners = capitalised(", ".join(owner_words(entity)))
    adopted = f"antagna {day_in_words(document.adopted_on)}" if document and document.adopted_on else ""
    rows = [
        _answer("Namn", entity.name, page("application_entity"), "namn"),
        _answer("Juridisk form", entity.legal_form, page("application_entity"), "juridisk form"),
        _answer("Säte", entity.seat, page("application_entity"), "säte"),
        _answer("Adress", address, page("application_entity"), "adress"),
        _answer("Ägare och styrelse", owners, page("application_owners"), "ägare och styrelse"),
        _answer("Stadgar eller motsvarande", document, page("application_statutes"), "stadgar", note=adopted),
        _answer("Syfte", entity.purpose_text, page("application_purpose"), "syfte", note=entity.purpose_clause),
        _answer(
            "Enbart allmännyttigt",
            entity.get_purpose_exclusive_display(),
            page("application_purpose"),
            "om syftet är enbart allmännyttigt",
        ),
    ]
    if not entity.is_foundation:
        rows.append(
            _answer(
                "Vid upplösning",
                entity.dissolution_text,
                page("application_dissolution"),
                "vad som händer vid upplösning",
                note=entity.dissolution_clause,
            )
        )
    return rows + [
        _answer(
            "Bestämmer stat, region eller kommun?",
            entity.get_public_control_display(),
            page("application_control"),
            "om stat, region eller kommun bestämmer",
            note=entity.public_control_note,
        ),
        _answer(
            "Välfärd",
            entity.get_welfare_runs_display(),
            page("application_welfare"),
            "välfärd",
            note=entity.welfare_text,
        ),
        _answer("Tjänster", _services(entity), page("application_services"), "tjänster"),
        _answer("Firmatecknare", _signatories(entity), page("application_signatories"), "firmatecknare"),
    ]


def _answer(key, value, url, action, note=""):
    return {"key": key, "value": str(value) if value else "", "note": note, "url": url, "action": action}


def _address(organisation):
    if not organisation.has_address:
        return ""
    return f"{organisation.street}, {organisation.postal_code} {organisation.city}"


def owner_words(entity):
    """Those who own or govern the entity today, each in words and with its share where that is known."""
    words = []
    for row in entity.ownerships.all():
        if row.period.upper is None:
            named = row.owner_id or row.owner_name
            share = f" ({row.share.normalize():f} %)" if row.share is not None else ""
            words.append(f"{row.owner_label if named else row.owner_label.lower()}{share}")
    return words


def _services(entity):
    words = []
    for service in entity.services.all():
        if service.ended_on is None:
            places = "hela landet" if service.whole_country else _listed(service.municipalities.all())
            words.append(f"{service.area} i {places}" if places else str(service.area))
    return "; ".join(words)


def _listed(places, most=5):
    names = [str(place) for place in places]
    if len(names) > most:
        return f"{', '.join(names[:most])} och {len(names) - most} till"
    return ", ".join(names)


def _signatories(entity):
    return ", ".join(f"{row.name} ({row.get_rule_display().lower()})" for row in entity.signatories.all())
