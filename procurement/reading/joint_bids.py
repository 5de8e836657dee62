"""A joint bid as one of its organisations reads it: the lead, a member, one that is asked, or one that is not in.

Others read of those who were asked only how many may still answer. The lead reads of each one it asked that it is in,
has time left, or is not in. A no and a silence are told in the same words, on the same day: the invitation waits until
the last day to answer, and after it, or once it is taken back, the one asked is not in.
"""

from dataclasses import dataclass

from django.utils import timezone

from procurement import joint_capacity
from procurement.group_verdict import day_of, deciding, of_group
from procurement.models.joint_bids import UNTOLD, GroupState, JointBid, MemberState
from procurement.models.procurements import State
from procurement.services.joint_bids import is_open
from registry.eligibility import answers, reader, words
from registry.models.eligibility import Answer, Ground
from registry.wording import day_in_words, in_a_row, number_in_words

NOT_IN = "Inte med"
GROUP_ANSWERS = {
    Answer.REGISTERED: "Alla är registrerade",
    Answer.EVIDENCED: "Alla är registrerade eller styrkta",
    Answer.STATED: "Uppfyllt enligt egna uppgifter",
    Answer.NOT_MET: "Gruppen uppfyller inte kravet",
    Answer.UNKNOWN: "Okänt",
    Answer.NO_VERDICT: "Inget svar för den dagen",
}
NOT_RESERVED = "Anbudsområdet är inte reserverat. Alla får lämna anbud, så portalen ger inget svar om gruppen."


@dataclass(frozen=True)
class Seen:
    """How an organisation stands to a group: `role` is lead, member, invited, declined or out; `own` its live rows.

    Live are those that are in, that may be answered, and a no that may be changed.
    """

    role: str
    own: list
    is_open: bool

    @property
    def is_inside(self):
        return self.role in ("lead", "member")

    @property
    def waiting(self):
        """The organisation's own invitations that it may still answer."""
        return [row for row in self.own if row.state == MemberState.INVITED]

    @property
    def declined(self):
        """The organisation's own invitations that it has said no to, and may still say yes to."""
        return [row for row in self.own if row.state == MemberState.DECLINED]

    @property
    def parts(self):
        """The organisation's own rows that are in."""
        return [row for row in self.own if row.state == MemberState.IN]


def seen_by(bid, organisation, at=None):
    """How the organisation stands to the group; None when it has nothing to do with it."""
    at = at or timezone.now()
    rows = [row for row in bid.members.select_related("legal_entity__organisation") if _is_of(row, organisation)]
    if not rows:
        return None
    goes_on = bid.state == GroupState.GATHERING and bid.lot_id is not None and is_open(bid.procurement, at)
    own = [row for row in rows if row.state == MemberState.IN or (goes_on and may_answer(row, at))]
    if bid.lead.organisation_id == organisation.pk:
        role = "lead"
    elif any(row.state == MemberState.IN for row in own):
        role = "member"
    elif any(row.state == MemberState.INVITED for row in own):
        role = "invited"
    else:
        role = "declined" if own else "out"
    return Seen(role, own, goes_on)


def _is_of(row, organisation):
    return row.legal_entity.organisation_id == organisation.pk


def may_answer(row, at=None):
    """Whether the one asked may answer, or change a no: its day has not passed. To all others the invitation waits."""
    return row.state in UNTOLD and row.answer_by >= timezone.localdate(at)


def taking_part(bid):
    """Those who are in, the lead first, with what each would deliver. Three queries."""
    return list(
        bid.members.taking_part()
        .select_related("legal_entity__organisation", "service_area")
        .prefetch_related("amounts__municipality")
    )


def waiting_text(bid, at=None):
    """How many invitations wait for an answer, and nothing of whose."""
    number = bid.members.waiting(timezone.localdate(at)).count()
    if not number or bid.state == GroupState.DISSOLVED:
        return "Ingen inbjudan väntar på svar."
    if number == 1:
        return "En inbjudan väntar på svar."
    return f"{number_in_words(number).capitalize()} inbjudningar väntar på svar."


def invitations(bid, at=None):
    """For the lead: each one it asked, the latest time, with the state in the lead's words: rows of (member, text)."""
    latest = {}
    for row in bid.members.filter(is_lead=False).select_related("legal_entity").order_by("invited_at", "pk"):
        latest[row.legal_entity_id] = row
    return [(row, invitation_text(row, at)) for row in latest.values()]


def invitation_text(row, at=None):
    """Med, väntar, or inte med: never how somebody came not to be in."""
    if row.state == MemberState.IN:
        return MemberState.IN.label
    if may_answer(row, at):
        return f"Väntar på svar till {day_in_words(row.answer_by)}"
    return NOT_IN


@dataclass(frozen=True)
class GroupVerdict:
    """The group's answer with its reasons, and each member's own: `members` is {legal entity's pk: verdict}."""

    answer: str
    tone: str
    sentences: list
    members: dict
    heading: str


def verdict(bid, members, at=None):
    """The verdict of the group for its lot's ground, on its day; None where the lot is not reserved."""
    lot = bid.lot
    if lot is None or not lot.ground:
        return None
    on = day_of(bid.procurement, timezone.localdate(at))
    numbers = [row.legal_entity.organisation_number for row in members]
    rule = reader.ground_rules()[lot.ground]
    found = {}
    for member, row in zip(members, answers.check(numbers, lot.ground, on), strict=True):
        found[member.legal_entity_id] = {
            "answer": words.SHORT[row.verdict.answer],
            "tone": words.TONES[row.verdict.answer],
            "sentences": words.reasons(row.verdict, rule),
            "code": row.verdict.answer,
        }
    own = [(str(member), found[member.legal_entity_id]["code"]) for member in members]
    answer = of_group(code for _, code in own)
    return GroupVerdict(
        answer=GROUP_ANSWERS[answer],
        tone=words.TONES[answer],
        sentences=list(_sentences(lot, answer, deciding(own, answer), on)),
        members=found,
        heading=Ground(lot.ground).label,
    )


