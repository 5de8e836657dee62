"""Builds invented families through the same services as everybody else, with days in the past."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache

from django.utils import timezone
from fpdf import FPDF

from registry.demo_numbers import demo_organisation_number
from registry.models import (
    ContactPerson,
    Document,
    LegalEntity,
    LegalForm,
    Municipality,
    OfficialCheck,
    Organisation,
    Ownership,
    Service,
    ServiceArea,
    Signatory,
    TargetGroup,
)
from registry.models.applications import Judgement
from registry.services import applications, documents, official, organisations, review

SOURCE = "Påhittad kontroll i demonstrationen"


def ago(days):
    """A moment that many days back."""
    return timezone.now() - timedelta(days=days)


@dataclass
class World:
    """Who acts, and which number comes next."""

    people: dict
    serial: int = 100
    made: list = field(default_factory=list)

    def next_number(self):
        self.serial += 1
        return demo_organisation_number(self.serial)


def family(world, name, *, owner, town, lead, days=400, **facts):
    """An organisation with its common facts and contact person, or None when it is there already."""
    if Organisation.everything.filter(name=name).exists():
        return None
    organisation = organisations.create(
        actor=owner,
        name=name,
        lead=lead,
        seat=Municipality.objects.get(code=town),
        street="Exempelgatan 1",
        postal_code="400 00",
        city=Municipality.objects.get(code=town).name,
        email="kontakt@exempel.example",
        phone="031-000 00 00",
        created_at=ago(days),
        confirmed_on=(ago(min(days, 50))).date(),
        **facts,
    )
    ContactPerson.objects.create(
        organisation=organisation,
        name="Kim Exempel",
        title="verksamhetschef",
        email="kim@exempel.example",
        phone="031-000 00 00",
    )
    world.made.append(organisation)
    return organisation


def entity(world, organisation, name, form, *, actor, applies=True):
    """A legal entity of the family, still empty."""
    return organisations.add_entity(
        organisation,
        {"name": name, "organisation_number": world.next_number(), "legal_form": LegalForm.objects.get(code=form)},
        actor=actor,
        applies=applies,
    )


@cache
def statutes(name):
    """A one-page PDF of invented statutes."""
    pdf = FPDF()
    pdf.set_lang("sv-SE")
    pdf.set_title(f"Stadgar för {name}")
    pdf.set_font("Helvetica", size=12)
    pdf.add_page()
    for line in (
        f"Stadgar för {name} (påhittade)",
        "2 § Ändamålet är att ge den som behöver stöd trygghet och gemenskap. Inget annat ändamål finns.",
        "5 § Styrelsen väljs av årsmötet. Stat, region och kommun utser ingen ledamot.",
        "14 § Vid upplösning går kvarvarande tillgångar till en registrerad idéburen organisation eller forskning.",
    ):
        pdf.multi_cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(4)
    return bytes(pdf.output())


def fill_in(unit, *, actor, work, towns, whole_country=False, owners=None, days=400, confirmed=50):
    """Answer everything that is asked about the entity. `confirmed`: how many days ago its service was."""
    content = statutes(unit.name)
    document = documents.keep(
        content,
        hashlib.sha256(content).hexdigest(),
        Document.Kind.GOVERNING,
        filename="stadgar.pdf",
        page_count=1,
        has_text=True,
        has_personal_number=False,
        organisation=unit.organisation,
        legal_entity=unit,
        adopted_on=ago(days + 300).date(),
        uploaded_at=ago(days),
        actor=actor,
    )
    draft = unit.applications.get(state="draft")
    applications.save_statement(
        draft,
        {
            "governing_document": document,
            "purpose_text": "Ändamålet är att ge den som behöver stöd trygghet och gemenskap.",
            "purpose_clause": "2 §, sidan 1",
            "purpose_exclusive": "yes",
            "dissolution_text": ""
            if unit.is_foundation
            else "Kvarvarande tillgångar går till en registrerad idéburen organisation eller till forskning.",
            "dissolution_clause": "" if unit.is_foundation else "14 §, sidan 1",
            "public_control": "no",
            "public_control_note": "Årsmötet väljer styrelsen. Ingen kommun eller region utser någon ledamot.",
            "welfare_runs": "runs",
            "welfare_text": "Avtal med en påhittad kommun om den tjänst som står under Tjänster.",
        },
        actor=actor,
    )
    organisations.set_owners(
        unit,
        owners or [{"kind": Ownership.Kind.NOBODY if unit.is_foundation else Ownership.Kind.MEMBERS}],
        actor=actor,
        from_day=ago(days).date(),
    )
    Signatory.objects.create(legal_entity=unit, name="Kim Exempel", title="ordförande", rule=Signatory.Rule.ALONE)
    offer(unit, work, towns, actor=actor, whole_country=whole_country, confirmed=confirmed)


def offer(unit, work, towns, *, actor, whole_country=False, confirmed=50):
    """A service of the entity."""
    area_slug, text, groups, capacity = work
    area = ServiceArea.objects.get(slug=area_slug)
    needs_permit = area.permit == "required"
    service = Service.objects.create(
        legal_entity=unit,
        area=area,
        description=text,
        whole_country=whole_country,
        capacity=capacity and capacity[0],
        capacity_unit=capacity[1] if capacity else "",
        permit=Service.Permit.HELD if needs_permit else Service.Permit.NOT_NEEDED,
        permit_authority=area.permit_authority if needs_permit else "",
        permit_reference="Påhittat 1-2026" if needs_permit else "",
        permit_valid_until=(timezone.localdate() + timedelta(days=500)) if needs_permit else None,
        confirmed_on=ago(confirmed).date(),
        confirmed_by=actor,
    )
    service.target_groups.set(TargetGroup.objects.filter(slug__in=groups))
    if not whole_country:
        service.municipalities.set(towns)
    return service


def hand_in(units, *, actor, days):
    """Submit the drafts of these entities."""
    organisation = units[0].organisation
    drafts = [case for case in applications.drafts_of(organisation) if case.legal_entity in units]
    applications.submit(organisation, drafts, actor=actor, at=ago(days))
    return list(LegalEntity.objects.filter(pk__in=[unit.pk for unit in units]))


def case_of(unit):
    return unit.applications.latest("created_at")


def assess(case, *, officer, days, judgement=Judgement.MET):
    """Judge every requirement the same way."""
    where = {
        "purpose": "Stadgar 2 §, sidan 1",
        "welfare": "Avtal med en påhittad kommun",
        "public_control": "Stadgar 5 §, sidan 1",
        "dissolution": "Stadgar 14 §, sidan 1",
    }
    for requirement in review.required(case.legal_entity):
        review.assess(
            case,
            requirement,
            actor=officer,
            judgement=judgement,
            evidence=where[requirement],
            comment=""
            if judgement == Judgement.MET
            else "Syftet är delat mellan medlemmarnas ekonomi och allmännyttan.",
            at=ago(days),
        )


def verify(unit, *, officer, days):
    """Take the entity's case all the way to approval."""
    case = review.take_case(case_of(unit), actor=officer, at=ago(days + 20))
    assess(case, officer=officer, days=days + 2)
    review.approve(
        case,
        actor=officer,
        reasons="Alla krav är styrkta av handlingarna.",
        provisions=["2022:900 2 §", "2022:900 3 §"],
        at=ago(days),
    )
    unit.refresh_from_db()
    return unit.verifications.latest("verified_at")


def check_official(unit, *, officer, result, days, since=None):
    """Note what the invented register said."""
    official.record_check(
        unit,
        actor=officer,
        result=OfficialCheck.Result(result),
        source=SOURCE,
        checked_on=ago(days).date(),
        registered_from=since and ago(since).date(),
        at=ago(days),
        note="Källan svarade inte" if result == "unknown" else "",
    )
