"""Where the facts of a text were read: a source on each line, name | address | day. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

_SOURCE = re.compile(r"^(?P<name>[^|]+)\|(?P<url>[^|]*)\|\s*(?P<day>\d{4}-\d{2}-\d{2})\s*$")


@dataclass(frozen=True)
class Source:
    """Where a fact was read, and on which day. `url` is empty for what is only on paper."""

    name: str
    url: str
    day: date

    @property
    def host(self):
        return host_of(self.url)


def host_of(address):
    """The other host that an address leads to; nothing for the portal's own addresses and for letters."""
    try:
        return (urlsplit(str(address)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def read_sources(text):
    """The sources of a text, one to a line: name | address | day. Raises ValidationError that names the line."""
    return tuple(_read_source(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def _read_source(number, line):
    found = _SOURCE.match(line)
    url = found["url"].strip() if found else ""
    try:
        day = date.fromisoformat(found["day"]) if found else None
    except ValueError:
        day = None
    if day is None or (url and not re.match(r"https?://[^\s/]+\S*\Z", url)):
        raise ValidationError(
            f"Rad {number} är ingen källa. Skriv namn | adress | dag, till exempel "
            "LOU | https://www.riksdagen.se/ | 2026-11-21."
        )
    return Source(found["name"].strip(), url, day)
