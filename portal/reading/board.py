"""The follow-up board as pages tell it: each question with who asks, what is said by whom, and what has happened."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from portal.models import BoardAsking, BoardCase, BoardQuestion, BoardState, BoardStatement, Place
from portal.reading.addresses import board_url
from portal.reading.from_json import row_of
from procurement.models import ContractingAuthority
from registry.exports import Column
from registry.models import Organisation
from registry.wording import day_in_words, in_a_row

INVENTED = "påhittat"
HIDDEN = "En organisation som inte visas"
TONES = {
    BoardState.NOT_ASKED: "",
    BoardState.ASKED: "warning",
    BoardState.DONE: "success",
    BoardState.NOT_DONE: "danger",
    BoardState.DISPUTED: "warning",
}
SHORT = {
    BoardState.NOT_ASKED: "Inte frågad",
    BoardState.ASKED: "Frågad",
    BoardState.DONE: "Gjort",
    BoardState.NOT_DONE: "Inte gjort",
    BoardState.DISPUTED: "Går isär",
}
SOME = 100  # so many places are asked for by code; of more, every case is read
FIELDS = {
    BoardAsking: ["id", "asked_on", "way", "remind_on", "reminded_at", "created_at"],
    BoardStatement: ["id", "says", "day", "words", "evidence_url", "evidence", "said_at"],
}
WHO = {
    BoardAsking: {"organisation": Organisation},
    BoardStatement: {"organisation": Organisation, "authority": ContractingAuthority},
}
KNOWN = {Organisation: ["id", "name", "slug", "published_at"], ContractingAuthority: ["id", "name", "slug"]}
COLUMNS = [
    Column("code", "Kod"),
    Column("place", "Kommun eller region"),
    Column("county", "Län"),
    Column("question", "Fråga"),
    Column("state", "Läge"),
    Column("askers", "Frågade av"),
    Column("asked_on", "Först frågad"),
    Column("noted", "Vad organisationer säger"),
    Column("answered", "Kommunens eller regionens svar"),
    Column("evidence", "Underlag"),
    Column("invented", "Påhittat"),
    Column("url", "Sida"),
]


@dataclass(frozen=True)
class Asker:
    """An organisation that has asked. `asking` is its row."""

    asking: BoardAsking

    @property
    def name(self):
        return _name(self.asking.organisation)

    @property
    def url(self):
        return _url(self.asking.organisation)

    @property
    def words(self):
        return f"{day_in_words(self.asking.asked_on)}, {self.asking.get_way_display().lower()}"


@dataclass(frozen=True)
class Said:
    """What one organisation, or the authority, says."""

    statement: BoardStatement

    @property
    def is_answer(self):
        return self.statement.authority_id is not None

    @property
    def name(self):
        return str(self.statement.authority) if self.is_answer else _name(self.statement.organisation)

    @property
    def url(self):
        if self.is_answer:
            return self.statement.authority.get_absolute_url()
        return _url(self.statement.organisation)

    @property
    def says(self):
        return self.statement.get_says_display()

    @property
    def evidence(self):
        """What the evidence is called; the address itself when nobody has named it."""
        return self.statement.evidence or self.statement.evidence_url

    @property
    def in_short(self):
        """All of it on one line, for files."""
        words = f": ”{self.statement.words}”" if self.statement.words else ""
        return f"{self.name}, {self.says.lower()} {day_in_words(self.statement.day)}{words}"


@dataclass
class Told:
    """One of the five questions at a place. Without a case nobody has asked or said anything."""

    question: BoardQuestion
    case: BoardCase | None = None
    askers: list = field(default_factory=list)
    said: list = field(default_factory=list)

    @property
    def state(self):
        return BoardState(self.case.state) if self.case else BoardState.NOT_ASKED

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def label(self):
        return f"{self.state.label} ({INVENTED})" if self.is_invented else self.state.label

    @property
    def is_invented(self):
        return bool(self.case and self.case.is_invented)

    @property
    def answer(self):
        """The authority's own, or None."""
        return next((row for row in self.said if row.is_answer), None)

    @property
    def first_asked(self):
        return min((row.asking.asked_on for row in self.askers), default=None)

    @property
    def next_reminder(self):
        """The first day on which somebody who still waits is reminded, or None."""
        if self.state == BoardState.DONE:
            return None
        return min((day for row in self.askers if (day := next_reminder(row.asking, self.said))), default=None)


