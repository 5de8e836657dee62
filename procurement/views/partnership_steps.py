"""The steps of a partnership, each on a page that says what it leads to."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from procurement import partnership_readiness
from procurement.forms.partnership_steps import AgreeForm, DecideForm, EndForm, ReasonForm, ResultForm, SignForm
from procurement.partnership_text import text_of
from procurement.reading import agreement
from procurement.services import partnership_parties, partnerships
from procurement.views.base import data_of
from procurement.views.partnership_base import own_partnership, own_party, page_of_form
from registry.views.base import act


@require_http_methods(["GET", "POST"])
def partnership_join(request, pk, party):
    """Ask before the party takes part."""
    held = own_partnership(request, pk)
    row = own_party(request, held, party)
    if request.method == "POST":
        return act(
            request,
            lambda: partnership_parties.join(row, actor=request.user),
            done="Ni är med. Skriv texten tillsammans med de andra.",
            to=reverse("partnership_work", args=[pk]),
        )
    return render(request, "procurement/partnership_join.html", {"partnership": held, "party": row})


@require_http_methods(["GET", "POST"])
def partnership_decline(request, pk, party):
    """Say no, or step back, and why. Whoever says no for the last of its parties sees the partnership no more."""
    held = own_partnership(request, pk)
    row = own_party(request, held, party)
    form = ReasonForm(data_of(request), question="Varför är ni inte med?", refusal="Skriv varför ni inte är med.")
    last = len(request.parties) == 1
    response = page_of_form(
        request,
        held,
        form,
        lambda given: partnership_parties.decline(row, actor=request.user, **given),
        done=f"{row} är inte med i {held}. De andra parterna får veta det.",
        template="partnership_decline",
        party=row,
    )
    return redirect("desk") if response.status_code == 302 and last else response


@require_http_methods(["GET", "POST"])
def partnership_agree(request, pk, party):
    """The whole text, and a yes to just that."""
    held = own_partnership(request, pk, edit=True)
    row = own_party(request, held, party)
    form = AgreeForm(data_of(request), initial={"seen": held.changed_at.isoformat()})
    return page_of_form(
        request,
        held,
        form,
        lambda given: partnership_parties.agree(row, actor=request.user, **given),
        done=f"{row} har sagt ja till texten.",
        template="partnership_agree",
        party=row,
        seen=held.changed_at.isoformat(),
        chapters=agreement.chapters(text_of(held)),
    )


@require_http_methods(["GET", "POST"])
def partnership_review(request, pk):
    """Ask before the text goes to the lawyers."""
    held = own_partnership(request, pk, edit=True, side="authority")
    if request.method == "POST":
        return act(
            request,
            lambda: partnerships.send_to_review(held, actor=request.user),
            done="Texten är skickad till juridisk bedömning. De andra parterna får veta det.",
            to=reverse("partnership_work", args=[pk]),
        )
    missing = partnership_readiness.hindrances(held)
    return render(request, "procurement/partnership_review.html", {"partnership": held, "missing": missing})


@require_http_methods(["GET", "POST"])
def partnership_send_back(request, pk):
    """Let the parties write again."""
    held = own_partnership(request, pk, edit=True, side="authority")
    form = ReasonForm(data_of(request), question="Vad ska parterna ändra?", refusal="Skriv vad parterna ska ändra.")
    return page_of_form(
        request,
        held,
        form,
        lambda given: partnerships.send_back(held, actor=request.user, **given),
        done="Texten är tillbaka hos parterna. De får veta vad som ska ändras.",
        template="partnership_send_back",
    )


@require_http_methods(["GET", "POST"])
def partnership_decide(request, pk):
    """The authority's decision."""
    held = own_partnership(request, pk, edit=True, side="authority")
    names = ("not_a_contract", "aid", "aid_reasons", "flag_answer")
    form = DecideForm(
        data_of(request),
        flagged=partnership_readiness.has_red_flags(held),
        initial={name: getattr(held, name) for name in names},
    )
    return page_of_form(
        request,
        held,
        form,
        lambda given: partnerships.decide(held, actor=request.user, **given),
        done="Beslutet är inlagt. Nu kan alla läsa partnerskapet.",
        template="partnership_decide",
    )


@require_http_methods(["GET", "POST"])
def partnership_activate(request, pk):
    """The day of the signatures."""
    held = own_partnership(request, pk, edit=True, side="authority")
    return page_of_form(
        request,
        held,
        form=SignForm(data_of(request)),
        step=lambda given: partnerships.activate(held, actor=request.user, **given),
        done="Partnerskapet är undertecknat och visas bland avtalen.",
        template="partnership_activate",
    )


@require_POST
def partnership_begin_follow_up(request, pk):
    """Begin to follow up."""
    held = own_partnership(request, pk, edit=True)
    return act(
        request,
        lambda: partnerships.begin_follow_up(held, actor=request.user),
        done="Uppföljningen har börjat. Skriv resultatet när ni är klara.",
        to=reverse("partnership_work", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
def partnership_follow_up(request, pk, follow_up):
    """What a follow-up showed."""
    held = own_partnership(request, pk, edit=True)
    row = get_object_or_404(held.follow_ups.select_related("partnership"), pk=follow_up)
    return page_of_form(
        request,
        held,
        form=ResultForm(data_of(request)),
        step=lambda given: partnerships.note_result(row, actor=request.user, **given),
        done="Resultatet är sparat och visas för alla.",
        template="partnership_follow_up",
        follow_up=row,
    )


@require_http_methods(["GET", "POST"])
def partnership_renegotiate(request, pk):
    """Write the agreement anew."""
    held = own_partnership(request, pk, edit=True)
    form = ReasonForm(data_of(request), question="Vad vill ni ändra?", refusal="Skriv vad ni vill ändra.")
    return page_of_form(
        request,
        held,
        form,
        lambda given: partnerships.renegotiate(held, actor=request.user, **given),
        done="Omförhandlingen har börjat. Det beslutade gäller tills det finns ett nytt beslut.",
        template="partnership_renegotiate",
    )


@require_http_methods(["GET", "POST"])
def partnership_keep(request, pk):
    """Give the renegotiation up."""
    held = own_partnership(request, pk, edit=True)
    form = ReasonForm(data_of(request), question="Varför ändrar ni inget?", refusal="Skriv varför inget ändras.")
    return page_of_form(
        request,
        held,
        form,
        lambda given: partnerships.keep(held, actor=request.user, **given),
        done="Det som är beslutat fortsätter att gälla.",
        template="partnership_keep",
    )


@require_http_methods(["GET", "POST"])
def partnership_end(request, pk):
    """End it, with day and reason."""
    held = own_partnership(request, pk, edit=True)
    return page_of_form(
        request,
        held,
        form=EndForm(data_of(request)),
        step=lambda given: partnerships.end(held, actor=request.user, **given),
        done="Partnerskapet är avslutat. De andra parterna får veta det.",
        template="partnership_end",
    )
