"""Claims for case officers: somebody says that they represent an organisation that is here already."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.forms.case_officer import ClaimDecisionForm
from registry.models import Claim
from registry.reading.dossier import document_rows
from registry.services import claims
from registry.services.entitlements import has_conflict, organisations_with_conflict
from registry.views.base import act, answer, officer_page
from registry.wording import day_in_words

TONES = {"submitted": "warning", "approved": "success", "rejected": "danger", "withdrawn": ""}
STEP_LABELS = {
    "submit": "Anspråket kom in",
    "approve": claims.APPROVE.label,
    "reject": claims.REJECT.label,
    "withdraw": claims.WITHDRAW.label,
}


@officer_page
@require_safe
def claim_list(request):
    """Claims that wait, the oldest first; with `?alla=1` the decided ones too."""
    everything = request.GET.get("alla") == "1"
    rows = (
        Claim.objects.all().order_by("-received_at") if everything else Claim.objects.waiting().order_by("received_at")
    )
    page = Paginator(rows.select_related("organisation", "claimant"), 25).get_page(request.GET.get("page"))
    conflicts = organisations_with_conflict(request.user)
    context = {
        "page": page,
        "everything": everything,
        "headers": [
            {"label": "Organisation"},
            {"label": "Vem"},
            {"label": "Kom in"},
            {"label": "Läge"},
        ],
        "rows": [_row(claim, request.user, conflicts) for claim in page],
    }
    return render(request, "registry/claim_list.html", context)


def _row(claim, officer, conflicts):
    closed = _refusal(claim, officer, claim.organisation_id in conflicts)
    return [
        {
            "text": str(claim.organisation),
            "url": "" if closed else reverse("claim_review", args=[claim.case_number]),
            "small": claim.case_number,
        },
        {"text": str(claim.claimant), "small": claim.position},
        {"text": day_in_words(timezone.localdate(claim.received_at))},
        {
            "text": "",
            "tags": [(claim.get_state_display(), TONES[claim.state])] + ([(closed, "danger")] if closed else []),
        },
    ]


def _refusal(claim, officer, conflict):
    """Why the officer may not try the claim, in words; empty when nothing stands in the way."""
    if claim.claimant_id == officer.pk:
        return "Ditt eget anspråk"
    return "Du är jävig" if conflict else ""


@officer_page
@require_http_methods(["GET", "POST"])
def claim_review(request, case_number):
    """The evidence, the present owners, and the decision. A decided claim is only read."""
    claim = get_object_or_404(
        Claim.objects.select_related("organisation", "claimant", "evidence", "decided_by"), case_number=case_number
    )
    refusal = _refusal(claim, request.user, has_conflict(request.user, claim.organisation))
    if refusal:
        raise PermissionDenied(f"{refusal}. En annan handläggare prövar det.")
    form = ClaimDecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        approved = form.cleaned_data["outcome"] == "approve"
        decide = claims.approve if approved else claims.reject
        return act(
            request,
            lambda: decide(claim, actor=request.user, reasons=form.cleaned_data["reasons"]),
            done="Anspråket är godkänt. Personen är nu ägare." if approved else "Anspråket är avslaget.",
            to=reverse("claim_review", args=[case_number]),
        )
    events = claim.events.select_related("actor")
    context = {
        "claim": claim,
        "tone": TONES[claim.state],
        "is_open": claim.state == Claim.State.SUBMITTED,
        "evidence": document_rows([claim.evidence]),
        "owners": [
            {
                "key": str(row.user),
                "value": row.user.email,
                "note": f"{row.get_role_display()} sedan {day_in_words(timezone.localdate(row.created_at))}",
            }
            for row in claim.organisation.memberships.active().select_related("user").order_by("role", "created_at")
        ],
        "events": [
            {
                "when": event.created_at,
                "text": STEP_LABELS.get(event.action, event.action),
                "note": f"{event.actor}: {event.note}" if event.note else str(event.actor),
                "kind": "portal" if event.action in ("approve", "reject") else "",
            }
            for event in events
        ],
    }
    return answer(request, "registry/claim_review.html", context, form)
