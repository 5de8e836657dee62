"""Authorities for case officers: who asks to act for them, their facts, and their e-mail domains."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from procurement import email_domains
from procurement.forms.authority_people import AuthorityFactsForm, DomainForm, MemberReasonForm, RequestDecisionForm
from procurement.models import AuthorityMembership, AuthorityRequest, ContractingAuthority
from procurement.services import authorities, authority_members, authority_requests
from procurement.services.entitlements import has_conflict
from procurement.views.authorities import number_of
from procurement.views.authority_requests import STEPS
from procurement.views.base import carried_out, data_of
from registry.validators import format_organisation_number
from registry.views.base import act, answer, officer_page
from registry.views.invitations import verified_addresses
from registry.wording import day_in_words

A_PAGE = 25
MOST_WITHOUT = 20
Role = AuthorityMembership.Role
TONES = {"asked": "warning", "approved": "success", "refused": "danger", "withdrawn": ""}
JAV = "Du är jävig i den här myndigheten. En annan handläggare tar det."


@officer_page
@require_safe
def authority_request_list(request):
    """Requests that wait, the oldest first; with `?alla=1` the decided ones too."""
    everything = request.GET.get("alla") == "1"
    rows = (
        AuthorityRequest.objects.order_by("-asked_at", "-pk")
        if everything
        else AuthorityRequest.objects.waiting().order_by("asked_at", "pk")
    )
    page = Paginator(rows.select_related("authority", "asker"), A_PAGE).get_page(request.GET.get("page"))
    conflicts = set(request.user.authority_memberships.values_list("authority", flat=True))
    context = {
        "page": page,
        "everything": everything,
        "headers": [{"label": "Myndighet"}, {"label": "Vem"}, {"label": "Kom in"}, {"label": "Läge"}],
        "rows": [_row(asked, request.user, conflicts) for asked in page],
        "without_administrator": [
            {"url": reverse("authority_officer", args=[row.slug]), "label": row.name}
            for row in ContractingAuthority.objects.without_administrator().order_by("sort_key")[:MOST_WITHOUT]
        ],
    }
    return render(request, "procurement/authority_request_list.html", context)


def _row(asked, officer, conflicts):
    closed = _closed(asked, officer, asked.authority_id in conflicts)
    if asked.authority is None:
        standing = "Finns inte i portalen än"
    elif email_domains.belongs(asked.email, asked.authority):
        standing = "Domänen är registrerad"
    else:
        standing = "Domänen är inte registrerad"
    return [
        {
            "text": asked.authority_name,
            "url": "" if closed else reverse("authority_request_review", args=[asked.uuid]),
            "small": standing,
        },
        {"text": str(asked.asker), "small": email_domains.shown(email_domains.domain_of(asked.email))},
        {"text": day_in_words(timezone.localdate(asked.asked_at))},
        {
            "text": "",
            "tags": [(asked.get_state_display(), TONES[asked.state])] + ([(closed, "danger")] if closed else []),
        },
    ]


def _closed(asked, officer, conflict):
    """Why the officer may not decide, in words; empty when nothing stands in the way."""
    if asked.asker_id == officer.pk:
        return "Din egen begäran"
    return "Du är jävig" if conflict else ""


def _request(request, uuid):
    """The request for an officer who may decide it; 403 with jäv."""
    asked = get_object_or_404(AuthorityRequest.objects.select_related("authority", "asker", "decided_by"), uuid=uuid)
    conflict = asked.authority is not None and has_conflict(request.user, asked.authority)
    if closed := _closed(asked, request.user, conflict):
        raise PermissionDenied(f"{closed}. En annan handläggare prövar det.")
    return asked


def _authority(request, slug):
    """The authority for an officer without jäv in it."""
    authority = get_object_or_404(ContractingAuthority, slug=slug)
    if has_conflict(request.user, authority):
        raise PermissionDenied(JAV)
    return authority


@officer_page
@require_http_methods(["GET", "POST"])
def authority_request_review(request, uuid):
    """Who asks, from which address, for which authority, and the decision. A decided one is only read."""
    asked = _request(request, uuid)
    authority = asked.authority
    people = _people(authority) if authority else []
    is_registered = authority is not None and email_domains.belongs(asked.email, authority)
    form = RequestDecisionForm(
        request.POST if request.method == "POST" else None,
        is_first=not _administrators(people),
        may_approve=is_registered,
    )
    if form.is_valid():
        return _decide(request, asked, **form.cleaned_data)
    domain = email_domains.domain_of(asked.email)
    context = {
        "asked": asked,
        "tone": TONES[asked.state],
        "is_open": asked.state == AuthorityRequest.State.ASKED,
        "is_registered": is_registered,
        "domain": domain,
        "shown_domain": email_domains.shown(domain),
        "warning": _warning(domain, authority),
        "facts": _facts(authority) if authority else _typed(asked),
        "people": [_person(row) for row in people],
        "events": [
            {
                "when": event.created_at,
                "text": STEPS.get(event.action, event.action),
                "note": f"{event.actor}: {event.note}" if event.note else str(event.actor),
                "kind": "portal" if event.action in ("approve", "refuse") else "",
            }
            for event in asked.events.select_related("actor")
        ],
    }
    return answer(request, "procurement/authority_request_review.html", context, form)


def _decide(request, asked, *, outcome, reasons):
    here = reverse("authority_request_review", args=[asked.uuid])
    if outcome == "refuse":
        return act(
            request,
            lambda: authority_requests.refuse(asked, actor=request.user, reasons=reasons),
            done="Begäran är avslagen. Personen har fått dina skäl.",
            to=here,
        )
    role = Role(outcome)
    return act(
        request,
        lambda: authority_requests.approve(asked, actor=request.user, role=role, reasons=reasons),
        done=f"Begäran är godkänd. Personen är nu {role.label.lower()}.",
        to=here,
    )


def _warning(domain, authority):
    """That the domain is like one that is registered, for this authority or another."""
    others = ContractingAuthority.objects.exclude(email_domains=[]).values_list("email_domains", flat=True)
    known = {name for names in others for name in names}
    mine = set(authority.email_domains) if authority else set()
    if domain in mine:
        return ""
    if domain in known:
        owner = ContractingAuthority.objects.filter(email_domains__contains=[domain]).order_by("sort_key").first()
        return f"Domänen är registrerad för {owner}."
    return email_domains.likeness_to(domain, sorted(known))


def _people(authority):
    return list(authority.memberships.active().select_related("user").order_by("role", "created_at", "pk"))


def _administrators(people):
    return [row for row in people if row.role == Role.ADMINISTRATOR]


def _person(row):
    return {
        "key": str(row.user),
        "value": row.user.email,
        "note": f"{row.get_role_display()} sedan {day_in_words(timezone.localdate(row.created_at))}",
    }


def _facts(authority):
    return [
        {"key": "Namn", "value": authority.name},
        {"key": "Slag", "value": authority.get_kind_display()},
        {"key": "Organisationsnummer", "value": number_of(authority)},
    ]


def _typed(asked):
    number = asked.organisation_number
    return [
        {"key": "Namn", "value": asked.name},
        {"key": "Slag", "value": asked.get_kind_display()},
        {"key": "Organisationsnummer", "value": format_organisation_number(number) if number else ""},
    ]


@officer_page
@require_http_methods(["GET", "POST"])
def authority_request_place(request, uuid):
    """Say which authority a request is about, and add it when it is not here."""
    asked = _request(request, uuid)
    here = reverse("authority_request_review", args=[uuid])
    if asked.authority is not None:
        return redirect(here)
    initial = {"name": asked.name, "kind": asked.kind, "organisation_number": asked.organisation_number}
    form = AuthorityFactsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        return act(
            request,
            lambda: authority_requests.place(asked, actor=request.user, **form.cleaned_data),
            done="Begäran gäller nu en myndighet i portalen.",
            to=here,
        )
    return answer(request, "procurement/authority_request_place.html", {"asked": asked}, form)


@officer_page
@require_safe
def authority_officer(request, slug):
    """Everything about one authority: facts, domains, people, requests that wait, and what was changed."""
    authority = _authority(request, slug)
    people = _people(authority)
    context = {
        "authority": authority,
        "facts": _facts(authority),
        "domains": [
            {
                "domain": domain,
                "shown": email_domains.shown(domain),
                "people": sum(email_domains.domain_of(row.user.email) == domain for row in people),
            }
            for domain in authority.email_domains
        ],
        "people": people,
        "has_administrator": bool(_administrators(people)),
        "has_had_people": bool(people) or authority.memberships.exists(),
        "waiting": [
            {"url": reverse("authority_request_review", args=[row.uuid]), "label": str(row.asker), "note": row.position}
            for row in authority.requests.waiting().select_related("asker").order_by("asked_at", "pk")
        ],
        "changes": [
            {"when": row.created_at, "text": row.get_action_display(), "note": f"{_about(row)} ({row.actor})"}
            for row in authority.changes.select_related("actor", "membership__user").order_by("created_at", "pk")
        ],
    }
    return render(request, "procurement/authority_officer.html", context)


def _about(change):
    return f"{change.membership.user}: {change.reason}" if change.membership else change.note


def _member(authority, pk):
    return get_object_or_404(authority.memberships.active().select_related("user"), pk=pk)


@officer_page
@require_http_methods(["GET", "POST"])
def authority_member_end(request, slug, membership_id):
    """End somebody's membership for the authority, and say why. The last administrator's too."""
    authority = _authority(request, slug)
    membership = _member(authority, membership_id)
    form = MemberReasonForm(data_of(request))
    if form.is_valid() and carried_out(
        form, lambda: authority_members.end_for_authority(membership, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"Uppdraget för {membership.user} är avslutat.")
        return redirect("authority_officer", slug)
    others = authority.memberships.administering().exclude(pk=membership.pk)
    context = {
        "authority": authority,
        "membership": membership,
        "is_last": membership.role == Role.ADMINISTRATOR and not others.exists(),
    }
    return answer(request, "procurement/authority_member_end.html", context, form)


@officer_page
@require_http_methods(["GET", "POST"])
def authority_member_appoint(request, slug, membership_id):
    """Make one of the authority's people its administrator, and say why."""
    authority = _authority(request, slug)
    membership = _member(authority, membership_id)

    def step():
        verified = verified_addresses(membership.user)
        authority_members.appoint(membership, actor=request.user, verified_emails=verified, **form.cleaned_data)

    form = MemberReasonForm(data_of(request))
    if form.is_valid() and carried_out(form, step):
        messages.success(request, f"{membership.user} är nu administratör.")
        return redirect("authority_officer", slug)
    context = {"authority": authority, "membership": membership}
    return answer(request, "procurement/authority_member_appoint.html", context, form)