@dataclass(frozen=True)
class PlaceBoard:
    """All five, in order."""

    place: object
    rows: tuple

    @property
    def url(self):
        return board_url(self.place)

    @property
    def is_invented(self):
        return any(row.is_invented for row in self.rows)

    @property
    def is_empty(self):
        return all(row.case is None for row in self.rows)

    @property
    def asked_by(self):
        """Everybody who asks something, each once, as one phrase; empty when nobody does."""
        names = list(dict.fromkeys(asker.name for row in self.rows for asker in row.askers))
        return in_a_row(names) if names else ""


def next_reminder(asking, said):
    """The day on which the asker is reminded, or None: when it was, chose none, or has got an answer since."""
    return None if asking.reminded_at or is_answered(asking, said) else asking.remind_on


def is_answered(asking, said):
    """Whether the authority has answered since the organisation put in its question."""
    return any(row.is_answer and row.statement.said_at >= asking.created_at for row in said)


def of_place(place, cases=None):
    """The board of one place, by a Place or a Known. One query, or none with the rows of `cases` at hand."""
    return PlaceBoard(place, tuple(_told([place.code], cases)[place.code]))


def of_places(places):
    """[PlaceBoard] of the places, in their order. One query, however many."""
    places = list(places)
    told = _told([place.code for place in places])
    return [PlaceBoard(place, tuple(told[place.code])) for place in places]


def cases(codes):
    """The questions to places, each with who asks (`asked`) and what is said (`told`)."""
    rows = BoardCase.objects.filter(place__in=codes) if len(codes) < SOME else BoardCase.objects.all()
    return rows.annotate(asked=_gathered(BoardAsking, "asked_on"), told=_gathered(BoardStatement, "said_at"))


def _told(codes, held=None):
    """{code: [Told of each question]}. One query: the rows of each case come with it."""
    told = {code: {question: Told(question) for question in BoardQuestion} for code in codes}
    for case in cases(codes) if held is None else held:
        if case.place_id in told:
            row = told[case.place_id][case.question]
            row.case = case
            row.askers = [Asker(_made(BoardAsking, values, case)) for values in case.asked]
            row.said = [Said(_made(BoardStatement, values, case)) for values in case.told]
    return {code: list(rows.values()) for code, rows in told.items()}


def _gathered(model, order):
    """The standing rows of a case, with who they are of, as JSON."""
    names = {name: name for name in FIELDS[model]}
    who = {f"{who}__{name}": f"{who}__{name}" for who, kind in WHO[model].items() for name in KNOWN[kind]}
    rows = model.objects.standing().filter(case=OuterRef("pk")).order_by(order, "pk")
    return ArraySubquery(rows.values(found=JSONObject(**names, **who)))


def _made(model, values, case):
    """The row that JSON tells of."""
    row = row_of(model, {name: values[name] for name in FIELDS[model]}, case=case)
    for who, kind in WHO[model].items():
        facts = {name: values[f"{who}__{name}"] for name in KNOWN[kind]}
        if facts["id"]:
            setattr(row, who, row_of(kind, facts))
    return row


def _name(organisation):
    return organisation.name if organisation.published_at else HIDDEN


def _url(organisation):
    return organisation.get_absolute_url() if organisation.published_at else ""


# --- What has happened at a place ---


