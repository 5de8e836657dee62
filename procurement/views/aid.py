"""State aid in a partnership, for its parties: what counts, what it adds, and the rows that are put in by hand."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement import aid
from procurement.forms.aid import AidForm, CountForm, WithdrawAidForm, usual
from procurement.models import Aid, AidRule
from procurement.models.partnerships import PartnershipState
from procurement.reading import aid as reading
from procurement.services import aid as service
from procurement.views.base import carried_out
from procurement.views.partnership_base import JOIN_FIRST, own_partnership
from registry.models import LegalEntity
from registry.views.base import answer
from registry.wording import day_in_words, kronor


def _joined_partnership(request, pk, *, edit=False):
    """For members of a party that has joined, readers too: what others have had is not for those only invited."""
    partnership = own_partnership(request, pk, edit=edit)
    user = request.user
    own = partnership.parties.exclude(joined_at=None).filter(
        Q(authority__in=user.authority_memberships.buying().values("authority"))
        | Q(legal_entity__organisation__in=user.memberships.active().values("organisation"))
    )
    if not own.exists():
        raise PermissionDenied(JOIN_FIRST)
    return partnership


@require_safe
def partnership_aid(request, pk):
    """For each family: earlier aid row by row, what the partnership adds, and what is left under the ceiling."""
    partnership = _joined_partnership(request, pk)
    asked = request.GET.keys() & CountForm.base_fields.keys()
    form = CountForm(request.GET if asked else None, initial=usual(partnership))
    given = {**form.initial, **(form.cleaned_data if form.is_bound and form.is_valid() else {})}
    found = []
    if not form.is_bound or form.is_valid():
        found = reading.of_partnership(
            partnership, rule=given["regel"], day=given["dag"], rate=given.get("kurs") or None
        )
    may_write = any(
        party.joined_at and (not party.is_public or partnership.state != PartnershipState.ENDED)
        for party in request.parties
    )
    context = {
        "partnership": partnership,
        "form": form,
        "day": given["dag"],
        "first_day": aid.first_day(given["dag"]),
        "rule": AidRule(given["regel"]).label,
        "families": [_told(partnership, family, given, may_write) for family in found],
        "may_write": may_write,
    }
    return answer(request, "procurement/partnership_aid.html", context, form)


def _told(partnership, family, given, may_write):
    """A family as the page shows it."""
    return {
        "organisation": family.organisation,
        "parties": family.parties,
        "tag": _tag(family),
        "headers": [
            *({"label": label} for label in ("Beviljades", "Från", "Till")),
            {"label": "Belopp", "number": True},
        ],
        "rows": [_row(row) for row in family.earlier],
        "strikes": [
            {"label": f"Stryk {row.granter}, {day_in_words(row.granted_on)}", "url": _strike(partnership, row)}
            for row in family.earlier
            if may_write and row.partnership_id is None
        ],
        "sums": _sums(family, given),
        "unknown": family.adds.unknown,
    }


def _strike(partnership, row):
    return reverse("partnership_aid_withdraw", args=[partnership.pk, row.pk])


def _row(row):
    small = f"{kronor(row.sek)}, {_rate(row.rate)}, {row.rate_source}" if row.sek is not None else ""
    return [
        {"text": day_in_words(row.granted_on)},
        {"text": row.granter},
        {"text": row.legal_entity.name},
        {"text": reading.euro(row.eur), "small": small, "number": True},
    ]


def _rate(rate):
    return f"{rate.normalize():f} kr för en euro".replace(".", ",")


def _tag(family):
    """(words, tone) of the answer. None of them is a permission."""
    if family.ceiling is None:
        return ("Taket för den dagen finns inte i portalen", "warning")
    if family.is_exceeded:
        return ("Taket överskrids", "danger")
    if family.is_exceeded is None:
        return ("Kan inte avgöras", "warning")
    return ("Under taket enligt det som är inlagt", "")


def _sums(family, given):
    least = "" if family.adds.is_whole else "minst "
    adds = f"{least}{kronor(family.adds.sek)}"
    note = ""
    if family.adds.sek:
        note = "Skriv kursen, så räknas beloppet om till euro."
        if family.rate:
            note = f"{least}{reading.euro(family.adds_eur)}, {_rate(family.rate)}, {given['kalla']}"
    sums = [
        {"key": "Tidigare stöd under tre år", "value": reading.euro(family.has_had)},
        {"key": "Partnerskapet ger", "value": adds, "note": note},
    ]
    whole = family.total is not None
    sums.append({"key": "Sammanlagt", "value": f"{least}{reading.euro(family.total)}" if whole else "Kan inte räknas"})
    if family.ceiling is not None:
        sums.append({"key": "Tak", "value": reading.euro(family.ceiling.eur), "note": family.ceiling.source})
    if family.room is not None and family.room < 0:
        sums.append({"key": "Över taket", "value": f"{least}{reading.euro(-family.room)}"})
    elif family.room is not None:
        most = "" if family.is_whole else "högst "
        sums.append({"key": "Kvar till taket", "value": f"{most}{reading.euro(family.room)}"})
    return sums


def _families(partnership):
    """The organisations whose legal entities have joined."""
    return partnership.parties.exclude(joined_at=None).exclude(legal_entity=None).values("legal_entity__organisation")


@require_http_methods(["GET", "POST"])
def partnership_aid_add(request, pk):
    """Put in aid from a certificate, for any legal entity of a family that takes part."""
    partnership = _joined_partnership(request, pk, edit=True)
    entities = LegalEntity.objects.filter(organisation__in=_families(partnership)).exclude(name="")
    if not any(party.is_public and party.joined_at for party in request.parties):
        entities = entities.filter(organisation__in=request.user.memberships.editing().values("organisation"))
    form = AidForm(
        request.POST if request.method == "POST" else None,
        entities=entities.select_related("organisation").order_by("organisation__name", "sort_key", "pk"),
    )
    if form.is_valid() and carried_out(form, lambda: service.note(form.chosen, actor=request.user, **form.facts)):
        messages.success(request, "Stödet är inlagt och räknas med.")
        return redirect("partnership_aid", partnership.pk)
    return answer(request, "procurement/partnership_aid_add.html", {"partnership": partnership}, form)


@require_http_methods(["GET", "POST"])
def partnership_aid_withdraw(request, pk, aid):
    """Strike out a row, with a reason."""
    partnership = _joined_partnership(request, pk, edit=True)
    rows = Aid.objects.standing().filter(legal_entity__organisation__in=_families(partnership))
    row = get_object_or_404(rows.select_related("legal_entity__organisation", "authority"), pk=aid)
    form = WithdrawAidForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form, lambda: service.withdraw(row, actor=request.user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, "Stödet är struket och räknas inte längre.")
        return redirect("partnership_aid", partnership.pk)
    context = {"partnership": partnership, "row": row, "amount": reading.euro(row.eur)}
    return answer(request, "procurement/partnership_aid_withdraw.html", context, form)
