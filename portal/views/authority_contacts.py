"""The directory of contacts for the authority's own people: say, confirm, correct and take away."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.forms.contacts import OwnContactForm
from portal.models import FunctionContact
from portal.reading.contacts import Told, contacts_url
from portal.services import contacts
from procurement.models import ContractingAuthority
from procurement.views.base import POLITICIANS, carried_out, data_of
from registry.views.base import act, answer


def own_authority_page(view):
    """Only for the authority's procurement officers and administrators: strangers 404, its politicians 403.

    The view gets the authority in the place of its slug.
    """

    @wraps(view)
    def page(request, slug, **more):
        mine = request.user.authority_memberships.active()
        authority = get_object_or_404(ContractingAuthority.objects.filter(memberships__in=mine), slug=slug)
        if not mine.buying().filter(authority=authority).exists():
            raise PermissionDenied(POLITICIANS)
        return view(request, authority, **more)

    return page


def standing_contact(pk, **whose):
    """A contact that still stands; 404 for one that was replaced or taken away."""
    rows = FunctionContact.objects.standing().select_related("authority", "service_area", "organisation")
    return get_object_or_404(rows, pk=pk, **whose)


@own_authority_page
@require_http_methods(["GET", "POST"])
def authority_contact_add(request, authority):
    """Say how one reaches a function."""
    form = OwnContactForm(data_of(request), initial={"seen_on": timezone.localdate()})
    if form.is_valid() and carried_out(form, lambda: contacts.add(authority, actor=request.user, **form.cleaned_data)):
        messages.success(request, "Kontakten är sparad och visas för alla.")
        return redirect(contacts_url(authority))
    return answer(request, "portal/authority_contact.html", {"authority": authority}, form)


@own_authority_page
@require_http_methods(["GET", "POST"])
def authority_contact_change(request, authority, pk):
    """Confirm a contact, or correct it."""
    contact = standing_contact(pk, authority=authority)
    form = OwnContactForm(data_of(request), initial={**initial_of(contact), "seen_on": timezone.localdate()})
    if form.is_valid() and carried_out(
        form, lambda: contacts.correct(contact, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Kontakten är sparad och visas för alla, som er egen uppgift.")
        return redirect(contacts_url(authority))
    context = {"authority": authority, "contact": contact, "told": Told(contact, timezone.localdate())}
    return answer(request, "portal/authority_contact.html", context, form)


@own_authority_page
@require_http_methods(["GET", "POST"])
def authority_contact_remove(request, authority, pk):
    """Ask, and then take the contact out of the directory."""
    contact = standing_contact(pk, authority=authority)
    if request.method == "POST":
        return act(
            request,
            lambda: contacts.remove(contact, actor=request.user),
            done="Kontakten är borttagen.",
            to=contacts_url(authority),
        )
    return render(request, "portal/authority_contact_remove.html", {"contact": contact, "authority": authority})


def initial_of(contact):
    """What a form begins with."""
    names = [*contacts.FACTS, "is_function_address"]
    area = contact.service_area.slug if contact.service_area else ""
    return {name: getattr(contact, name) for name in names} | {"service_area": area}
