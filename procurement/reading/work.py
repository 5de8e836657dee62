"""A procurement as its officers work with it: what is done, what is left, and what may be done next."""

from django.urls import reverse
from django.utils import timezone

from procurement.legality.check import of_lot
from procurement.models.procurements import BEFORE_NOTICE, State
from procurement.services import dialogue, procurements
from procurement.services.awards import first_contract_day
from registry.wording import day_in_words

DONE, LEFT = "Klar", "Att göra"


def tasks(procurement, lots):
    """The plan as a task list: (tasks of the whole, [(lot, its tasks)], tasks of the end)."""
    whole = [
        _task(
            "Uppgifter om upphandlingen",
            "procurement_facts",
            [procurement.pk],
            done=bool(procurement.summary and (procurement.aim or not procurement.is_reserved)),
            note="Vad, varför, var, när och för hur mycket.",
        )
    ]
    return whole, [(lot, _lot_tasks(procurement, lot)) for lot in lots], _last_tasks(procurement)


def _task(name, view, arguments, *, done, note="", optional=False):
    status, tone = (DONE, "") if done else ("Frivilligt", "") if optional else (LEFT, "info")
    return {"name": name, "url": reverse(view, args=arguments), "status": status, "tone": tone, "note": note}


def _lot_tasks(procurement, lot):
    arguments = [procurement.pk, lot.number]
    ground = _task("Reservation", "lot_ground", arguments, done=lot.ground_confirmed, optional=True)
    if lot.ground and not lot.ground_confirmed:
        ground |= {"status": "Att bekräfta", "tone": "warning"}
    if lot.ground:
        ground["note"] = f"{lot.get_ground_display()}. Svar: {of_lot(lot).answer.label.lower()}."
    return [
        _task("Tjänst, värde och tid", "lot", arguments, done=lot.service_area_id is not None),
        _task("CPV-koder", "lot_cpv", arguments, done=bool(lot.cpv), note=", ".join(lot.codes)),
        ground,
    ]


def _last_tasks(procurement):
    rows = []
    if procurement.is_reserved:
        written = procurement.reservation_reasons.exists()
        rows.append(_task("Skäl för reservationen", "procurement_reasons", [procurement.pk], done=written))
    rows.append(
        _task(
            "Finns det någon som kan lämna anbud?",
            "procurement_market",
            [procurement.pk],
            done=False,
            optional=True,
            note="Så många som portalen känner till, och vad de kan erbjuda.",
        )
    )
    hindrances = procurements.publication_hindrances(procurement)
    publish = _task("Annonsera", "procurement_publish", [procurement.pk], done=False)
    if hindrances:
        publish |= {"url": "", "status": "Kan inte börja än", "note": " ".join(hindrances), "tone": "neutral"}
    return [*rows, publish]


def actions(procurement, at=None):
    """What may be done now, as action_panel.html takes it: the first is what most do next."""
    at = at or timezone.now()
    rows = {
        State.PLANNED: _planned,
        State.DIALOGUE: _dialogue,
        State.PUBLISHED: _published,
        State.CLOSED: _closed,
        State.AWARDED: _awarded,
        State.UNDER_REVIEW: _under_review,
    }.get(State(procurement.state), lambda procurement, at: [])(procurement, at)
    if not procurement.is_before_notice:
        rows = [*_grounds_to_confirm(procurement), *rows]
    if procurement.state in procurements.CANCEL.sources:
        rows.append(_lead("Avbryt upphandlingen", "procurement_cancel", procurement, kind="secondary"))
    return rows


def _grounds_to_confirm(procurement):
    """A link to each ground that an import has proposed."""
    return [
        {
            "label": f"Bekräfta grunden: {lot.title}",
            "url": reverse("lot_ground", args=[procurement.pk, lot.number]),
            "note": "Hämtad ur annonsen. Koden skiljer inte på 25 § och 25 a §.",
            "kind": "secondary",
        }
        for lot in procurement.lots.all()
        if procurements.awaits_ground(procurement, lot)
    ]


def _lead(label, view, procurement, *, note="", kind=""):
    return {"label": label, "url": reverse(view, args=[procurement.pk]), "note": note, "kind": kind}


def _press(label, view, procurement, *, note=""):
    return {"label": label, "post": reverse(view, args=[procurement.pk]), "note": note, "kind": "secondary"}


def _planned(procurement, at):
    rows = [_ready(procurement)]
    if not procurement.plan_shown_at:
        note = "Den kommer med i listan över upphandlingar, och utförare kan visa intresse."
        rows.append(_press("Visa planen för alla", "procurement_show_plan", procurement, note=note))
    note = "Alla ser planen och kan fråga. Den som är intresserad kan visa det."
    rows.append(_press("Börja tidig dialog", "procurement_open_dialogue", procurement, note=note))
    return rows


def _dialogue(procurement, at):
    return [_ready(procurement)]


def _ready(procurement):
    if procurements.publication_hindrances(procurement):
        return {"label": "Annonsera", "note": "När uppgifterna i listan är klara."}
    return _lead("Annonsera", "procurement_publish", procurement)


def _published(procurement, at):
    change = _lead("Ändra sista dag för anbud", "procurement_prolong", procurement, kind="secondary")
    if procurement.closes_at and procurement.closes_at <= at:
        return [_press("Stäng anbudstiden", "procurement_close", procurement), change]
    waits = {"label": "Lägg in anbuden", "note": "När anbudstiden är slut."}
    note = "När ni har ändrat annonsen, eller något i dokumenten."
    return [waits, change, _lead("Rätta annonsen", "procurement_correct", procurement, note=note, kind="secondary")]


def _closed(procurement, at):
    return [
        _lead("Lägg in och pröva anbuden", "tender_list", procurement),
        _lead("Besluta om tilldelning", "procurement_award", procurement, kind="secondary"),
    ]


def _awarded(procurement, at):
    first = first_contract_day(procurement)
    review = _lead("Anteckna en överprövning", "procurement_review", procurement, kind="secondary")
    if timezone.localdate(at) < first:
        return [{"label": "Ingå avtal", "note": f"Tidigast {day_in_words(first)}, efter avtalsspärren."}, review]
    return [_lead("Ingå avtal", "procurement_conclude", procurement), review]


def _under_review(procurement, at):
    return [
        _lead("Anteckna hur målet slutade", "procurement_settle", procurement, note="Avtal får inte ingås så länge.")
    ]


def next_step(row, at=None):
    """What a row of the officers' list needs next, in a few words. `row` has `waiting` and `tendered` counted."""
    if row.waiting and row.state in dialogue.TAKES_QUESTIONS:
        return "Besvara en fråga" if row.waiting == 1 else f"Besvara {row.waiting} frågor"
    if row.state in BEFORE_NOTICE:
        return "Gör klart planen och annonsera"
    if row.state == State.PUBLISHED:
        return f"Anbud senast {day_in_words(timezone.localdate(row.closes_at))}" if row.closes_at else ""
    if row.state == State.CLOSED:
        return "Besluta om tilldelning" if row.tendered else "Lägg in anbuden"
    if row.state == State.AWARDED:
        over = row.standstill_until and row.standstill_until < timezone.localdate(at)
        return (
            "Ingå avtal"
            if over or not row.standstill_until
            else f"Avtalsspärr till {day_in_words(row.standstill_until)}"
        )
    return {State.UNDER_REVIEW: "Anteckna hur målet slutade"}.get(row.state, "")
