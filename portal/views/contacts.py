"""The directory of contacts as everybody reads it: one authority's, and all of them."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.forms.contacts import ContactFilter
from portal.models import FunctionContact
from portal.reading import contacts as reading
from portal.reading.addresses import place_url
from procurement.models import ContractingAuthority
from registry import exports
from registry.models import Organisation
from registry.search.labels import labels
from registry.views.base import answer
from registry.wording import capitalised, how_many

PER_PAGE = 50


@login_not_required
@require_safe
def authority_contacts(request, slug):
    """How one reaches each function of an authority."""
    authority = get_object_or_404(ContractingAuthority, slug=slug)
    directory = reading.of_authority(authority)
    place = reading.place_of(authority)
    organisations = _adding(request.user)
    corrects = _corrects(request.user, authority)
    writes_to = None if corrects else place  # nobody writes to themselves
    context = {
        "authority": authority,
        "directory": directory,
        "rows": [(row, _letter(writes_to, row)) for row in directory.rows],
        "place": place,
        "place_url": place_url("", place) if place else "",
        "events": reading.history(authority),
        "organisations": organisations,
        "adding": next(iter(organisations), None),
        "correcting": authority if corrects else None,
    }
    return render(request, "portal/authority_contacts.html", context)


def _letter(place, told):
    return reading.letter_url(place, told.contact.service_area) if place else ""


def _adding(user):
    """The organisations for which the person may put in contacts."""
    if not user.is_authenticated:
        return []
    rows = Organisation.public.filter(pk__in=user.memberships.editing().values("organisation"))
    return list(rows.order_by("sort_key"))


def _corrects(user, authority):
    return user.is_authenticated and user.authority_memberships.buying().filter(authority=authority).exists()


def _matching(request):
    chosen = ContactFilter(request.GET, path=reverse("contact_list"))
    rows = FunctionContact.objects.standing() if chosen.is_valid() else FunctionContact.objects.none()
    return chosen, chosen.apply(rows.ranked().select_related(*reading.RELATED))


@login_not_required
@require_safe
def contact_list(request):
    """Contacts of every authority."""
    chosen, found = _matching(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    day = timezone.localdate()
    told = [reading.Told(row, day) for row in page]
    context = {
        "filter": chosen,
        "form": chosen,
        "path": chosen.path,
        "page": page,
        "count_text": _count(page.paginator.count),
        "headers": [
            chosen.header("Myndighet", "myndighet"),
            chosen.header("Funktion", "funktion"),
            {"label": "Når man på"},
            chosen.header("Enligt", "dag"),
        ],
        "rows": [_row(row) for row in told],
        "is_invented": any(row.contact.is_invented for row in told),
        "files": exports.links("contact_list_file", chosen.address().removeprefix(chosen.path)),
    }
    return answer(request, "portal/contact_list.html", context, chosen)


def _count(number):
    return how_many(number, none="Inga kontakter", one="En kontakt", many="kontakter")


def _row(told):
    contact = told.contact
    return [
        {"text": contact.authority.name, "url": reading.contacts_url(contact.authority)},
        {"text": told.name, "small": ", ".join(words for words, _ in told.marks)},
        {"text": told.in_short, "small": contact.phone if contact.email else ""},
        {"text": capitalised(told.whose), "small": told.dated},
    ]


@login_not_required
@require_safe
def contact_list_file(request, kind):
    """The same as a file."""
    _, found = _matching(request)
    day, counties = timezone.localdate(), labels().counties
    told = (reading.Told(row, day) for row in found.iterator(chunk_size=500))
    rows = (reading.file_row(row, counties, request.build_absolute_uri) for row in told)
    return exports.export(rows, reading.COLUMNS, kind, filename="kontakter-hos-myndigheter")
