"""Who may take part, for many numbers at once. Open to all; nothing is stored unless a receipt is asked for."""

from django.contrib.auth.decorators import login_not_required
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST

from registry import exports
from registry.forms.checks import CheckForm
from registry.models.eligibility import Ground
from registry.number_lists import packed
from registry.reading import checks
from registry.views.base import answer
from registry.views.limits import limited

LONGEST_IN_ADDRESS = 40  # one number, in whichever form
COLUMNS = [
    exports.Column("position", "Rad"),
    exports.Column("number", "Organisationsnummer"),
    exports.Column("name", "Namn"),
    exports.Column("roles", "Roll"),
    exports.Column("answer", "Svar"),
    exports.Column("reasons", "Skäl"),
    exports.Column("on", "Dag"),
    exports.Column("ground", "Grund"),
    exports.Column("register_answered_on", "Registret svarade"),
    exports.Column("checked_at", "Kontrollerat"),
    exports.Column("url", "Länk"),
    exports.Column("notes", "Anmärkning"),
]


@login_not_required
@never_cache
@limited("check")
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
def eligibility_check(request):
    """The form, and the answer for each row. `?nummer=&grund=&datum=` asks about one number and can be shared."""
    form = CheckForm(*_asked(request), initial=_usual())
    if not (form.is_bound and form.is_valid()):
        lines = form.numbers.refused if form.is_bound else []
        problems = checks.problem_table({"problems": _as_problems(lines)}, lines) if lines else None
        return answer(request, "registry/eligibility_check.html", {"form": form, "problems": problems}, form)
    content = checks.answers_for(form.numbers, form.ground, form.cleaned_data["datum"])
    return render(request, "registry/eligibility_check_answer.html", _answer(form, content))


def _asked(request):
    """What the form is bound to, and the files. From the address only what it may ask: one number, a day, a ground."""
    if request.method == "POST":
        return request.POST, request.FILES
    if "nummer" not in request.GET:
        return None, None
    asked = QueryDict(mutable=True)
    asked.update({name: str(value) for name, value in _usual().items()})
    for name in ("nummer", "grund", "datum"):
        if value := request.GET.get(name):
            asked[name] = value[:LONGEST_IN_ADDRESS]
    return asked, None


def _usual():
    return {"datum": timezone.localdate(), "grund": Ground.LOU_19_25A.value}


def _as_problems(lines):
    return [{"position": line.position, "problem": line.problem, "words": line.problem_in_words} for line in lines]


def _answer(form, content):
    again = {"rader": packed(form.numbers), "datum": content["on"], "grund": content["ground"]}
    return {
        "again_form": form,
        "content": content,
        "on": form.cleaned_data["datum"],
        "summary": checks.summary(content),
        "table": checks.table(content),
        "problems": checks.problem_table(content, form.numbers.refused) if content["problems"] else None,
        "hidden": again.items(),
        "link": _link(content),
    }


def _link(content):
    """The address that asks the same about the only number, to be shared; nothing for several."""
    if len(content["rows"]) != 1:
        return ""
    asked = QueryDict(mutable=True)
    asked.update({"nummer": content["rows"][0]["number"], "grund": content["ground"], "datum": content["on"]})
    return f"{reverse('eligibility_check')}?{asked.urlencode()}"


@login_not_required
@never_cache
@require_POST
@limited("check")
def eligibility_check_file(request, kind):
    """The same answer as a file, reckoned anew and stored nowhere."""
    form = CheckForm(request.POST, request.FILES, initial=_usual())
    if not form.is_valid():
        return answer(request, "registry/eligibility_check.html", {"form": form, "problems": None}, form)
    content = checks.answers_for(form.numbers, form.ground, form.cleaned_data["datum"])
    return exports.export(checks.file_rows(content), COLUMNS, kind, filename=f"kontroll-{content['on']}")
