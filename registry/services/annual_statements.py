"""The yearly statement to the portal: written, handed in, corrected by a new one, read and judged by a case officer.

Kammarkollegiet asks for its own (2022:900, 9 §), and gets nothing from here. What was handed in stands as it was.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry import notifications, status_log
from registry.calendar import months_later
from registry.case_numbers import next_case_number
from registry.family_graph import judge as judge_transfer
from registry.models import AnnualStatement, JournalEntry, LegalEntity
from registry.models.eligibility import Criterion
from registry.reading import family, statements
from registry.services import search_index
from registry.services.eligibility import keep_judgement
from registry.services.entitlements import require_editor, require_officer
from registry.statement_years import due_day, twelve_months
from registry.workflow import StepNotAllowed, lock

# A first or last financial year may be longer than twelve months, at most eighteen (1999:1078, 3 kap. 3 §).
LONGEST_YEAR = 18


@transaction.atomic
def start(entity, *, actor, year_begins, year_ends, is_nil, note="", at=None):
    """Begin a statement about a financial year. Raises `StepNotAllowed` when there is one, or the days cannot be."""
    require_editor(actor, entity.organisation)
    entity, at = lock(entity), at or timezone.now()
    if not statements.may_state(_duty(entity, at), timezone.localdate(at)):
        raise StepNotAllowed("Årsuppgift lämnar den som är registrerad, har varit det eller är verifierad i portalen.")
    statement = AnnualStatement(
        legal_entity=entity,
        year_begins=year_begins,
        year_ends=year_ends,
        is_nil=is_nil,
        note=note,
        created_by=actor,
        created_at=at,
    )
    _check(statement, at)
    statement.save()
    status_log.write(statement, "start_draft", actor=actor, to_state="draft", at=at)
    return statement


@transaction.atomic
def save(statement, *, actor, year_begins, year_ends, is_nil, note="", at=None):
    """Write on a statement that is not handed in yet."""
    statement = _editable(statement, actor)
    statement.year_begins, statement.year_ends = year_begins, year_ends
    statement.is_nil, statement.note = is_nil, note
    _check(statement, at or timezone.now())
    statement.save(update_fields=["year_begins", "year_ends", "is_nil", "note"])
    return statement


@transaction.atomic
def discard(statement, *, actor):
    """Take away a draft."""
    statement = _editable(statement, actor)
    status_log.write(statement, "discard", actor=actor, from_state="draft", to_state="discarded")
    statement.delete()


@transaction.atomic
def correct(statement, *, actor, at=None):
    """Begin a new statement that replaces one that stands. The first stays as it was handed in."""
    require_editor(actor, statement.legal_entity.organisation)
    statement = lock(statement)
    if not statement.is_submitted:
        raise StepNotAllowed("Årsuppgiften är inte lämnad än. Ändra i den.")
    begun = AnnualStatement.objects.filter(replaces=statement).first()
    if begun is not None:
        if begun.is_submitted:
            raise StepNotAllowed("Årsuppgiften är redan rättad. Rätta den senaste.")
        return begun
    draft = AnnualStatement.objects.create(
        legal_entity=statement.legal_entity,
        year_begins=statement.year_begins,
        year_ends=statement.year_ends,
        is_nil=statement.is_nil,
        note=statement.note,
        replaces=statement,
        created_by=actor,
        created_at=at or timezone.now(),
    )
    status_log.write(draft, "start_draft", actor=actor, reason="correction", to_state="draft", at=at)
    return draft


@transaction.atomic
def submit(statement, *, actor, at=None):
    """Hand it in: the year's transfers are frozen as they stand, with what was known of each recipient on its day.

    Raises `StepNotAllowed` when the year has not ended, or when what is ticked and what is recorded do not agree.
    """
    at = at or timezone.now()
    entity = lock(statement.legal_entity)
    statement = _editable(statement, actor)
    _check(statement, at)
    lines = lines_of(statement, timezone.localdate(at))
    obstacle = obstacle_to(statement, lines, timezone.localdate(at))
    if obstacle:
        raise StepNotAllowed(obstacle)
    statement.content = _content(statement, lines, timezone.localdate(at))
    statement.submitted_at, statement.submitted_by = at, actor
    statement.case_number = next_case_number(at)
    statement.save(update_fields=["content", "submitted_at", "submitted_by", "case_number"])
    what = "Rättad årsuppgift" if statement.replaces_id else "Årsuppgift"
    _write_journal(statement, JournalEntry.Direction.IN, f"{what} för {period(statement)}", at)
    status_log.write(statement, "hand_in", actor=actor, from_state="draft", to_state="handed_in", at=at)
    context = {"statement": statement, "corrects": statement.replaces}
    url = f"/min-organisation/{entity.organisation.slug}/arsuppgifter/{statement.pk}/"
    members = notifications.members_of(entity.organisation, editing=True)
    notifications.notify(members, "statement_received", context, url=url, once=str(statement.pk))
    search_index.refresh(entity.organisation)
    return statement


def lines_of(statement, today=None):
    """The year's transfers as they would be handed in today: each with what is known of both sides on its day."""
    today = today or timezone.localdate()
    entity = statement.legal_entity
    graph = family.read(entity.organisation_id, today, insider=True).graph
    judged = {
        edge.key: judge_transfer(graph, edge)
        for edge in graph.transfers
        if edge.giver == family.key_of(entity.pk) and statement.year_begins <= edge.on <= statement.year_ends
    }
    transfers = entity.transfers_made.in_force().filter(pk__in=judged).select_related("recipient").order_by("on", "pk")
    return [
        family.line_of(row)
        | {"recipient_state": judged[str(row.pk)].recipient, "outcome": judged[str(row.pk)].outcome, "what": row.note}
        for row in transfers
    ]


