"""The organisation's own list of value transfers: made, planned and struck out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.family_graph import judge
from registry.forms.transfers import TransferForm
from registry.models import ValueTransfer
from registry.models.members import Role
from registry.reading import family
from registry.reading.family_words import OUTCOMES, TONES
from registry.services import transfers
from registry.views.base import act, answer, member_organisation
from registry.wording import day_in_words, kronor


@require_safe
def transfer_list(request, slug):
    """Every transfer that is recorded or planned, the newest first, with what is known of the recipient on its day."""
    organisation = member_organisation(request, slug)
    rows = ValueTransfer.objects.visible_to(request.user).filter(giver__organisation=organisation)
    rows = rows.select_related("giver", "recipient").order_by("-on", "-pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    graph = family.read(organisation.pk, timezone.localdate(), insider=True).graph
    judged = {edge.key: judge(graph, edge).outcome for edge in graph.transfers}
    may_edit = request.role != Role.READER
    context = {
        "organisation": organisation,
        "may_edit": may_edit,
        "page": page,
        "headers": [
            {"label": label}
            for label in ("Från och till", "Dag", "Belopp", "Mottagaren den dagen", *["Ändra"] * may_edit)
        ],
        "rows": [_row(row, judged.get(str(row.pk)), organisation, may_edit=may_edit) for row in page],
    }
    return render(request, "registry/transfer_list.html", context)


def _row(row, outcome, organisation, *, may_edit):
    planned = row.on > timezone.localdate()
    cells = [
        {"text": f"{row.giver} till {row.recipient_label}", "small": what(row)},
        {"text": day_in_words(row.on), "small": "Planerad" if planned else ""},
        {"text": kronor(row.amount)},
        {"tag": OUTCOMES[outcome], "tone": TONES[outcome]} if outcome else {"tag": "Struken", "tone": ""},
    ]
    if may_edit:
        strike = {"text": "Stryk", "url": reverse("transfer_withdraw", args=[organisation.slug, row.pk])}
        cells.append({"text": day_in_words(timezone.localdate(row.withdrawn_at))} if row.withdrawn_at else strike)
    return cells


def what(row):
    """The kind of the dealing, and what it was about when that was told."""
    kind = "Affärsmässig" if row.is_businesslike else row.get_kind_display()
    return f"{kind}. {row.note}" if row.note else kind


@require_http_methods(["GET", "POST"])
def transfer_add(request, slug):
    """Record a transfer or plan one. Afterwards the page says what is known of the recipient on that day."""
    organisation = member_organisation(request, slug, edit=True)
    giver = request.GET.get("fran", "")
    form = TransferForm(
        request.POST if request.method == "POST" else None,
        organisation=organisation,
        actor=request.user,
        initial={"giver": organisation.entities.filter(pk=giver).first()} if giver.isdecimal() else {},
    )
    if form.is_valid():
        facts = dict(form.cleaned_data)
        transfer = transfers.record(facts.pop("giver"), actor=request.user, **facts)
        messages.success(request, "Överföringen är antecknad.")
        _say_what_is_known(request, organisation, transfer)
        return redirect("transfer_list", slug)
    return answer(request, "registry/transfer_add.html", {"form": form, "organisation": organisation}, form)


def _say_what_is_known(request, organisation, transfer):
    """A word at once when the recipient was not registered on the day, or nobody knows."""
    graph = family.read(organisation.pk, timezone.localdate(), insider=True).graph
    outcome = next(judge(graph, edge).outcome for edge in graph.transfers if edge.key == str(transfer.pk))
    if outcome == "flagged":
        messages.warning(
            request,
            "Mottagaren var inte registrerad den dagen. Den som är registrerad får bara föra över värden till "
            "registrerade idéburna organisationer eller till forskning (lagen 2022:900, 8 §).",
        )
    elif outcome == "unknown":
        messages.warning(request, "Vi vet inte om mottagaren var registrerad den dagen. Fråga Kammarkollegiet.")


@require_http_methods(["GET", "POST"])
def transfer_withdraw(request, slug, pk):
    """Ask before a transfer is struck out. What was handed in with a statement stands there still."""
    organisation = member_organisation(request, slug, edit=True)
    transfer = get_object_or_404(
        ValueTransfer.objects.in_force().select_related("giver__organisation", "recipient"),
        giver__organisation=organisation,
        pk=pk,
    )
    if request.method == "POST":
        return act(
            request,
            lambda: transfers.withdraw(transfer, actor=request.user),
            done="Överföringen är struken.",
            to=reverse("transfer_list", args=[slug]),
        )
    context = {
        "organisation": organisation,
        "transfer": transfer,
        "what": what(transfer),
        "statement": transfers.statement_with(transfer),
    }
    return render(request, "registry/transfer_withdraw.html", context)