def _sentences(lot, answer, who, on):
    yield f"Var och en som lämnar anbudet ska uppfylla kravet i {Ground(lot.ground).label}."
    yield f"Svaret gäller {day_in_words(on)}."
    if answer == Answer.NOT_MET:
        yield f"Ett krav är inte uppfyllt för {in_a_row(who)}. Då kan inte gruppen delta."
    if answer == Answer.UNKNOWN:
        yield f"Det är okänt för {in_a_row(who)}. Okänt är inte nej: visa för köparen att kraven är uppfyllda."
    if answer == Answer.STATED:
        yield "Uppgifterna är medlemmarnas egna. Ingen har prövat dem."
    if not lot.ground_confirmed:
        yield "Myndigheten har inte bekräftat grunden än."
    if answer not in (Answer.NOT_MET, Answer.NO_VERDICT):
        yield words.PER_PROCUREMENT


def amounts_text(member, unit):
    """What the member would deliver, in one line: 12 platser i Göteborg och 4 i Mölndal."""
    rows = sorted(member.amounts.all(), key=lambda row: row.municipality.sort_key if row.municipality else "")
    told = [f"{row.amount} {unit} {'i ' + str(row.municipality) if row.municipality else 'i allt'}" for row in rows]
    return in_a_row(told) if told else ""


def capacity(bid, members, places):
    """The sums as rows of a table, or None when nobody has written a number."""
    needed = {row.municipality: row.amount for row in bid.amounts.filter(member=None).select_related("municipality")}
    offers = [{row.municipality: row.amount for row in member.amounts.all()} for member in members]
    if not needed and not any(offers):
        return None
    named = {place for group in (needed, *offers) for place in group if place is not None}
    order = [*places, *sorted(named - set(places), key=lambda place: place.sort_key)]
    headers = [{"label": label} for label in ("Var", "Annonsen ber om", "Ni kan tillsammans", "Räcker det?")]
    rows = [
        [{"text": str(row.place or "Allt tillsammans")}, {"text": _number(row.needed)}, _offered(row), _enough(row)]
        for row in joint_capacity.sums(order, needed, offers)
    ]
    return {"headers": headers, "rows": rows, "unit": bid.get_unit_display()}


def _number(number):
    return "Uppgift saknas" if number is None else str(number)


def _offered(row):
    silent = f"{number_in_words(row.silent, common=True).capitalize()} har inte angett antal." if row.silent else ""
    return {"text": str(row.offered), "small": silent}


def _enough(row):
    if row.needed is None:
        return {"text": "–"}
    if row.is_enough is None:
        return {"tag": "Okänt", "tone": ""}
    if row.is_enough:
        return {"tag": "Räcker", "tone": "success"}
    return {"tag": f"Saknas {row.needed - row.offered}", "tone": "warning"}


def history(bid, members):
    """What those who are in have done, oldest first, as timeline.html takes it. Of all others nothing."""
    told = [{"when": bid.created_at, "text": f"{bid.lead} började samla en grupp", "kind": "portal"}]
    told += [{"when": row.answered_at, "text": f"{row} gick med", "kind": ""} for row in members if not row.is_lead]
    if bid.dissolved_at:
        told.append({"when": bid.dissolved_at, "text": "Gruppen upplöstes", "kind": ""})
    return sorted(told, key=lambda row: row["when"])


def standstill(bid, at=None):
    """Why nothing can be changed, in words; empty while the group gathers."""
    procurement = bid.procurement
    if bid.state == GroupState.DISSOLVED:
        return f"Gruppen upplöstes {day_in_words(timezone.localdate(bid.dissolved_at))}."
    if procurement.state == State.CANCELLED:
        return "Upphandlingen är avbruten. Gruppen kan inte ändras."
    if bid.lot_id is None:
        return "Myndigheten har tagit bort anbudsområdet. Gruppen kan inte ändras."
    if not is_open(procurement, at):
        return "Sista dagen för anbud har passerat. Gruppen kan inte ändras."
    return ""


def of_organisation(organisation, at=None):
    """The organisation's groups and open invitations, the latest first: pairs of a group and how it stands."""
    bids = (
        JointBid.objects.concerning(organisation)
        .select_related("procurement__authority", "lot", "lead__organisation")
        .prefetch_related("members__legal_entity")
        .order_by("-created_at", "-pk")
    )
    return [(bid, state) for bid in bids if (state := _state_for(bid, organisation, at))]


def _state_for(bid, organisation, at):
    """What the list says of the group; nothing when the organisation is not in and has nothing to answer."""
    rows = [row for row in bid.members.all() if _is_of(row, organisation)]
    if any(row.state == MemberState.IN for row in rows):
        return standstill(bid, at) or ("Ni håller ihop" if bid.lead.organisation_id == organisation.pk else "Ni är med")
    live = [] if standstill(bid, at) else [row for row in rows if may_answer(row, at)]
    waits = [row for row in live if row.state == MemberState.INVITED]
    if waits:
        return f"Svara senast {day_in_words(waits[0].answer_by)}"
    return f"Ni har tackat nej. Ni kan ändra er till {day_in_words(live[0].answer_by)}" if live else ""