def obstacle_to(statement, lines, today):
    """What stands in the way of handing it in, in words; empty when nothing does."""
    transfers = [line for line in lines if not line["businesslike"]]
    if statement.year_ends >= today:
        return "Räkenskapsåret har inte slutat än. Lämna uppgiften när det har gjort det."
    if statement.is_nil and transfers:
        return "Ni har svarat nej, men det finns antecknade värdeöverföringar. Ändra svaret eller stryk dem."
    if not statement.is_nil and not transfers:
        return "Ni har svarat ja, men ingen värdeöverföring är antecknad. Anteckna dem först, eller ändra svaret."
    return ""


@transaction.atomic
def judge(statement, *, actor, is_met, evidence, holds_until=None, comment="", at=None):
    """A case officer says whether the statement shows that only allowed transfers were made.

    The judgement holds from the day of the judgement, and when met until the next statement is due.
    """
    organisation = statement.legal_entity.organisation
    require_officer(actor, organisation)
    statement, at = lock(statement), at or timezone.now()
    if not statement.is_submitted or AnnualStatement.objects.handed_in().filter(replaces=statement).exists():
        raise StepNotAllowed("Bara en lämnad årsuppgift som ingen senare har ersatt kan bedömas.")
    try:
        judgement = keep_judgement(
            statement.legal_entity,
            Criterion.TRANSFERS,
            actor=actor,
            is_met=is_met,
            holds_from=timezone.localdate(at),
            holds_until=(holds_until or next_due(statement)) if is_met else holds_until,
            evidence=evidence,
            comment=comment,
            statement=statement,
            at=at,
        )
    except ValidationError as refusal:
        raise StepNotAllowed(" ".join(refusal.messages)) from refusal
    outcome = "met" if is_met else "not_met"
    status_log.write(statement, "judge", actor=actor, from_state="handed_in", to_state=outcome, at=at)
    _write_journal(statement, JournalEntry.Direction.OUT, f"Bedömning av årsuppgift för {period(statement)}", at)
    url = f"/min-organisation/{organisation.slug}/arsuppgifter/{statement.pk}/"
    members = notifications.members_of(organisation, editing=True)
    notifications.notify(members, "statement_judged", {"statement": statement, "judgement": judgement}, url=url)
    search_index.refresh(organisation)
    return judgement


def next_due(statement):
    """The last day of the next statement: until then what this one shows may be relied on."""
    return due_day(twelve_months(statement.year_ends + timedelta(days=1)), settings.ANNUAL_STATEMENT_MONTHS)


def period(statement):
    """The financial year in short: 2025, or 2024-07-01–2025-06-30 when it is no calendar year."""
    begins, ends = statement.year_begins, statement.year_ends
    if (begins.month, begins.day, ends.month, ends.day, ends.year) == (1, 1, 12, 31, begins.year):
        return str(begins.year)
    return f"{begins}–{ends}"


def _duty(entity, at):
    found = statements.entities_to_state(LegalEntity.objects.filter(pk=entity.pk)).get()
    return statements.duty(found, timezone.localdate(at))


def _editable(statement, actor):
    """The draft, locked, for one who may write on it."""
    require_editor(actor, statement.legal_entity.organisation)
    statement = lock(statement)
    if statement.is_submitted:
        raise StepNotAllowed("Årsuppgiften är redan lämnad. Lämna en rättad i stället.")
    return statement


def _check(statement, at):
    """The days of the year, against each other and against the other years."""
    if statement.year_ends <= statement.year_begins:
        raise StepNotAllowed("Räkenskapsåret slutar efter att det har börjat.")
    if statement.year_ends >= months_later(statement.year_begins, LONGEST_YEAR):
        raise StepNotAllowed("Ett räkenskapsår är högst 18 månader.")
    others = AnnualStatement.objects.standing().filter(
        legal_entity=statement.legal_entity,
        year_begins__lte=statement.year_ends,
        year_ends__gte=statement.year_begins,
    )
    if others.exclude(pk__in=[statement.pk or 0, statement.replaces_id or 0]).exists():
        raise StepNotAllowed("Det finns redan en årsuppgift för den tiden.")
    held = _duty(statement.legal_entity, at)
    waiting = statements.suggested_year(held, timezone.localdate(at))
    if held.is_bound and waiting and not statement.replaces_id and statement.year_begins > waiting[0]:
        raise StepNotAllowed(f"Lämna årsuppgiften för året som börjar {waiting[0]} först. Åren följer på varandra.")
    try:
        statement.full_clean()
    except ValidationError as refusal:
        raise StepNotAllowed(" ".join(refusal.messages)) from refusal


def _content(statement, lines, today):
    """What was handed in, by itself: it says the same whatever happens to the rows it was made from."""
    entity = statement.legal_entity
    return {
        "entity": {"name": str(entity), "number": entity.organisation_number or entity.identifier},
        "year": [statement.year_begins.isoformat(), statement.year_ends.isoformat()],
        "is_nil": statement.is_nil,
        "note": statement.note,
        "looked_up_on": today.isoformat(),
        "transfers": lines,
    }


def _write_journal(statement, direction, subject, at):
    organisation = statement.legal_entity.organisation
    return JournalEntry.objects.create(
        case_number=statement.case_number,
        direction=direction,
        organisation=organisation,
        counterparty=organisation.name,
        subject=subject,
        registered_at=at,
    )
