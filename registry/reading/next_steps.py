"""What a case officer can do with a case now, and why the rest has to wait."""

from django.urls import reverse

from registry.models.applications import State
from registry.services import review


def next_steps(case, officer):
    """The steps as action_panel.html takes them. A step that must wait has no address, and a note that says why."""
    if case.state == State.SUBMITTED:
        return [_take(case)]
    if not case.is_open:
        return []
    if case.officer_id != officer.pk:
        return [_take_over(case)]
    if case.state == State.COMPLETION_REQUESTED:
        return [_dismiss(case)]
    approve, completion = _approve(case), _completion(case)
    first = [approve, completion] if approve["url"] else [completion, approve]
    return [*first, _communicate(case), _reject(case), _dismiss(case)]


def rare_steps(case, officer):
    """Steps that are seldom taken, as links."""
    if not case.is_open:
        return []
    links = []
    if case.state == State.UNDER_REVIEW and case.officer_id == officer.pk:
        links.append({"label": "Lämna över ärendet", "url": reverse("case_hand_over", args=[case.case_number])})
    return [{"label": "Anmäl jäv", "url": reverse("case_conflict", args=[case.case_number])}, *links]


def _step(case, name, label, note, obstacles=()):
    url = "" if obstacles else reverse(name, args=[case.case_number])
    note = f"Kan inte göras än. {'. '.join(obstacles)}." if obstacles else note
    return {"label": label, "url": url, "post": "", "note": note}


def _take(case):
    note = "Du blir handläggare. Sökanden ser att ärendet prövas."
    if case.officer_id:
        note = f"{case.officer} hade ärendet innan sökanden svarade."
    return {"label": "Ta ärendet", "url": "", "post": reverse("case_take", args=[case.case_number]), "note": note}


def _take_over(case):
    if case.officer_id is None:
        return _step(case, "case_take_over", "Ta över ärendet", "Ärendet saknar handläggare och väntar på sökanden.")
    return _step(case, "case_take_over", "Ta över ärendet", f"{case.officer} är handläggare och får veta det.")


def _completion(case):
    return _step(
        case,
        "case_completion",
        "Begär komplettering",
        "Skickas till dem som företräder organisationen. Klockan stannar hos oss.",
    )


def _approve(case):
    label = "Godkänn ändringen" if case.is_change else "Godkänn ansökan"
    left = review.not_met_yet(case)
    if not left:
        return _step(case, "case_approve", label, "Alla krav är uppfyllda.")
    words = ", ".join(f"”{item.label}”" for item in left)
    return _step(case, "case_approve", label, "", [f"Bedöm först som uppfyllt: {words}"])


def _communicate(case):
    return _step(
        case, "case_communicate", "Kommunicera inför avslag", "Sökanden får läsa vad som talar emot, och svara."
    )


def _reject(case):
    return _step(case, "case_reject", "Avslå", "Sökanden har fått yttra sig.", review.why_not_reject(case))


def _dismiss(case):
    note = "Sista dagen att komplettera har gått. Kraven prövas inte."
    return _step(case, "case_dismiss", "Avvisa", note, review.why_not_dismiss(case))
