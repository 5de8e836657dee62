"""Follow-up of the portal's own verification: for case officers, and the page where the organisation answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.forms.follow_up import SAMPLE_QUESTION, ConclusionForm, FollowUpAnswerForm, OpenFollowUpForm, SampleForm
from registry.models import FollowUpCase, SampleDraw, Verification
from registry.models.follow_up import FOLLOW_UP_OPEN, FollowUpState
from registry.models.members import Role
from registry.services import follow_up as service
from registry.services import review
from registry.services.entitlements import organisations_with_conflict
from registry.views.base import act, answer, member_organisation, officer_page, refuse_conflict
from registry.wording import day_in_words, percent

TONES = {
    FollowUpState.ASKED: "info",
    FollowUpState.ANSWERED: "success",
    FollowUpState.UNANSWERED: "warning",
    FollowUpState.CLOSED: "",
    FollowUpState.ENDED: "danger",
}
NOT_KK = "Uppföljningen gäller portalens verifiering. Registreringen hos Kammarkollegiet är en annan sak."


@officer_page
@require_safe
def follow_up_list(request):
    """Open follow-ups, the first to be answered first; with `?alla=1` the closed ones too."""
    everything = request.GET.get("alla") == "1"
    rows = FollowUpCase.objects.order_by("-opened_at") if everything else FollowUpCase.objects.open().order_by("due_on")
    cases = rows.select_related("verification__legal_entity__organisation", "officer")
    page = Paginator(cases, 25).get_page(request.GET.get("page"))
    conflicts = organisations_with_conflict(request.user)
    context = {
        "page": page,
        "everything": everything,
        "headers": [
            {"label": "Juridisk person"},
            {"label": "Läge"},
            {"label": "Varför"},
            {"label": "Svara senast"},
            {"label": "Handläggare"},
        ],
        "rows": [_row(case, conflicts) for case in page],
        "samples": [_sample(row) for row in SampleDraw.objects.select_related("drawn_by").order_by("-pk")[:10]],
    }
    return answer(request, "registry/follow_up_list.html", context)


def _row(case, conflicts):
    conflict = case.verification.legal_entity.organisation_id in conflicts
    return [
        {
            "text": str(case.verification.legal_entity),
            "url": "" if conflict else reverse("follow_up", args=[case.case_number]),
            "small": f"{case.case_number}{', du är jävig' if conflict else ''}",
        },
        {"tag": case.get_state_display(), "tone": TONES[case.state]},
        {"text": case.get_cause_display()},
        {"text": day_in_words(case.due_on)},
        {"text": str(case.officer)},
    ]


def _sample(row):
    return {
        "key": day_in_words(timezone.localdate(row.drawn_at)),
        "value": f"{len(row.drawn)} av {len(row.drawn_from)}, {percent(row.share)}",
        "note": f"Frö: {row.seed}. Drogs av {row.drawn_by}.",
    }


def _case(request, case_number):
    """The follow-up for an officer without jäv; 403 with it."""
    case = get_object_or_404(
        FollowUpCase.objects.select_related(
            "verification__legal_entity__organisation", "verification__application", "officer", "sample"
        ),
        case_number=case_number,
    )
    refuse_conflict(request, case.verification.legal_entity.organisation)
    return case


@officer_page
@require_http_methods(["GET", "POST"])
def follow_up(request, case_number):
    """The question, the answer and what has happened; closing it, or going on to end the verification."""
    case = _case(request, case_number)
    is_open = case.state in FOLLOW_UP_OPEN
    form = ConclusionForm(request.POST if request.method == "POST" else None) if is_open else None
    if form is not None and form.is_valid():
        return act(
            request,
            lambda: service.close(case, actor=request.user, conclusion=form.cleaned_data["conclusion"]),
            done="Uppföljningen är avslutad. Organisationen har fått veta det.",
            to=request.path,
        )
    context = {
        "case": case,
        "entity": case.verification.legal_entity,
        "tone": TONES[case.state],
        "is_open": is_open,
        "summary": _summary(case),
        "events": _events(case),
    }
    return answer(request, "registry/follow_up.html", context, form)


def _summary(case):
    rows = [("Varför", case.get_cause_display()), ("Svara senast", day_in_words(case.due_on))]
    if case.sample:
        drawn = f"{percent(case.sample.share)} av {len(case.sample.drawn_from)}, frö {case.sample.seed}"
        rows.append(("Stickprov", drawn))
    if case.answered_at:
        rows.append(("Svarade", day_in_words(timezone.localdate(case.answered_at))))
    return [{"key": key, "value": value, "note": ""} for key, value in rows]


def _events(case):
    return [
        {
            "when": event.created_at,
            "text": service.LABELS.get(event.action, event.action),
            "note": str(event.actor),
            "kind": "portal" if event.action in ("close", "end") else "",
        }
        for event in case.events.select_related("actor")
    ]


@officer_page
@require_http_methods(["GET", "POST"])
def follow_up_open(request, pk):
    """Ask about a verification, because of a signal or a missing statement."""
    held = get_object_or_404(
        Verification.objects.exclude(state=Verification.State.ENDED).select_related(
            "legal_entity__organisation", "application"
        ),
        pk=pk,
    )
    refuse_conflict(request, held.legal_entity.organisation)
    form = OpenFollowUpForm(
        request.POST if request.method == "POST" else None, initial={"due_on": review.suggested_due_date()}
    )
    if form.is_valid():
        return act(
            request,
            lambda: service.open_case(held, actor=request.user, **form.cleaned_data),
            done="Frågan är skickad.",
            to=reverse("follow_up_list"),
        )
    context = {
        "verification": held,
        "happens": [
            "De som företräder organisationen får frågan med e-post och svarar i portalen.",
            "De får en påminnelse en vecka före sista dagen.",
            "Svarar de inte står det på den publika sidan att svar saknas.",
            NOT_KK,
        ],
        "obstacles": ["En uppföljning pågår redan"] if held.follow_ups.open().exists() else [],
    }
    return answer(request, "registry/follow_up_open.html", context, form)


@officer_page
@require_http_methods(["GET", "POST"])
def follow_up_sample(request):
    """Draw a random sample of those that are verified, and ask each of them."""
    initial = {"due_on": review.suggested_due_date(), "question": SAMPLE_QUESTION}
    form = SampleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        return act(
            request,
            lambda: service.draw_sample(actor=request.user, **form.cleaned_data),
            done="Stickprovet är draget och frågorna är skickade.",
            to=reverse("follow_up_list"),
        )
    context = {
        "happens": [
            "Listan över alla verifierade utan pågående uppföljning sparas som den är nu.",
            "Andelen dras med fröet, så att dragningen går att göra om.",
            "Alla som drogs får frågan med e-post.",
            NOT_KK,
        ],
        "obstacles": [],
    }
    return answer(request, "registry/follow_up_sample.html", context, form)


@require_http_methods(["GET", "POST"])
def follow_up_answer(request, slug, case_number):
    """What the portal asks, and the organisation's answer. Readers read."""
    organisation = member_organisation(request, slug)
    case = get_object_or_404(
        FollowUpCase.objects.visible_to(request.user)
        .filter(verification__legal_entity__organisation=organisation)
        .select_related("verification__legal_entity"),
        case_number=case_number,
    )
    may_answer = case.state in service.WAITING and request.role != Role.READER
    if request.method == "POST" and request.role == Role.READER:
        raise PermissionDenied("Du kan läsa men inte svara. Be en ägare att ge dig en annan roll.")
    if request.method == "POST" and not may_answer:
        messages.error(request, "Frågan är redan besvarad eller avslutad. Det du skrev sparades inte.")
    form = FollowUpAnswerForm(request.POST if request.method == "POST" else None) if may_answer else None
    if form is not None and form.is_valid():
        return act(
            request,
            lambda: service.answer(case, actor=request.user, text=form.cleaned_data["text"]),
            done="Tack, vi har fått ert svar.",
            to=request.path,
        )
    context = {
        "organisation": organisation,
        "case": case,
        "entity": case.verification.legal_entity,
        "tone": TONES[case.state],
        "may_answer": may_answer,
        "not_kk": NOT_KK,
    }
    return answer(request, "registry/follow_up_answer.html", context, form)
