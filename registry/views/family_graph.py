"""A family's graph on a day: who owns whom, and who gave what to whom. Open to all, with what has come in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.access import is_case_officer, role_in
from registry.forms.transfers import PictureDayForm
from registry.models import Organisation
from registry.reading import family, family_page, statements
from registry.views.base import answer
from registry.wording import day_in_words, in_a_row


@login_not_required
@require_safe
def organisation_graph(request, slug):
    """The picture and the tables for the day in `?datum=`. Members and case officers see what is not handed in too."""
    organisation = get_object_or_404(Organisation.everything.visible_to(request.user), slug=slug)
    insider = is_case_officer(request.user) or role_in(request.user, organisation) is not None
    today = timezone.localdate()
    form = PictureDayForm(request.GET if request.GET.get("datum") else None, initial={"datum": today.isoformat()})
    on = form.day if form.is_valid() else today
    seen = family.read(organisation.pk, on, insider=insider)
    if not seen.graph.members() and not insider:
        raise Http404
    shown = family_page.page(seen, on, today=today, planned=insider)
    context = {
        "organisation": organisation,
        "on": on,
        "insider": insider,
        **shown,
        "missing": _missing(organisation),
    }
    return answer(request, "registry/organisation_graph.html", context, form)


def _missing(organisation):
    """For the notice that a yearly statement is missing: which entities."""
    found = statements.missing_in(organisation.pk)
    return f"Det gäller {in_a_row([f'{row} ({_days(years)})' for row, years in found])}." if found else ""


def _days(years):
    return in_a_row([f"sista dagen var {day_in_words(year.due_on)}" for year in years])
