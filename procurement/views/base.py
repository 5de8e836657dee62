"""What the pages for procurement officers share."""

from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from procurement.models import ChoiceSystem, Lot, Procurement, ProviderApplication, Tender
from procurement.models.procurements import BEFORE_NOTICE, State
from procurement.reading.words import TONES
from procurement.services import awards, procurements
from registry.views.base import in_words
from registry.workflow import NotEntitled, StepNotAllowed

POLITICIANS = "Sidan är till för upphandlare. Fråga myndighetens administratör om du behöver den rollen."


# In which states the page of a step is worth opening. In others it says where the procurement stands, with no form.
OPEN_IN = {
    **dict.fromkeys(["procurement_facts", "procurement_reasons", "lot_add", "lot_remove"], BEFORE_NOTICE),
    "procurement_publish": procurements.PUBLISH.sources,
    "procurement_prolong": procurements.PROLONG.sources,
    "procurement_correct": procurements.CORRECT.sources,
    "procurement_cancel": procurements.CANCEL.sources,
    "procurement_award": awards.AWARD.sources,
    "procurement_review": awards.REVIEW.sources,
    "procurement_settle": awards.STANDS.sources,
    "procurement_conclude": (*awards.CONCLUDE.sources, State.UNDER_REVIEW),  # the page says that a court holds it
}


class NotNow(Exception):
    """The page's step cannot be taken in the state of the procurement."""

    def __init__(self, procurement):
        super().__init__(procurement.state)
        self.procurement = procurement


def buyer_page(view):
    """Only for an authority's procurement officers and administrators: strangers get 404, its politicians 403.

    The view finds the person's authorities, most often one, as `request.authorities`.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        rows = list(
            request.user.authority_memberships.active().select_related("authority").order_by("authority__name", "pk")
        )
        request.authorities = [row.authority for row in rows if row.role != row.Role.POLITICIAN]
        if request.authorities:
            try:
                return view(request, *args, **kwargs)
            except NotNow as refusal:
                held = refusal.procurement
                context = {"procurement": held, "tone": TONES[State(held.state)]}
                return render(request, "procurement/step_not_now.html", context)
        if rows:
            raise PermissionDenied(POLITICIANS)
        raise Http404

    return page


def data_of(request):
    """What was sent, or None when the page is only read."""
    return request.POST if request.method == "POST" else None


def chosen_authority(request, pk):
    """The one of the person's authorities that was chosen; who has only one is not asked."""
    return next((row for row in request.authorities if str(row.pk) == pk), request.authorities[0])


def own_procurement(request, pk):
    """A procurement of one of the person's authorities; 404 for any other.

    Raises `NotNow` when somebody opens the page of a step that cannot be taken now. A form that is sent goes on to the
    service, whose refusal loses nothing that was typed.
    """
    held = get_object_or_404(
        Procurement.objects.filter(authority__in=request.authorities, withdrawn_at=None).select_related("authority"),
        pk=pk,
    )
    states = OPEN_IN.get(request.resolver_match.url_name) if request.method != "POST" else None
    if states is not None and held.state not in states:
        raise NotNow(held)
    return held


def own_lot(request, pk, number):
    """A lot of such a procurement, by its number."""
    lots = Lot.objects.select_related("service_area")
    return get_object_or_404(lots, procurement=own_procurement(request, pk), number=number)


def own_tender(request, pk, tender):
    """A tender that still stands, in such a procurement."""
    tenders = Tender.objects.select_related("lot__procurement__authority", "legal_entity", "lead")
    return get_object_or_404(tenders, lot__procurement=own_procurement(request, pk), removed_at=None, pk=tender)


def carried_out(form, step):
    """Call `step` for a form that was filled in right. What it refuses is put on the form, so that nothing is lost.

    Returns whether it was done. Raises PermissionDenied for somebody who may not take the step at all.
    """
    try:
        step()
    except StepNotAllowed as refusal:
        form.add_error(None, in_words(refusal))
    except NotEntitled as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ValidationError as refusal:
        for field, texts in _by_field(refusal, form).items():
            form.add_error(field, texts)
    else:
        return True
    return False


def _by_field(refusal, form):
    """The refusal's texts by the form's fields; those of no field of the form under None."""
    if not hasattr(refusal, "error_dict"):
        return {None: refusal.messages}
    found = {}
    for name, texts in refusal.message_dict.items():
        found.setdefault(name if name in form.fields else None, []).extend(texts)
    return found


def own_choice_system(request, pk):
    """A choice system of one of the person's authorities; 404 for any other."""
    systems = ChoiceSystem.objects.select_related("authority", "service_area")
    return get_object_or_404(systems, authority__in=request.authorities, pk=pk)


def received_application(request, pk, application):
    """An application to such a system."""
    rows = ProviderApplication.objects.select_related(
        "system__authority", "system__service_area", "legal_entity__organisation", "contract"
    )
    return get_object_or_404(rows, system=own_choice_system(request, pk), pk=application)
