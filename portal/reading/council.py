"""An elected person's own page: what has happened since they last read, what ends this term, what to ask in council."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.elections import EVERY, election_day, term
from portal.governance import LAW, in_running_text
from portal.models import GovernanceDocumentEvent, IndicatorValue, TargetEvent
from portal.models.governance import GovernanceDocument
from portal.reading.addresses import documents_url, targets_url
from portal.reading.ending_work import of_place, supported_contracts
from portal.reading.governance import INVENTED as INVENTED_DOCUMENT
from portal.reading.targets import marked
from portal.services import governance as governance_steps
from portal.services import targets as target_steps
from portal.target_standing import Standing
from procurement import radar
from procurement.models import Contract, ContractFollowUp, Procurement
from registry.calendar import months_later
from registry.wording import NO_BREAK_SPACE, day_in_words, in_a_row, number_in_words

FIRST_DAYS = 30  # what a person who has marked nothing as read is shown
MOST = 10  # of each kind of news, and of contracts in the list
MONTHS = 24
Kind = GovernanceDocument.Kind


# --- What has changed ---


@dataclass(frozen=True)
class News:
    """What happened since a moment, the newest first, as rows.html takes it. `more`: how many that did not fit."""

    since: datetime
    is_first: bool
    rows: tuple
    more: int

    @property
    def day(self):
        return timezone.localdate(self.since)


def news(place, mark, at=None):
    """What has happened in the place since the person's mark, or in the last thirty days for who has none."""
    at = at or timezone.now()
    since = mark.read_at if mark else at - timedelta(days=FIRST_DAYS)
    found = [*_of_targets(place, since), *_of_documents(place, since), *_figures(place, since), *_bought(place, since)]
    found.sort(key=lambda row: row[0], reverse=True)
    rows = tuple({"label": label, "note": note, "url": url, "aside": _day(when)} for when, label, note, url in found)
    return News(since, mark is None, rows[: 3 * MOST], max(len(rows) - 3 * MOST, 0))


def _day(when):
    return day_in_words(timezone.localdate(when))


def _of_targets(place, since):
    rows = TargetEvent.objects.filter(target__place=place, created_at__gt=since).select_related("target")
    for row in rows.order_by("-created_at", "-pk")[:MOST]:
        yield row.created_at, f"{target_steps.LABELS[row.action]}: {marked(row.target)}", row.note, targets_url(place)


def _of_documents(place, since):
    rows = GovernanceDocumentEvent.objects.filter(document__place=place, created_at__gt=since)
    for row in rows.select_related("document").order_by("-created_at", "-pk")[:MOST]:
        invented = f" ({INVENTED_DOCUMENT})" if row.document.is_invented else ""
        yield (
            row.created_at,
            f"{governance_steps.LABELS[row.action]}: {row.document}{invented}",
            row.note,
            row.document.get_absolute_url(),
        )


def _figures(place, since):
    """New numbers from other sources, one line a measure."""
    rows = (
        IndicatorValue.objects.told()
        .filter(place=place, read_at__gt=since, value__isnull=False)
        .values("indicator__title", "indicator__is_invented")
        .annotate(year=Max("year"), when=Max("read_at"))
        .order_by("-when", "indicator__title")
    )
    for row in rows[:MOST]:
        invented = " Påhittade värden." if row["indicator__is_invented"] else ""
        yield row["when"], f"Nya siffror: {row['indicator__title']}", f"Senaste året är {row['year']}.{invented}", ""


def _bought(place, since):
    contracts = Contract.objects.shown().filter(of_place(place), created_at__gt=since)
    for row in contracts.order_by("-created_at", "-pk")[:MOST]:
        yield row.created_at, f"Nytt avtal: {row.title}", row.supplier_name, row.get_absolute_url()
    published = Procurement.objects.filter(of_place(place), withdrawn_at=None, published_at__gt=since)
    for row in published.order_by("-published_at", "-pk")[:MOST]:
        yield row.published_at, f"Ny upphandling: {row.title}", "", row.get_absolute_url()


# --- What ends this term ---


@dataclass(frozen=True)
class TermEnds:
    """What ends before the term does, and the next election."""

    term: object
    election: date
    targets: tuple
    documents: tuple
    contracts: tuple
    contract_count: int
    list_url: str


def ends_this_term(place, targets, governance, day):
    """Targets to be reached, documents that run out and contracts that end before the term does."""
    now = term(day)
    contracts = Contract.objects.ending(day, now.last_day).filter(of_place(place)).order_by("ends_by", "pk")
    authority = {"myndighet": place.name}
    return TermEnds(
        term=now,
        election=election_day(now.begins_in + EVERY),
        targets=tuple(row for row in targets.standing if row.target.target_year <= now.last_day.year),
        documents=tuple(row for row in governance.documents if row.document.term_begins_in == now.begins_in),
        contracts=tuple(_contract(row, day) for row in contracts[:MOST]),
        contract_count=contracts.count(),
        list_url=f"{reverse('contract_list')}?{urlencode(authority)}",
    )


def _contract(row, day):
    """A contract as rows.html takes it, with the last day to influence what comes after."""
    step = radar.next_step(radar.next_time(row, row.ends_by, on=day), on=day)
    due = f"{step.label} senast {day_in_words(step.day)}" if step else ""
    return {
        "label": row.title,
        "note": row.supplier_name,
        "url": row.get_absolute_url(),
        "due": due,
        "aside": f"slutar {day_in_words(row.ends_by)}",
    }


