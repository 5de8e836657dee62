"""Days and instants as an iCalendar file (RFC 5545), for anybody's calendar. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75  # octets, the line break left out


@dataclass(frozen=True)
class Entry:
    """One thing in the calendar. `when` is a day, or an instant with its time zone; `key` tells it from the others."""

    key: str
    when: date
    title: str
    text: str = ""
    url: str = ""


def calendar(entries, *, host, changed_at):
    """The file's text. `host` makes the keys unique in the world; `changed_at` says how new what stands here is."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{host}//Upphandlingar//SV", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines += _event(entry, host, changed_at)
    return "\r\n".join(part for line in [*lines, "END:VCALENDAR"] for part in _folded(line)) + "\r\n"


def _event(entry, host, changed_at):
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.key}@{host}"
    yield f"DTSTAMP:{_instant(changed_at)}"
    if isinstance(entry.when, datetime):
        yield f"DTSTART:{_instant(entry.when)}"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.when:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.when + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{_escaped(entry.text)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def _instant(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text):
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line):
    """The line in parts of at most 75 octets, no letter cut in two. Each part but the first begins with a space."""
    part, length = "", 0
    for letter in line:
        octets = len(letter.encode())
        if length + octets > LONGEST_LINE:
            yield part
            part, length = " ", 1
        part, length = part + letter, length + octets
    yield part
