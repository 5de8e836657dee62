"""The family's page: its picture, the same as tables, and what the reader must know first."""

from dataclasses import dataclass

from registry import family_picture
from registry.calendar import months_later
from registry.family_graph import Kind, Outcome, State, findings, transfer_risk
from registry.reading import family_words as words
from registry.wording import capitalised, day_in_words, kronor, number_in_words

WIDE, NARROW = 860, 286
SHOWN_MONTHS = 24
MOST_ROWS = 300
LETTER = 7.6  # the widest that a letter of a name is drawn on the average, in pixels
SHAPES = {
    State.REGISTERED: "register-yes",
    State.TAIL: "register-ended",
    State.NOT_REGISTERED: "register-no",
    State.UNKNOWN: "register-unknown",
}
LANES = {Outcome.FLAGGED: "flagged", Outcome.UNKNOWN: "unknown", Outcome.BUSINESSLIKE: "business"}
LANE_ORDER = ["flagged", "unknown", "gift", "business"]
SIGNS = {Outcome.FLAGGED: "!", Outcome.UNKNOWN: "?"}
KINDS = {
    Kind.ENTITY: "I en annan organisation",
    Kind.OUTSIDE: "Finns inte i portalen",
    Kind.FOREIGN: "Utländsk organisation",
    Kind.RESEARCH: "Forskning",
    Kind.PERSONS: "Får inte ta emot värdeöverföringar",
    Kind.OWNER: "Ägare",
}


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box with its words: `name` cut to fit, `full` as it is. Shapes are empty for who has no mark."""

    box: family_picture.Box
    name: str
    full: str
    line: str
    url: str
    portal: str
    register: str
    kind: str


@dataclass(frozen=True)
class Drawn:
    """A picture ready for components/family_graph.html: `name` begins its ids, `shape` is wide or narrow."""

    picture: family_picture.Picture
    boxes: tuple
    name: str
    shape: str


def page(family, on, *, today, planned=False):
    """Everything that the page shows of the family on the day. `planned` takes in what is to come, for insiders."""
    graph = family.graph
    last = max((edge.on for edge in graph.transfers), default=on) if planned and on == today else on
    found = findings(graph, months_later(on, -SHOWN_MONTHS), max(on, last))[::-1]
    groups = _groups(found)
    shown = _shown(family, found, on)
    numbered = [
        family_picture.Edge(giver, recipient, LANES.get(outcome, "gift"), f"{number}{SIGNS.get(outcome, '')}")
        for (giver, recipient, outcome), number in groups.items()
        if giver != recipient
    ]
    numbered.sort(key=lambda edge: LANE_ORDER.index(edge.kind))  # when room is short, the least telling go
    owned_by = [(edge.owner, edge.owned) for edge in graph.owned_on(on)]
    keys = [node.key for node in shown]
    return {
        "wide": _drawn(family, keys, owned_by, numbered, on, WIDE, lanes=True),
        "narrow": _drawn(family, keys, owned_by, numbered, on, NARROW, lanes=False),
        "members": _member_table(family, on),
        "transfers": _transfer_table(graph, [row for row in found if not row.transfer.is_businesslike], groups, today),
        "businesslike": _transfer_table(graph, [row for row in found if row.transfer.is_businesslike], groups, today),
        "notices": _notices(graph, found, on),
        "since": months_later(on, -SHOWN_MONTHS),
    }


def _groups(found):
    """A number for each pair of giver and recipient with the same outcome: what one line of the picture stands for."""
    numbers = {}
    for row in found:
        numbers.setdefault((row.transfer.giver, row.transfer.recipient, row.outcome), len(numbers) + 1)
    return numbers


def _shown(family, found, on):
    """Members, those who own them on the day, and those who gave or were given."""
    wanted = {key for row in found for key in (row.transfer.giver, row.transfer.recipient)}
    wanted |= {key for edge in family.graph.owned_on(on) for key in (edge.owner, edge.owned)}
    kinds = [Kind.OWNER, Kind.MEMBER]
    nodes = [node for node in family.graph.nodes if node.kind == Kind.MEMBER or node.key in wanted]
    return sorted(nodes, key=lambda node: kinds.index(node.kind) if node.kind in kinds else len(kinds))


def _drawn(family, keys, owned_by, edges, on, width, *, lanes):
    picture = family_picture.draw(keys, owned_by, edges, width=width, lanes=lanes)
    boxes = tuple(_box(family, box, on) for box in picture.boxes)
    return Drawn(picture, boxes, *(("bred", "wide") if lanes else ("smal", "narrow")))


def _box(family, box, on):
    node, seen = family.graph.by_key[box.key], family.seen[box.key]
    member = node.kind == Kind.MEMBER
    line = seen.form if member else KINDS[node.kind]
    return DrawnBox(
        box=box,
        name=_cut(node.name, box.width - 24),
        full=f"{node.name}, {words.STATES[node.state(on)]}" if node.kind != Kind.OWNER else node.name,
        line=_cut(line, box.width - 80),
        url=seen.url,
        portal=seen.portal.shape if seen.portal and node.kind in (Kind.MEMBER, Kind.ENTITY) else "",
        register="" if node.kind == Kind.OWNER else SHAPES.get(node.state(on), ""),
        kind="member" if member else "other",
    )


def _cut(text, width):
    most = max(int(width / LETTER), 4)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _member_table(family, on):
    """Who owns whom, and the two facts of the day."""
    owners = {}
    for edge in family.graph.owned_on(on):
        held = words.stake(edge.share, edge.votes, appoints_board=edge.appoints_board)
        name = family.graph.by_key[edge.owner].name
        owners.setdefault(edge.owned, []).append(f"{name} ({held})" if held else name)
    for owned, label, span, stated in family.other_owners:
        if span.holds(on):
            owners.setdefault(owned, []).append(words.other_owner(label, stated))
    headers = ("Namn", "Ägs eller styrs av", "I portalen", "Hos Kammarkollegiet den dagen")
    rows = []
    for node in family.graph.members():
        seen = family.seen[node.key]
        rows.append(
            [
                {"text": node.name, "url": seen.url, "small": ", ".join(filter(None, [seen.form, seen.number]))},
                {"text": "; ".join(owners.get(node.key, [])) or "Uppgift saknas"},
                {"fact": seen.portal},
                {"text": capitalised(words.STATES[node.state(on)]), "small": seen.register.note},
            ]
        )
    return {"headers": [{"label": label} for label in headers], "rows": rows}


def _transfer_table(graph, found, groups, today):
    """Who gave what to whom, with both sides' state on the day. The number is the line's in the picture."""
    headers = ("Nr", "Från", "Till", "Dag", "Belopp", "Mottagaren den dagen")
    rows = [_transfer(graph, row, groups, today) for row in found[:MOST_ROWS]]
    total = sum(row.transfer.amount for row in found if row.transfer.on <= today)
    return {
        "headers": [{"label": label} for label in headers],
        "rows": rows,
        "total": kronor(total),
        "left_out": len(found) - len(rows),
    }


def _transfer(graph, row, groups, today):
    edge = row.transfer
    number = groups[edge.giver, edge.recipient, row.outcome]
    planned = edge.on > today
    return [
        {"text": f"{number}{SIGNS.get(row.outcome, '')}"},
        {"text": graph.by_key[edge.giver].name, "small": capitalised(words.STATES[row.giver])},
        {"text": graph.by_key[edge.recipient].name, "small": words.KINDS[edge.what] if edge.what else ""},
        {"text": day_in_words(edge.on), "small": "Planerad" if planned else ""},
        {"text": kronor(edge.amount)},
        {
            "tag": words.OUTCOMES[row.outcome],
            "tone": words.TONES[row.outcome],
            "small": capitalised(words.STATES[row.recipient]),
        },
    ]


def _notices(graph, found, on):
    notices = []
    flagged = sum(row.outcome == Outcome.FLAGGED for row in found)
    if flagged:
        many = f"{capitalised(number_in_words(flagged, common=True))} överföring{'ar' if flagged > 1 else ''} gick till"
        text = (
            f"{many} en mottagare som inte var registrerad den dagen och inte är forskning. Vi har inte prövat om det "
            "var en värdeöverföring i lagens mening."
        )
        notices.append({"title": "Att fråga om.", "text": text, "tone": "warning"})
    if risk := words.RISKS.get(transfer_risk(graph, on)):
        notices.append(dict(zip(("title", "text", "tone"), risk, strict=True)))
    return notices