# --- What to ask ---


@dataclass(frozen=True)
class Question:
    """A question to ask in council, the fact that gives rise to it, and where the fact stands."""

    text: str
    fact: str
    source: str
    url: str = ""


def questions(place, targets, governance, day, *, contracts=None):
    """What the facts give reason to ask, the law's demands first. `contracts`: the supported, if read already."""
    if contracts is None:
        contracts = supported_contracts(place, day)
    return [
        *_about_documents(place, governance),
        *_about_targets(place, targets),
        *_about_contracts(place, day),
        *_about_idea_based(contracts, day),
    ]


def _about_documents(place, governance):
    url = documents_url(place)
    for kind in governance.kinds:
        if kind.is_law and not kind.documents:
            yield Question(
                f"Har vi ett program för utförare för mandatperioden {term(governance.day)}?",
                "Portalen känner inte till något program. Det kan finnas ändå.",
                LAW,
                url,
            )
        if kind.kind == Kind.PARTNERSHIP_GUIDELINE and not kind.documents:
            yield Question(
                "Har vi en riktlinje för partnerskap med idéburna, eller ska vi ta fram en?",
                "Portalen känner inte till någon riktlinje. Det kan finnas ändå.",
                "Styrdokument i portalen",
                url,
            )
        for row in kind.documents:
            if row.is_due:
                yield Question(
                    f"När beslutar vi om nytt {in_running_text(kind.kind)}?"
                    if not kind.is_law
                    else "När beslutar vi om ett nytt program för utförare?",
                    f"{row.name}: {row.words}",
                    LAW if kind.is_law else "Styrdokument i portalen",
                    row.url,
                )
            if row.document.mentions == GovernanceDocument.Mentions.NO:
                yield Question(
                    f"Varför nämner {row.name} inte idéburna?",
                    f"Beslutades {row.decision}.",
                    "Styrdokument i portalen",
                    row.url,
                )


def _about_targets(place, targets):
    url = targets_url(place)
    for row in targets.standing:
        if row in targets.behind:
            yield Question(
                f"Vad gör nämnden för att nå målet {row.target.title}?",
                f"Utfallet är {row.outcome_in_words} år {row.outcome.year}. Målet är {row.goal_in_words} år "
                f"{row.target.target_year}. {row.judgement.why}{_invented(row.target)}",
                row.source_in_short,
                url,
            )
        elif row.outcome is None:
            yield Question(
                f"Hur mäter vi målet {row.target.title}, och när får vi de första siffrorna?",
                f"Utfallet saknas.{_invented(row.target)}",
                f"Beslut: {row.decision}",
                url,
            )
        if row.ending.number and row.standing in (Standing.BEHIND, Standing.ON_WAY):
            yield Question(
                f"Hur når vi målet {row.target.title} när avtal löper ut?",
                f"{row.ending.in_words}{_invented(row.target)}",
                "Avtal i portalen",
                url,
            )


def _invented(target):
    return " Målet är påhittat." if target.is_invented else ""


def _about_contracts(place, day):
    performed = ContractFollowUp.objects.filter(contract=OuterRef("pk"), performed_on__lte=day)
    told = (
        Contract.objects.running(day)
        .filter(of_place(place))
        .annotate(is_followed_up=Exists(performed))
        .aggregate(
            all=Count("pk"),
            without=Count("pk", filter=Q(insight_missing=True)),
            unknown=Count("pk", filter=Q(insight_missing=False, insight_clause="")),
            never=Count("pk", filter=Q(is_followed_up=False)),
        )
    )
    url = f"{reverse('contract_list')}?{urlencode({'myndighet': place.name})}"
    if told["without"] or told["unknown"]:
        parts = [(told["without"], "saknar villkor om insyn"), (told["unknown"], "har ingen uppgift")]
        said = in_a_row([f"{number_in_words(number)} {words}" for number, words in parts if number])
        yield Question(
            "Hur säkrar vi allmänhetens insyn i det som andra utför åt oss?",
            f"Av {number_in_words(told['all'])} löpande avtal i portalen: {said}.",
            f"Kommunallagen (2017:725) 10 kap. 9{NO_BREAK_SPACE}§",
            url,
        )
    if told["never"]:
        yield Question(
            "När följs avtalen upp, och vem läser resultatet?",
            f"Av {number_in_words(told['all'])} löpande avtal i portalen har {number_in_words(told['never'])} ingen "
            "genomförd uppföljning.",
            f"Kommunallagen (2017:725) 10 kap. 8{NO_BREAK_SPACE}§",
            url,
        )


def _about_idea_based(contracts, day):
    last = months_later(day, MONTHS)
    ends = [row for row in contracts if row.last_day and row.last_day <= last]
    if ends:
        first = min(ends, key=lambda row: row.last_day)
        yield Question(
            "Hur ska de idéburna avtal som löper ut köpas nästa gång, och kan de reserveras?",
            f"{number_in_words(len(ends)).capitalize()} slutar inom {MONTHS} månader. Först {first.title}, "
            f"{day_in_words(first.last_day)}.",
            "Avtal i portalen",
            reverse("contract", args=[first.pk]),
        )
