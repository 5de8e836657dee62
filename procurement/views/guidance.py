"""Guidance for those who buy, open to all: the legality check, the deadline calculator and the route chooser.

Everything asked stands in the address, so that an answer can be shared and the browser's back button keeps it.
"""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from procurement.calendar_files import calendar_file
from procurement.day_line import day_line
from procurement.forms.guidance import DeadlineForm, ReservationForm, RouteForm, usual
from procurement.legality import deadlines
from procurement.legality.check import judge
from procurement.legality.facts import Facts
from procurement.legality.sets import statutes
from procurement.routes import MOST_QUESTIONS, QUESTIONS, walk
from registry.views.base import answer
from registry.wording import day_in_words

BEGINNING = {"satt": "elektroniskt"}


@login_not_required
@require_safe
def deadline_calculator(request):
    """Days in, deadlines out: as a list, as a picture, and as a file for the calendar."""
    form = DeadlineForm(request.GET if _asked(request, DeadlineForm) else None, initial=BEGINNING)
    found = deadlines.all_of(**form.days) if form.is_bound and form.is_valid() else []
    context = {
        "form": form,
        "found": found,
        "line": day_line([(row.day, row.label) for row in found]) if found else None,
        "table": _deadline_table(found),
        "file": f"{reverse('deadline_calculator_file')}?{request.GET.urlencode()}",
    }
    return answer(request, "procurement/deadline_calculator.html", context, form)


def _deadline_table(found):
    headers = [{"label": label} for label in ("Nummer", "Dag", "Vad", "Regel", "Paragraf")]
    rows = [
        [
            {"text": number},
            {"text": day_in_words(row.day), "small": _moved(row)},
            {"text": row.label},
            {"text": row.rule},
            {"text": row.provision, "nowrap": True},
        ]
        for number, row in enumerate(found, 1)
    ]
    return {"headers": headers, "rows": rows}


def _moved(row):
    if row.was_moved:
        return f"flyttad från {day_in_words(row.counted)}, som är ledig dag"
    if row.is_day_off:
        return "ledig dag, gör det helst dagen före"
    return ""


@login_not_required
@require_safe
def deadline_calculator_file(request):
    """The same deadlines as a calendar file."""
    form = DeadlineForm(request.GET, initial=BEGINNING)
    if not form.is_valid():
        context = {"form": form, "found": [], "line": None, "table": _deadline_table([]), "file": ""}
        return answer(request, "procurement/deadline_calculator.html", context, form)
    days = [
        (f"frist-{row.key}-{row.counted:%Y%m%d}", row.day, row.label, f"{row.rule} {row.provision}.")
        for row in deadlines.all_of(**form.days)
    ]
    return calendar_file(days, name="Frister i upphandlingen", filename="frister")


@login_not_required
@require_safe
def reservation_check(request):
    """May this be reserved, and on which ground? Nothing is stored."""
    asked = _asked(request, ReservationForm)
    form = ReservationForm({**usual(), **request.GET.dict()} if asked else None, initial=usual())
    answers = list(_judged(form)) if form.is_bound and form.is_valid() else []
    codes = [{"key": code, "value": name} for code, name in form.codes.items()] if answers else []
    return answer(
        request, "procurement/reservation_check.html", {"form": form, "answers": answers, "codes": codes}, form
    )


def _judged(form):
    data, law = form.cleaned_data, statutes()
    for ground in form.chosen_grounds:
        facts = Facts(
            ground=ground.code,
            codes=tuple(form.codes),
            day=data["dag"],
            law=data["lag"],
            value=data["varde"],
            monthly_value=data["manadsvarde"],
            months=data["manader"],
            extension_months=data["forlangning"] or 0,
            is_open_ended=data["tillsvidare"],
        )
        yield {"ground": ground, "check": judge(facts, law)}


def _asked(request, form_class):
    return bool(request.GET.keys() & form_class.base_fields.keys())


@login_not_required
@require_safe
def route_chooser(request):
    """One question on each page, and where the answers lead. `fraga` names a question to answer anew."""
    given = {key: value for key, value in request.GET.items() if key in QUESTIONS}
    again = request.GET.get("fraga")
    reached = walk(given)
    if again in {question.key for question, _ in reached.steps}:
        reached = walk(_before(reached, again))
    if reached.leaf:
        return render(request, "procurement/route_chooser_answer.html", _leaf_context(reached))
    question = reached.question
    earlier = {step.key: option.value for step, option in reached.steps}
    unknown = question.key in given and given[question.key] not in {row.value for row in question.options}
    bound = request.GET if unknown or request.GET.get("svarar") == question.key else None
    form = RouteForm(question, question.offered(earlier), bound, initial=given)
    context = {
        "form": form,
        "question": question,
        "number": len(reached.steps) + 1,
        "most": MOST_QUESTIONS,
        "kept": [(key, value) for key, value in given.items() if key != question.key],
        "back": _address(given, reached.steps[-1][0].key) if reached.steps else "",
        "steps": _told(reached.steps, given),
    }
    return answer(request, "procurement/route_chooser.html", context, form)


def _before(reached, key):
    """The answers up to the question that is asked again."""
    answers = {}
    for question, option in reached.steps:
        if question.key == key:
            break
        answers[question.key] = option.value
    return answers


def _address(answers, key):
    return f"{reverse('route_chooser')}?{urlencode({**answers, 'fraga': key})}"


def _told(steps, answers):
    return [
        {
            "key": question.text,
            "value": option.label,
            "url": _address(answers, question.key),
            "action": f"svaret på {question.text}",
        }
        for question, option in steps
    ]


def _leaf_context(reached):
    answers = {question.key: option.value for question, option in reached.steps}
    return {
        "leaf": reached.leaf,
        "deciding": [{"key": question.text, "value": option.label} for question, option in reached.deciding],
        "steps": _told(reached.steps, answers),
        "back": _address(answers, reached.steps[-1][0].key),
    }