def history(place):
    """Every step that anybody may know of, oldest first, as timeline.html takes it: organisations, never persons."""
    events = []
    askings = BoardAsking.objects.filter(case__place=place.code).select_related("case", "organisation")
    for row in askings:
        who = _name(row.organisation)
        events.append(_event(row.created_at, f"{who} frågade", row.case, f"Frågat {day_in_words(row.asked_on)}"))
        if row.withdrawn_at:
            events.append(_event(row.withdrawn_at, f"{who} drog tillbaka sin fråga", row.case))
    statements = list(
        BoardStatement.objects.filter(case__place=place.code).select_related("case", "organisation", "authority")
    )
    started = {(row.case_id, row.organisation_id, row.said_at) for row in statements}
    for row in statements:
        said = Said(row)
        verb = "svarade" if said.is_answer else "lämnade en uppgift"
        kind = "register" if said.is_answer else ""
        events.append(_event(row.said_at, f"{said.name} {verb}: {said.says.lower()}", row.case, row.words, kind))
        if row.closed_at and (row.case_id, row.organisation_id, row.closed_at) not in started:
            events.append(_event(row.closed_at, f"{said.name} tog tillbaka sin uppgift", row.case))
    return sorted(events, key=lambda event: event["when"])


def _event(when, text, case, note="", kind=""):
    about = f"{case.get_question_display()} ({INVENTED})" if case.is_invented else case.get_question_display()
    return {"when": when, "text": text, "note": f"{about} {note}".strip(), "kind": kind}


# --- The country ---


def totals(boards):
    """How many places are in each state, question by question: rows for data_table.html."""
    rows = []
    for position, question in enumerate(BoardQuestion):
        states = [board.rows[position].state for board in boards]
        rows.append(
            [{"text": question.label}, *({"text": str(states.count(state)), "number": True} for state in BoardState)]
        )
    return rows


def file_rows(boards, questions, holds, absolute):
    """A row for each place and question that is asked for. `holds(state)` says whether a state is."""
    for board in boards:
        for told in board.rows:
            if told.question in questions and holds(told.state):
                yield _file_row(board.place, told, absolute)


def _file_row(place, told, absolute):
    return {
        "code": place.code,
        "place": place.name,
        "county": place.county.name,
        "question": told.question.label,
        "state": told.label,
        "askers": [asker.name for asker in told.askers],
        "asked_on": told.first_asked,
        "noted": [row.in_short for row in told.said if not row.is_answer],
        "answered": told.answer.in_short if told.answer else "",
        "evidence": [row.statement.evidence_url or row.evidence for row in told.said if row.evidence],
        "invented": INVENTED if told.is_invented else "",
        "url": absolute(board_url(place)),
    }


# --- One organisation's ---


@dataclass(frozen=True)
class Ours:
    """What one organisation has asked or said of one question at one place."""

    place: Place
    told: Told
    asking: BoardAsking | None
    said: BoardStatement | None

    @property
    def waits(self):
        """Asked, and since then nobody has answered or said that it is done."""
        return self.may_postpone and not is_answered(self.asking, self.told.said)

    @property
    def remind_on(self):
        if self.asking is None or self.told.state == BoardState.DONE:
            return None
        return next_reminder(self.asking, self.told.said)

    @property
    def may_postpone(self):
        return self.asking is not None and self.told.state != BoardState.DONE


def of_organisation(organisation):
    """[Ours], those that wait first and then by place and question. Four queries."""
    askings = {row.case_id: row for row in BoardAsking.objects.standing().filter(organisation=organisation)}
    said = {row.case_id: row for row in BoardStatement.objects.standing().filter(organisation=organisation)}
    cases = BoardCase.objects.filter(pk__in=[*askings, *said]).select_related("place").order_by("place__sort_key")
    places = {case.place_id: case.place for case in cases}
    rows = [
        Ours(board.place, told, askings.get(told.case.pk), said.get(told.case.pk))
        for board in of_places(places.values())
        for told in board.rows
        if told.case and (told.case.pk in askings or told.case.pk in said)
    ]
    return sorted(rows, key=lambda row: not row.waits)


def reminder_in_words(day: date | None):
    """When one is reminded next."""
    return day_in_words(day) if day else "Ingen"
