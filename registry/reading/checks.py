"""A check of many numbers as plain data: what a page, a file and a receipt all say, word for word the same.

The data hold nothing that anybody typed but organisation numbers and the known roles, so that a receipt, which is kept
and signed, can not be made to say something else.
"""

from django.conf import settings
from django.utils import timezone

from registry.eligibility import reader, words
from registry.eligibility.answers import check
from registry.models.eligibility import Answer
from registry.number_lists import Line, NumberList, SupplierRole
from registry.validators import format_organisation_number
from registry.wording import capitalised, number_in_words

VERSION = 1
SHAPES = {
    Answer.REGISTERED: "register-yes",
    Answer.EVIDENCED: "portal-verified",
    Answer.STATED: "stated",
    Answer.NOT_MET: "not-met",
    Answer.UNKNOWN: "portal-unknown",
    Answer.NO_VERDICT: "portal-none",
}
PLURALS = {
    Answer.REGISTERED: "registrerade hos Kammarkollegiet",
    Answer.EVIDENCED: "inte registrerade, men varje krav är styrkt",
    Answer.STATED: "uppfyllda enligt egen uppgift",
    Answer.NOT_MET: "där ett krav inte är uppfyllt",
    Answer.UNKNOWN: "okända: kontrollera själv",
    Answer.NO_VERDICT: "utan svar för den dagen",
}
USUAL = (Answer.REGISTERED, Answer.EVIDENCED, Answer.NOT_MET, Answer.UNKNOWN)
NOT_HERE = "Finns inte hos oss"
# Said of a number that neither the portal nor Kammarkollegiet's list has.
NOT_A_NO = "Det betyder inte att den saknar rätt att delta."


def answers_for(numbers, ground, on, at=None):
    """Check the accepted lines of a list. `ground` is a ReservationGround. The number of queries is fixed.

    Returns data that JSON can hold: texts, whole numbers, lists and dicts.
    """
    at, rule = at or timezone.now(), reader.ground_rules()[ground.code]
    lines = numbers.accepted
    found = check([line.number for line in lines], ground.code, on)
    rows = [_row(line, row, rule) for line, row in zip(lines, found, strict=True)]
    return {
        "version": VERSION,
        "operator": settings.OPERATOR_NAME,
        "ground": ground.code,
        "provision": ground.provision,
        "ground_name": ground.name,
        "law": ground.source_name,
        "law_url": ground.source_url,
        "on": on.isoformat(),
        "checked_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "rows": rows,
        "problems": [
            {"position": line.position, "problem": line.problem, "words": line.problem_in_words}
            for line in numbers.refused
        ],
        "has_roles": numbers.has_roles,
    }


def _row(line, row, rule):
    verdict = row.verdict
    reasons = list(words.reasons(verdict, rule))
    if not row.name and verdict.answer == Answer.UNKNOWN:
        reasons.append(NOT_A_NO)
    answered = verdict.register.answered_on
    return {
        "position": line.position,
        "number": line.number,
        "name": row.name,
        "url": row.url,
        "roles": line.roles_in_words,
        "role_codes": [str(role) for role in line.roles],
        "notes": line.notes_in_words,
        "answer": str(verdict.answer),
        "words": Answer(verdict.answer).label,
        "reasons": reasons,
        "is_contradicted": verdict.is_contradicted,
        "register_answered_on": answered.isoformat() if answered else "",
    }


def numbers_of(content):
    """The list behind an answer, so that the same numbers can be asked about again."""
    return NumberList(
        tuple(
            Line(row["position"], row["number"], tuple(SupplierRole(role) for role in row["role_codes"]))
            for row in content["rows"]
        )
    )


def changed_since(content, now):
    """The numbers whose answer is another in `now`, an answer about the same numbers in the same order."""
    pairs = zip(content["rows"], now["rows"], strict=True)
    return [before["number"] for before, after in pairs if before["answer"] != after["answer"]]


def counts(content):
    """How many got each answer, for the answers that are usual or that somebody got: [(answer, number), …]."""
    given = [row["answer"] for row in content["rows"]]
    return [(answer, given.count(answer)) for answer in Answer if answer in USUAL or answer in given]


def summary(content):
    """The counts as components/stat.html takes them."""
    return [
        {"shape": SHAPES[answer], "answer": answer, "number": number, "label": PLURALS[answer]}
        for answer, number in counts(content)
    ]


def answer_of(row):
    """The answer of a row as components/verdict_line.html takes it."""
    return {"answer": row["answer"], "shape": SHAPES[Answer(row["answer"])], "text": row["words"]}


def table(content):
    """The rows with their answers, as components/data_table.html takes them: headers and rows."""
    headers = [{"label": "Nummer"}, {"label": "Namn"}, {"label": "Svar"}, {"label": "Skäl"}]
    rows = [
        [
            {"text": format_organisation_number(row["number"]), "nowrap": True, "small": _place(row)},
            {"text": row["name"] or NOT_HERE, "url": row["url"], "small": row["roles"]},
            {"verdict": answer_of(row)},
            {"text": " ".join(row["reasons"])},
        ]
        for row in content["rows"]
    ]
    return {"headers": headers, "rows": rows}


def _place(row):
    place = f"Rad\u00a0{row['position']}"
    return f"{place}. {row['notes']}" if row["notes"] else place


def problem_table(content, lines=()):
    """The rows that were not checked. `lines` are those just read, which still know what was typed."""
    typed = {line.position: line.typed for line in lines}
    shown = any(typed.values())
    headers = [{"label": "Rad"}, *([{"label": "Du skrev"}] if shown else []), {"label": "Varför vi inte kontrollerade"}]
    rows = [
        [
            {"text": f"Rad\u00a0{row['position']}"},
            *([{"text": typed.get(row["position"]) or "–"}] if shown else []),
            {"text": row["words"]},
        ]
        for row in content["problems"]
    ]
    return {"headers": headers, "rows": rows, "note": _left_out(content["problems"])}


def _left_out(problems):
    """How many rows were not checked, and how many stood twice: one sentence each."""
    twice = sum(row["problem"] == "duplicate" for row in problems)
    sentences = []
    if unread := len(problems) - twice:
        sentences.append(f"{_counted(unread, 'rad', 'rader')} gick inte att läsa.")
    if twice:
        sentences.append(f"{_counted(twice, 'nummer står', 'nummer står', common=False)} två gånger och räknas en.")
    return " ".join(sentences)


def _counted(number, one, many, *, common=True):
    return capitalised(f"{number_in_words(number, common=common)} {one if number == 1 else many}")


def file_rows(content):
    """The rows of a downloaded file, those that were not checked too, in the order of the list."""
    common = {"on": content["on"], "ground": content["provision"], "checked_at": content["checked_at"]}
    rows = [
        {
            **common,
            "position": row["position"],
            "number": format_organisation_number(row["number"]),
            "name": row["name"],
            "roles": row["roles"],
            "answer": row["words"],
            "reasons": " ".join(row["reasons"]),
            "register_answered_on": row["register_answered_on"],
            "url": f"{settings.SITE_URL}{row['url']}" if row["url"] else "",
            "notes": row["notes"],
        }
        for row in content["rows"]
    ]
    empty = dict.fromkeys(["number", "name", "roles", "reasons", "register_answered_on", "url"], "")
    rows += [
        {**common, **empty, "position": row["position"], "answer": "Inte kontrollerad", "notes": row["words"]}
        for row in content["problems"]
    ]
    return sorted(rows, key=lambda row: row["position"])