@officer_page
@require_http_methods(["GET", "POST"])
def authority_change(request, slug):
    """Correct an authority's facts."""
    authority = _authority(request, slug)
    initial = {name: getattr(authority, name) for name in authorities.FACTS}
    form = AuthorityFactsForm(request.POST if request.method == "POST" else None, authority=authority, initial=initial)
    if form.is_valid():
        return act(
            request,
            lambda: authorities.change_facts(authority, actor=request.user, **form.cleaned_data),
            done="Uppgifterna är sparade.",
            to=reverse("authority_officer", args=[slug]),
        )
    return answer(request, "procurement/authority_change.html", {"authority": authority}, form)


@officer_page
@require_http_methods(["GET", "POST"])
def authority_domain_add(request, slug):
    """Register an e-mail domain as the authority's own."""
    authority = _authority(request, slug)
    form = DomainForm(
        request.POST if request.method == "POST" else None, initial={"domain": request.GET.get("doman", "")[:120]}
    )
    if form.is_valid():
        domain = form.cleaned_data["domain"]
        return act(
            request,
            lambda: authorities.add_domain(authority, domain, actor=request.user),
            done=f"{email_domains.shown(domain)} är registrerad.",
            to=reverse("authority_officer", args=[slug]),
        )
    return answer(request, "procurement/authority_domain_add.html", {"authority": authority}, form)


@officer_page
@require_http_methods(["GET", "POST"])
def authority_domain_remove(request, slug, domain):
    """Ask before a domain is taken away."""
    authority = _authority(request, slug)
    back = reverse("authority_officer", args=[slug])
    if request.method == "POST":
        return act(
            request,
            lambda: authorities.remove_domain(authority, domain, actor=request.user),
            done=f"{email_domains.shown(domain)} är inte längre registrerad.",
            to=back,
        )
    if domain not in authority.email_domains:
        return redirect(back)
    context = {"authority": authority, "shown": email_domains.shown(domain)}
    return render(request, "procurement/authority_domain_remove.html", context)
