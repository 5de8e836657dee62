"""Social terms of a procurement and the authority's work with them, for its buyers; the outcome for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.forms.social_terms import (
    SocialOutcomeForm,
    SocialStepForm,
    SocialTargetAddForm,
    SocialTargetForm,
    SocialTermAddForm,
    SocialTermForm,
)
from procurement.models import ContractingAuthority, SocialTerm
from procurement.models.social_terms import NOTICE_CODES
from procurement.reading import social_terms as reading
from procurement.services import social_terms
from procurement.services.messages import buyers_of
from procurement.social_process import BY_KEY, SOURCE
from procurement.versions import version_of
from procurement.views.base import buyer_page, carried_out, data_of, own_procurement
from registry.views.base import act, answer

# --- A procurement's terms ---


@buyer_page
@require_http_methods(["GET", "POST"])
def social_term_list(request, pk):
    """The procurement's terms, and a new one."""
    held = own_procurement(request, pk)
    rows = list(held.social_terms.all())
    free = [kind for kind in SocialTerm.Kind.values if kind not in {row.kind for row in rows}]
    is_awarded = held.state in social_terms.AWARDED
    form = SocialTermAddForm(data_of(request), kinds=free, is_awarded=is_awarded)
    if form.is_valid() and carried_out(form, lambda: social_terms.add(held, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Villkoret är sparat.")
        return redirect("social_term_list", held.pk)
    context = {
        "procurement": held,
        "rows": [
            row | {"url": reverse("social_term", args=[held.pk, term.kind]), "action": term.get_kind_display()}
            for row, term in zip(reading.terms(rows), rows, strict=True)
        ],
        "is_awarded": is_awarded,
        "has_room": bool(free) and not held.cancel_reason,
    }
    return answer(request, "procurement/social_term_list.html", context, form)


def _own_term(request, pk, kind):
    return get_object_or_404(SocialTerm.objects.select_related("procurement__authority"), procurement=pk, kind=kind)


@buyer_page
@require_http_methods(["GET", "POST"])
def social_term(request, pk, kind):
    """One term: what is expected, until the award; what was achieved, after it."""
    held = own_procurement(request, pk)
    term = _own_term(request, held.pk, kind)
    is_awarded = held.state in social_terms.AWARDED
    form_class, step = (
        (SocialOutcomeForm, social_terms.note_outcome) if is_awarded else (SocialTermForm, social_terms.change)
    )
    initial = {name: getattr(term, name) for name in form_class.base_fields}
    form = form_class(data_of(request), initial=initial)
    if form.is_valid() and carried_out(form, lambda: step(term, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Villkoret är sparat.")
        return redirect("social_term_list", held.pk)
    context = {
        "procurement": held,
        "term": term,
        "rows": reading.terms([term]),
        "is_awarded": is_awarded,
        "may_remove": held.is_before_notice,
        "code": NOTICE_CODES[term.kind],
    }
    return answer(request, "procurement/social_term.html", context, form)


@buyer_page
@require_POST
def social_term_remove(request, pk, kind):
    """Take a term out of a plan."""
    held = own_procurement(request, pk)
    term = _own_term(request, held.pk, kind)
    return act(
        request,
        lambda: social_terms.remove(term, actor=request.user),
        done="Villkoret är borttaget.",
        to=reverse("social_term_list", args=[held.pk]),
    )


# --- The authority's own work ---


def _own_authority(request, slug):
    found = next((row for row in request.authorities if row.slug == slug), None)
    if found is None:
        raise Http404
    return found


@buyer_page
@require_safe
def social_process(request, slug):
    """The eight steps as a checklist that the authority's buyers share, and the targets."""
    authority = _own_authority(request, slug)
    context = {
        "authority": authority,
        "tasks": reading.checklist(authority, timezone.localdate()),
        "source": SOURCE,
        "targets": [
            {
                "url": reverse("social_target", args=[authority.slug, row.year]),
                "label": f"{row.year}: {row.percent} procent",
                "note": f"{row.get_scope_display()}. {row.definition}",
            }
            for row in authority.social_targets.order_by("-year")
        ],
    }
    return render(request, "procurement/social_process.html", context)


@buyer_page
@require_http_methods(["GET", "POST"])
def social_step(request, slug, step):
    """One step: its questions and roles, who owns it, by when, and when it was done."""
    authority = _own_authority(request, slug)
    if step not in BY_KEY:
        raise Http404
    row = _step_row(authority, step)
    people = list(buyers_of(authority))
    if row and row.owner and row.owner not in people:
        people.append(row.owner)
    stands = social_terms.step_values(row)
    form = SocialStepForm(data_of(request), people=people, initial=stands, stands=version_of(stands))
    if form.is_valid() and carried_out(
        form, lambda: social_terms.change_step(authority, step, actor=request.user, **form.facts)
    ):
        messages.success(request, "Steget är sparat. Era kollegor ser det.")
        return redirect("social_process", slug)
    is_overtaken = social_terms.CHANGED_MEANWHILE in form.non_field_errors()
    context = {
        "authority": authority,
        "step": BY_KEY[step],
        "saved": reading.step_as_saved(_step_row(authority, step)) if is_overtaken else None,
    }
    return answer(request, "procurement/social_step.html", context, form)


def _step_row(authority, step):
    return authority.social_steps.filter(step=step).select_related("owner", "changed_by").first()


@buyer_page
@require_http_methods(["GET", "POST"])
def social_target_add(request, slug):
    """A target for a year that has none."""
    authority = _own_authority(request, slug)
    taken = set(authority.social_targets.values_list("year", flat=True))
    form = SocialTargetAddForm(data_of(request), taken=taken, initial={"year": timezone.localdate().year})
    return _target(request, authority, form, lambda: form.cleaned_data["year"], "social_target_add")


@buyer_page
@require_http_methods(["GET", "POST"])
def social_target(request, slug, year):
    """Change a year's target."""
    authority = _own_authority(request, slug)
    row = get_object_or_404(authority.social_targets, year=year)
    form = SocialTargetForm(data_of(request), initial={name: getattr(row, name) for name in social_terms.TARGET})
    return _target(request, authority, form, lambda: row.year, "social_target", target=row)


def _target(request, authority, form, year, template, **context):
    def step():
        facts = {name: form.cleaned_data[name] for name in social_terms.TARGET}
        social_terms.set_target(authority, year(), actor=request.user, **facts)

    if form.is_valid() and carried_out(form, step):
        messages.success(request, "Målet är sparat och visas för alla.")
        return redirect("social_process", authority.slug)
    return answer(request, f"procurement/{template}.html", {"authority": authority, **context}, form)


# --- Open to all ---


@login_not_required
@require_safe
def authority_social_terms(request, slug):
    """Target against outcome, year by year, as a picture and a table."""
    authority = get_object_or_404(ContractingAuthority, slug=slug)
    today = timezone.localdate()
    rows = reading.outcomes(authority, today)
    context = {
        "authority": authority,
        "headers": reading.HEADERS,
        "rows": reading.table(rows, today),
        "charts": reading.charts(rows),
        "definitions": reading.definitions(rows),
        "decisions": reading.decisions(rows),
        "unclear": reading.unclear_sentence(rows),
        "has_target": any(row.target for row in rows),
    }
    return render(request, "procurement/authority_social_terms.html", context)
