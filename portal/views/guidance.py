"""Guidance: ways to work together, checklists, words and examples; a page each in easy Swedish and English."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.models import GuidancePage
from portal.reading import guidance as reading
from registry.forms.eligibility import DayForm
from registry.views.base import answer

Kind = GuidancePage.Kind
# Where a way leads on in the portal: the tool to try it with, the list of those that are.
ON_FROM = {
    "foreningsbidrag": [("Välj väg", "route_chooser")],
    "ideburet-offentligt-partnerskap": [("Pröva ett partnerskap", "partnership_criteria")],
    "reserverad-upphandling": [("Går det att reservera?", "reservation_check")],
    "valfrihetssystem": [("Alla valfrihetssystem", "choice_system_list")],
    "direktupphandling": [("Hitta organisationer", "organisation_list")],
    "social-hansyn": [("Alla upphandlingar", "procurement_list")],
}


@login_not_required
@require_safe
def guidance(request):
    """Where all guidance begins: the ways, the tools, the texts."""
    pages = reading.pages()
    context = {
        "ways": [_entry(page) for page in pages[Kind.WAY]],
        "checklists": [_row(page) for page in pages[Kind.CHECKLIST]],
        "words": [_row(page) for page in [*pages[Kind.WORDS], *pages[Kind.PRINCIPLES]]],
        "examples": [_row(page) for page in pages[Kind.EXAMPLE]],
    }
    return render(request, "portal/guidance.html", context)


def _entry(page):
    links = [{"label": f"Läs om {page.title[0].lower()}{page.title[1:]}", "url": page.get_absolute_url()}]
    links += [{"label": label, "url": reverse(name)} for label, name in ON_FROM.get(page.slug, [])]
    return {"title": page.title, "text": page.lead, "links": links}


def _row(page):
    return {"label": page.title, "url": page.get_absolute_url(), "note": page.lead}


@login_not_required
@require_safe
def guidance_page(request, slug):
    """One text, on a day (`?datum=`)."""
    return _shown(request, slug=slug, kind__in=reading.LISTED)


@login_not_required
@require_safe
def easy_swedish(request):
    """What the portal is, in easy Swedish."""
    return _shown(request, kind=Kind.EASY)


@login_not_required
@require_safe
def in_english(request):
    """What the portal is, in English."""
    return _shown(request, kind=Kind.ENGLISH)


def _shown(request, **which):
    form = DayForm(request.GET if "datum" in request.GET else None)
    shown = reading.shown(form.day(timezone.localdate()), **which)
    if shown is None or (shown.text is None and shown.is_today):
        raise Http404
    context = {
        "form": form,
        "page": shown.page,
        "shown": shown,
        "said": shown.said,
        "words": reading.word_table() if shown.has_words else [],
        "word_headers": reading.WORD_HEADERS,
        "correction": _letter_about(request, shown.page),
    }
    return answer(request, "portal/guidance_page.html", context, form)


def _letter_about(request, page):
    """A letter to the operator about a fault on the page."""
    subject = f"Fel på sidan {page.title}" if page.language == "sv" else f"Something is wrong on {page.title}"
    address = request.build_absolute_uri(page.get_absolute_url())
    return f"mailto:{settings.OPERATOR_EMAIL}?subject={quote(subject)}&body={quote(address)}"
