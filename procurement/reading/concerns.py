"""What has happened to suppliers under contract, put into words: for the buyer, and for the supplier itself.

Never more than that something has happened that somebody should look at: whether the contract is kept is not known
here, and not said.
"""

from django.urls import reverse
from django.utils import timezone

from procurement.models import ConcernAnswer, ConcernKind
from procurement.watch import looked_into_until, waiting_on
from registry.wording import day_in_words, number_in_words

LOOKED_INTO = "Håller på att utredas"
LOOK_AT_IT = "Något har hänt som du bör titta på"
OVER = "Är över"
Answer = ConcernAnswer.Answer
ABOUT = {
    ConcernKind.VERIFICATION: "Portalens handläggare vet inte längre om kraven för verifiering är uppfyllda.",
    ConcernKind.DEREGISTERED: "Leverantören är inte längre registrerad som idéburen organisation.",
    ConcernKind.TRANSFER: "Enligt lagen får värden bara föras över till den som också är registrerad, eller till "
    "forskning (2022:900, 8\u00a0§).",
    ConcernKind.STATEMENT: "Leverantören har fått påminnelser och en varning. Portalen vet inte vilka värden som har "
    "förts över det året.",
    ConcernKind.PUBLIC_CONTROL: "En organisation som det offentliga bestämmer över räknas inte som idéburen "
    "(2022:900, 3\u00a0§).",
}


def stage(concern, today):
    """(words, tone) of where it stands: over, looked into, or to look at."""
    if hasattr(concern, "end"):
        return f"{OVER} sedan {day_in_words(timezone.localdate(concern.end.noticed_at))}", ""
    if today <= looked_into_until(timezone.localdate(concern.noticed_at)):
        return LOOKED_INTO, "info"
    return LOOK_AT_IT, "warning"


def answer_of(concern):
    """The latest answer, or None. The answers come with `in_order`."""
    return next(reversed(concern.answers.all()), None)


def buyer_stage(concern, today):
    """The same for the buyer, whose own answer goes before ours while it stands."""
    given = answer_of(concern)
    if given is None or hasattr(concern, "end"):
        return stage(concern, today)
    return given.get_answer_display(), "info" if given.answer == Answer.EXAMINED else ""


def when(concern):
    return f"Sedan {day_in_words(concern.began_on)}. Källa: {concern.source}"


def on_contract(concerns, today):
    """A contract's concerns for its desk, as rows.html takes them."""
    return [
        {
            "url": reverse("contract_concern", args=[concern.contract_id, concern.pk]),
            "label": concern.get_kind_display(),
            "note": when(concern),
            "aside": buyer_stage(concern, today)[0],
        }
        for concern in concerns
    ]


def facts(concern, today):
    """One concern, as summary_list.html takes it."""
    noticed = timezone.localdate(concern.noticed_at)
    period = waiting_on(noticed)
    return [
        {"key": "Leverantör", "value": concern.contract.supplier_name},
        {"key": "Vad", "value": concern.get_kind_display(), "note": ABOUT[concern.kind]},
        {"key": "Sedan", "value": day_in_words(concern.began_on), "note": concern.source},
        {"key": "Portalen märkte det", "value": day_in_words(noticed)},
        {
            "key": "Läge",
            "value": stage(concern, today)[0],
            "note": f"”{LOOKED_INTO}” i {number_in_words(period.days)} dagar, till och med "
            f"{day_in_words(looked_into_until(noticed))}. {period.reason}",
        },
    ]


def answers(concern):
    """What the authority has said, the latest first, as summary_list.html takes it."""
    return [
        {
            "key": row.get_answer_display(),
            "value": row.comment,
            "note": f"{row.answered_by}, {day_in_words(timezone.localdate(row.answered_at))}",
        }
        for row in concern.answers.select_related("answered_by").order_by("-pk")
    ]
