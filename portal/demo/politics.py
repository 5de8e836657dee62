"""Targets and documents in the demonstration: invented, marked so, and in every state."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from portal.demo import people
from portal.models import GovernanceDocument, Indicator, Place, Target
from portal.services import governance, notes, targets
from procurement.models import AuthorityMembership, ContractingAuthority

GOTHENBURG = "1480"
OTHERS = {"1280": "Malmö", "0180": "Stockholm", "0380": "Uppsala"}
LINK = "https://beslut.example/{}"
COUNCIL = "Kommunfullmäktige (påhittat beslut)"
ALL_OF_IT, CARE, DISABILITY = "N00120", "N20056", "N25029"


def targets_and_documents(world):
    """Put them in, once: the politician of Göteborg finds something of everything, a few others a little."""
    if Target.objects.exists() or not Place.objects.exists():
        return
    pim = world.people["politiker"]
    place = Place.objects.get(pk=GOTHENBURG)
    _targets_of(place, pim)
    _documents_of(place, pim)
    notes.write(place, actor=pim, text="Påhittad anteckning: fråga nämnden om uppföljningen av avtalen i januari.")
    for number, (code, town) in enumerate(OTHERS.items()):
        _a_little(Place.objects.get(pk=code), _councillor(code, town), number)


def _target(place, actor, title, code, goal, **facts):
    indicator = Indicator.objects.get(pk=code) if code else None
    unit = indicator.get_unit_display() if indicator else facts.pop("unit")
    known = {
        "definition": "Köp från föreningar och stiftelser som andel av kostnaden, som källan räknar (påhittat mål).",
        "baseline_value": Decimal(2),
        "baseline_year": 2022,
        "target_year": 2030,
        "decided_by": COUNCIL,
        "decided_on": date(2023, 3, 12),
        "paragraph": "§ 14",
        "decision_url": LINK.format("mal"),
    }
    facts = {**known, "title": title, "indicator": indicator, "unit": unit, "target_value": Decimal(goal), **facts}
    return targets.add(place, actor=actor, is_invented=True, **facts)


def _targets_of(place, pim):
    """One on its way, one behind, one reached, one without numbers, one replaced and one ended."""
    _target(place, pim, "Köpt välfärd från idéburna", ALL_OF_IT, "8")
    _target(place, pim, "Idéburen äldreomsorg", CARE, "6")
    _target(place, pim, "Idéburet stöd vid funktionsnedsättning", DISABILITY, "6", baseline_value=Decimal(3))
    _target(
        place,
        pim,
        "Platser i idéburna boenden",
        None,
        "400",
        unit="platser",
        definition="Platser som kommunen köper i särskilt boende av idéburna, den 31 december (påhittat mål).",
        baseline_value=Decimal(250),
    )
    old = _target(place, pim, "Idéburna i upphandlingar", None, "20", unit="procent", definition="Andel av alla anbud.")
    targets.replace(
        old,
        actor=pim,
        title="Idéburna i upphandlingar",
        definition="Andel av alla avtal, räknat i kronor (påhittat mål). Förut räknades anbud.",
        indicator=None,
        unit="procent",
        target_value=Decimal(15),
        target_year=2030,
        decided_by=COUNCIL,
        decided_on=date(2025, 11, 20),
        paragraph="§ 31",
    )
    gone = _target(
        place, pim, "Partnerskap om skyddat boende", None, "3", unit="partnerskap", baseline_value=Decimal(1)
    )
    targets.end(gone, actor=pim, reason="Nåddes 2025 (påhittat).")


def _document(place, actor, kind, title, **facts):
    known = {
        "term_begins_in": None,
        "adopted_on": date(2023, 5, 18),
        "paragraph": "§ 21",
        "url": LINK.format(kind),
        "mentions": GovernanceDocument.Mentions.NOT_READ,
    }
    return governance.add(place, actor=actor, is_invented=True, kind=kind, title=title, **{**known, **facts})


def _documents_of(place, pim):
    """A programme that is due, a guideline in its second version, a policy that says nothing, one that has ended."""
    kinds = GovernanceDocument.Kind
    says = {
        "mentions": GovernanceDocument.Mentions.YES,
        "passage": "Avsnitt 3: Idéburna utförare ska få plats i alla valfrihetssystem (påhittat).",
        "follow_up_plan": "Kommunstyrelsen följer upp varje år i april (påhittat).",
    }
    _document(place, pim, kinds.PROGRAMME, "Program för privata och andra utförare", term_begins_in=2022, **says)
    first = _document(place, pim, kinds.PARTNERSHIP_GUIDELINE, "Riktlinje för partnerskap", version="version 1")
    governance.new_version(
        first,
        actor=pim,
        title=first.title,
        version="version 2",
        adopted_on=date(2026, 5, 18),
        paragraph="§ 9",
        url=LINK.format("riktlinje-2"),
        **says,
    )
    _document(place, pim, kinds.PROCUREMENT_POLICY, "Policy för inköp", mentions=GovernanceDocument.Mentions.NO)
    ended = _document(place, pim, kinds.OWNER_DIRECTIVE, "Ägardirektiv för egen regi")
    governance.end(ended, actor=pim, reason="Bolaget är avvecklat (påhittat).")


def _councillor(code, town):
    """Somebody invented who is elected there."""
    user = people.ensure(f"politiker.{code}", f"Mio Påhittad, {town}")
    authority = ContractingAuthority.objects.filter(kind="municipality", municipality=code).order_by("pk").first()
    if authority is None:
        place = Place.objects.get(pk=code)
        authority = ContractingAuthority.objects.create(
            name=place.name, slug=place.slug, kind="municipality", municipality_id=code
        )
    AuthorityMembership.objects.get_or_create(authority=authority, user=user, defaults={"role": "politician"})
    return user


def _a_little(place, actor, number):
    kinds = GovernanceDocument.Kind
    adopted = timezone.localdate() - timedelta(days=10)
    facts = {"term_begins_in": 2026, "adopted_on": adopted} if number == 0 else {"term_begins_in": 2022}
    _document(place, actor, kinds.PROGRAMME, "Program för utförare", **facts)
    if number < 2:
        _document(place, actor, kinds.COMPACT, "Överenskommelse med civilsamhället")
        _target(place, actor, "Idéburen äldreomsorg", CARE, str(5 + number), baseline_value=None, baseline_year=None)
