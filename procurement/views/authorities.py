"""Contracting authorities, open to all: the list and each one's page."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from procurement import email_domains
from procurement.filters import AuthorityFilter
from procurement.models import ContractingAuthority
from procurement.reading import authorities as reading
from procurement.reading import contracts
from registry.exports import Column, export, links
from registry.validators import format_organisation_number
from registry.views.base import answer
from registry.wording import how_many

A_PAGE = 50
MOST_CONTRACTS = 10
COLUMNS = [
    Column("name", "Myndighet"),
    Column("kind", "Slag"),
    Column("organisation_number", "Organisationsnummer"),
    Column("url", "Adress"),
]


@login_not_required
@require_safe
def authority_list(request):
    """Every authority, by name, number or kind."""
    path = reverse("authority_list")
    chosen = AuthorityFilter(request.GET, path=path)
    page = Paginator(chosen.apply(ContractingAuthority.objects.all()), A_PAGE).get_page(request.GET.get("page"))
    query = chosen.address().removeprefix(path)
    context = {
        "filter": chosen,
        "path": path,
        "page": page,
        "count_text": _count(page.paginator.count),
        "headers": [
            chosen.header("Myndighet", "name"),
            chosen.header("Slag", "kind"),
            {"label": "Organisationsnummer"},
        ],
        "rows": [
            [
                {"text": row.name, "url": row.get_absolute_url()},
                {"text": row.get_kind_display()},
                {"text": number_of(row) or "Uppgift saknas", "nowrap": True},
            ]
            for row in page
        ],
        "files": links("authority_list_file", query),
    }
    return answer(request, "procurement/authority_list.html", context, chosen)


@login_not_required
@require_safe
def authority_list_file(request, kind):
    """The same list as a file, all of it."""
    chosen = AuthorityFilter(request.GET, path=reverse("authority_list"))
    matching = ContractingAuthority.objects.all() if chosen.is_valid() else ContractingAuthority.objects.none()
    rows = (
        {
            "name": row.name,
            "kind": row.get_kind_display(),
            "organisation_number": number_of(row),
            "url": row.get_absolute_url(),
        }
        for row in chosen.apply(matching).iterator(chunk_size=500)
    )
    return export(rows, COLUMNS, kind, filename="myndigheter")


@login_not_required
@require_safe
def authority(request, slug):
    """What is known about one authority. No person is named."""
    found = get_object_or_404(ContractingAuthority.objects.select_related("municipality__county", "region"), slug=slug)
    facts = [
        {"key": "Slag", "value": found.get_kind_display()},
        {"key": "Organisationsnummer", "value": number_of(found)},
    ]
    if found.municipality:
        facts.append({"key": "Kommun", "value": f"{found.municipality}, {found.municipality.county}"})
    if found.region:
        facts.append({"key": "Region", "value": str(found.region)})
    domains = ", ".join(email_domains.shown(domain) for domain in found.email_domains)
    facts.append({"key": "E-postdomäner", "value": domains or "Ingen är registrerad"})
    rows, more = contracts.of_authority(found, MOST_CONTRACTS)
    context = {
        "authority": found,
        "facts": facts,
        "contracts": rows,
        "more_contracts": more,
        "events": reading.history(found),
    }
    return answer(request, "procurement/authority.html", context)


def number_of(authority):
    """The number as people read it; empty when it is not known."""
    number = authority.organisation_number
    return format_organisation_number(number) if number else ""


def _count(number):
    return how_many(number, none="Inga myndigheter", one="En myndighet", many="myndigheter")
