"""Days as a calendar file (.ics) that Outlook, Google and Apple open."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event


def calendar_file(days, *, name, filename):
    """An answer with whole days. `days`: (key, day, title, text).

    The key makes the identity of the entry: a file fetched again changes the entry in the reader's calendar and adds no
    second one. Two days of one file never share a key.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Idéburenportalen//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    host = urlsplit(settings.SITE_URL).hostname
    for key, day, title, text in days:
        event = Event()
        event.add("uid", f"{key}@{host}")
        event.add("dtstamp", timezone.now())
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", title)
        event.add("description", text)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    headers = {"Content-Disposition": f'attachment; filename="{filename}.ics"'}
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers=headers)
