"""Where each side finds its partnerships, and starts one."""

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.partnerships import StartForAuthorityForm, StartForEntityForm
from procurement.models import Partnership, PartnershipParty
from procurement.models.partnerships import PartnershipState
from procurement.reading import partnerships as reading
from procurement.services import partnerships
from procurement.views.base import buyer_page, carried_out, chosen_authority
from registry.models import LegalEntity
from registry.models.members import Role
from registry.views.base import answer, member_organisation

PER_PAGE = 50
HEADERS = [{"label": label} for label in ("Partnerskap", "Läge", "Parter")]


def _listed(request, partnerships):
    """A page of partnerships, those that go on first, as rows of data_table.html. One query more for their parties."""
    order = [When(state=state, then=Value(place)) for place, state in enumerate(PartnershipState.values)]
    rows = (
        partnerships.select_related("service_area")
        .defer("search_terms")
        .annotate(place=Case(*order, output_field=IntegerField()))
        .order_by("place", "sort_key", "pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    parties = {}
    found = PartnershipParty.objects.filter(partnership__in=[row.pk for row in page])
    for party in found.select_related("authority", "legal_entity"):
        parties.setdefault(party.partnership_id, []).append(party)
    return page, [_row(row, parties.get(row.pk, [])) for row in page]


def _row(row, parties):
    waiting = [party for party in parties if party.joined_at is None]
    return [
        {
            "text": row.title,
            "url": reverse("partnership_work", args=[row.pk]),
            "small": str(row.service_area),
        },
        {"tag": row.get_state_display(), "tone": reading.TONES[PartnershipState(row.state)]},
        {
            "text": ", ".join(str(party) for party in parties),
            "small": f"Har inte svarat: {', '.join(map(str, waiting))}" if waiting else "",
        },
    ]


@buyer_page
@require_safe
def buyer_partnership_list(request):
    """My authorities' partnerships."""
    page, rows = _listed(request, Partnership.objects.of_authorities(request.authorities))
    return render(request, "procurement/buyer_partnership_list.html", {"page": page, "headers": HEADERS, "rows": rows})


@buyer_page
@require_http_methods(["GET", "POST"])
def buyer_partnership_start(request):
    """Start a partnership for an authority."""
    form = StartForAuthorityForm(request.POST if request.method == "POST" else None, own=request.authorities)
    if form.is_valid():
        chosen = form.cleaned_data.get("authority")
        own = chosen_authority(request, chosen)
        made = []
        if carried_out(
            form,
            lambda: made.append(
                partnerships.start_for_authority(own, form.cleaned_data["others"], actor=request.user, **form.facts)
            ),
        ):
            return redirect("partnership_work", made[0].pk)
    return answer(request, "procurement/buyer_partnership_start.html", {}, form)


@require_safe
def supplier_partnership_list(request, slug):
    """The organisation's partnerships."""
    organisation = member_organisation(request, slug)
    page, rows = _listed(request, Partnership.objects.of_organisations([organisation.pk]))
    context = {
        "organisation": organisation,
        "page": page,
        "headers": HEADERS,
        "rows": rows,
        "may_edit": request.role != Role.READER,
    }
    return render(request, "procurement/supplier_partnership_list.html", context)


@require_http_methods(["GET", "POST"])
def supplier_partnership_start(request, slug):
    """Start a partnership for one of the organisation's legal entities."""
    organisation = member_organisation(request, slug, edit=True)
    found = LegalEntity.objects.handed_in().filter(organisation=organisation).select_related("organisation")
    own = {str(row.pk): row for row in found.order_by("sort_key", "pk")}
    initial = {"entity": next(iter(own))} if len(own) == 1 else {}
    form = StartForEntityForm(request.POST if request.method == "POST" else None, own=own.values(), initial=initial)
    if form.is_valid():
        entity = own[form.cleaned_data["entity"]]
        made = []
        if carried_out(
            form,
            lambda: made.append(
                partnerships.start_for_entity(entity, form.cleaned_data["others"], actor=request.user, **form.facts)
            ),
        ):
            return redirect("partnership_work", made[0].pk)
    context = {"organisation": organisation, "may_start": bool(own)}
    return answer(request, "procurement/supplier_partnership_start.html", context, form)
