"""What is watched over in the demonstration: lists of the register, old services, follow-ups, a buyer's shortlist."""

from datetime import timedelta

from django.utils import timezone

from portal.demo.families import ago, hand_in, verify
from procurement.services import shortlists
from registry.demo_numbers import demo_organisation_number
from registry.models import LegalEntity
from registry.register_source import Fetched
from registry.services import follow_up, freshness, register_import

HEADING = "organisationsnummer;namn;registrerad;avregistrerad"
FILE = "pahittad-lista-{}.csv"
SEED = "pahittat-fro-2026"
ONLY_IN_THE_LIST = [(901, "Föreningen Påhittade Utanför"), (902, "Stiftelsen Fiktiva Utanför")]
SHARE = 10  # percent


def _lines(periods):
    """The list as a file, of {(number, name): (first day, last day or nothing)}."""
    rows = [
        f"{number[:6]}-{number[6:]};{name};{first};{decided or ''}"
        for (number, name), (first, decided) in periods.items()
    ]
    return "\n".join([HEADING, *rows]).encode()


def _as_held():
    """What the list would say if it agreed with the portal."""
    return {
        (held.number, held.name): (period.first, period.decided)
        for held in register_import.held_now().values()
        if not held.is_gone
        for period in held.periods
    }


def _propose(periods, *, officer, days):
    on = ago(days).date()
    file = Fetched(_lines(periods), FILE.format(on))
    return register_import.propose_file(file, actor=officer, list_date=on, at=ago(days))


def accepted_list(world, newcomer):
    """A list that was carried out: one entity had been registered, and two that the portal does not have."""
    officer = world.people["handlaggare"]
    periods = _as_held()
    periods[newcomer.organisation_number, newcomer.name] = (ago(400).date(), None)
    for serial, name in ONLY_IN_THE_LIST:
        periods[demo_organisation_number(serial), name] = (ago(300).date(), None)
    register_import.accept(_propose(periods, officer=officer, days=8), actor=officer, at=ago(8))


def list_to_decide_on(world, vanished, left):
    """The newest list, which waits for an officer: one has vanished without a word, and one has been deregistered."""
    periods = _as_held()
    del periods[vanished.organisation_number, vanished.name]
    first, _ = periods[left.organisation_number, left.name]
    periods[left.organisation_number, left.name] = (first, ago(4).date())
    _propose(periods, officer=world.people["handlaggare"], days=0)


def unconfirmed_services(world, chosen):
    """Two families that nobody confirms the services of: for 13 months, and for 15, which is an officer's task."""
    for confirmed in (400, 460):
        unit = next(chosen)(500, confirmed=confirmed)
        hand_in([unit], actor=unit.owner, days=495)
        verify(unit, officer=world.people["alex"], days=470)
    for days in (90, 60, 30, 1):
        freshness.ask_owners(at=ago(days))


def follow_ups(world, asked, answered):
    """Asked because of a signal, one of them answered; and a random sample that anyone can draw again."""
    robin, alex = world.people["handlaggare"], world.people["alex"]
    soon = timezone.localdate() + timedelta(days=9)
    home = LegalEntity.objects.get(name="Föreningen Exempelhemmet")
    signals = (
        (home, "Enligt ert protokoll har årsmötet bytt styrelse. Vem utser ledamöterna nu?", 5, soon),
        (asked, "Vi har fått en uppgift om att verksamheten har flyttat. Var bedrivs den i dag?", 3, soon),
        (answered, "Er hemsida nämner en ny ägare. Har ägandet ändrats?", 30, ago(6).date()),
    )
    for unit, question, days, due_on in signals:
        verification = unit.verifications.get()
        case = follow_up.open_case(
            verification, actor=robin, cause="signal", question=question, due_on=due_on, at=ago(days)
        )
    text = "Nej. Det är en samarbetspartner som nämns, inte en ägare. Vi har ändrat texten på hemsidan."
    follow_up.answer(case, actor=answered.owner, text=text, at=ago(11))
    question = "Stämmer uppgifterna som verifieringen bygger på fortfarande? Skriv vad som har ändrats."
    follow_up.draw_sample(actor=alex, share=SHARE, seed=SEED, question=question, due_on=soon, at=ago(2))


def shortlist_with_notes(world, units):
    """The buyers' list before an invented procurement, with what they have noted."""
    buyer = world.people["upphandlare"]
    authority = buyer.authority_memberships.get().authority
    shortlist = shortlists.create(
        authority, actor=buyer, name="Påhittad upphandling: hemtjänst 2027", ground="lou-19-25a"
    )
    home = LegalEntity.objects.get(name="Exempelhemmet Omsorg AB")
    notes = {
        home: "Kan börja i mars. Har små enheter nära centrum.",
        units[0]: "Fråga om de kan ta fler kunder på kvällar och helger.",
        units[2]: "Se vad handläggaren skriver om kommunens inflytande innan vi bjuder in.",
        units[3]: "",
    }
    for unit, text in notes.items():
        shortlists.add(shortlist, [unit.pk], actor=buyer, note=text)
