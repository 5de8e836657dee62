"""The directory of contacts for an organisation: what it has put in, and what it may correct."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal.forms.contacts import ContactForm
from portal.reading import contacts as reading
from portal.services import contacts
from portal.views.authority_contacts import initial_of, standing_contact
from procurement.models import ContractingAuthority
from procurement.views.base import carried_out, data_of
from registry.models.members import Role
from registry.views.base import act, answer, member_organisation

UNSEEN = "Kontakterna visas för alla. Skicka först in en ansökan, så att er organisation också visas."


def _organisation(request, slug):
    """The organisation for somebody who may put in contacts in its name; 403 while nobody can see it."""
    organisation = member_organisation(request, slug, edit=True)
    if organisation.published_at is None:
        raise PermissionDenied(UNSEEN)
    return organisation


@require_safe
def own_contacts(request, slug):
    """What we have put in and the authorities have not taken over."""
    organisation = member_organisation(request, slug)
    rows = reading.of_organisation(organisation)
    context = {
        "organisation": organisation,
        "rows": [(row, reading.contacts_url(row.contact.authority)) for row in rows],
        "is_invented": any(row.contact.is_invented for row in rows),
        "may_add": request.role != Role.READER and organisation.published_at is not None,
        "is_unseen": organisation.published_at is None,
        "unseen": UNSEEN,
    }
    return render(request, "portal/own_contacts.html", context)


@require_http_methods(["GET", "POST"])
def own_contact_add(request, slug, authority):
    """Put in how one reaches a function of an authority."""
    organisation = _organisation(request, slug)
    found = get_object_or_404(ContractingAuthority, slug=authority)
    form = ContactForm(data_of(request), initial={"seen_on": timezone.localdate()})
    if form.is_valid() and carried_out(
        form, lambda: contacts.add(found, organisation=organisation, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Kontakten är sparad och visas för alla. Myndigheten får veta det och kan rätta den.")
        return redirect(reading.contacts_url(found))
    return answer(request, "portal/own_contact.html", {"organisation": organisation, "authority": found}, form)


@require_http_methods(["GET", "POST"])
def own_contact_change(request, slug, pk):
    """Correct what an organisation has put in, ours or another's."""
    organisation = _organisation(request, slug)
    contact = standing_contact(pk)
    if contact.is_the_authoritys:
        raise PermissionDenied(contacts.THEIRS)
    form = ContactForm(data_of(request), initial={**initial_of(contact), "seen_on": timezone.localdate()})
    if form.is_valid() and carried_out(
        form, lambda: contacts.correct(contact, organisation=organisation, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Kontakten är rättad och visas för alla.")
        return redirect(reading.contacts_url(contact.authority))
    told = reading.Told(contact, timezone.localdate())
    context = {"organisation": organisation, "authority": contact.authority, "contact": contact, "told": told}
    return answer(request, "portal/own_contact.html", context, form)


@require_http_methods(["GET", "POST"])
def own_contact_remove(request, slug, pk):
    """Ask, and then take our contact out of the directory."""
    organisation = _organisation(request, slug)
    contact = standing_contact(pk, organisation=organisation)
    if request.method == "POST":
        return act(
            request,
            lambda: contacts.remove(contact, organisation=organisation, actor=request.user),
            done="Kontakten är borttagen.",
            to=reverse("own_contacts", args=[slug]),
        )
    context = {"contact": contact, "organisation": organisation}
    return render(request, "portal/own_contact_remove.html", context)
