"""Days and hours as a calendar file (.ics) that Outlook, Google and Apple open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event


@dataclass(frozen=True)
class Occasion:
    """Something at a time of day. A higher `sequence` takes the place of what a reader's calendar holds already."""

    key: str
    starts_at: datetime
    ends_at: datetime
    title: str
    text: str
    where: str
    url: str
    sequence: int
    is_cancelled: bool
    changed_at: datetime


def calendar_file(days, *, name, filename):
    """An answer with whole days. `days`: (key, day, title, text).

    The key makes the identity of the entry: a file fetched again changes the entry in the reader's calendar and adds no
    second one. Two days of one file never share a key.
    """
    calendar = _calendar(name)
    for key, day, title, text in days:
        event = _event(key, title, text)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return _answer(calendar, filename)


def occasion_file(occasions, *, name, filename):
    """An answer with hours in Swedish time. What was cancelled stays in the file and says so, so that it is crossed
    out in the calendars that hold it.
    """
    calendar = _calendar(name)
    for occasion in occasions:
        event = _event(occasion.key, occasion.title, occasion.text)
        event.add("dtstart", timezone.localtime(occasion.starts_at))
        event.add("dtend", timezone.localtime(occasion.ends_at))
        event.add("location", occasion.where)
        event.add("url", occasion.url)
        event.add("sequence", occasion.sequence)
        event.add("status", "CANCELLED" if occasion.is_cancelled else "CONFIRMED")
        event.add("last-modified", occasion.changed_at)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return _answer(calendar, filename)


def _calendar(name):
    calendar = Calendar()
    calendar.add("prodid", "-//Idéburenportalen//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    return calendar


def _event(key, title, text):
    event = Event()
    event.add("uid", f"{key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now())
    event.add("summary", title)
    event.add("description", text)
    return event


def _answer(calendar, filename):
    headers = {"Content-Disposition": f'attachment; filename="{filename}.ics"'}
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers=headers)
