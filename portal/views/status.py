"""How the portal is doing, for people and for the machine that watches it."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, transaction
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

from registry.models import Mail
from registry.models.mail import GIVE_UP_AFTER
from registry.services import signing
from registry.wording import day_in_words, number_in_words

SILENT_FOR = 120  # seconds; a worker signs in every tenth


@login_not_required
@require_safe
@never_cache
@transaction.non_atomic_requests
def status(request):
    """200 while the database answers, else 503. A silent worker or waiting mail is told, and takes no page down."""
    try:
        facts = _facts(timezone.now())
    except DatabaseError:
        return HttpResponse("Databasen svarar inte.\n", status=503, content_type="text/plain; charset=utf-8")
    return render(request, "portal/status.html", {"rows": facts})


def _facts(now):
    mail = Mail.objects.aggregate(
        waiting=Count("pk", filter=Q(sent_at=None, created_at__gt=now - GIVE_UP_AFTER)),
        given_up=Count("pk", filter=Q(sent_at=None, created_at__lte=now - GIVE_UP_AFTER)),
    )
    heard = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    return [
        {"key": "Databasen", "value": "Svarar", "note": ""},
        {"key": "Bakgrundsarbete", "value": _worker_words(heard, now), "note": "Sköter e-post och påminnelser."},
        {"key": "E-post som väntar", "value": mail["waiting"], "note": "Skickas så snart det går."},
        {
            "key": "E-post som inte gått fram",
            "value": mail["given_up"],
            "note": "Har inte gått att skicka på fem dagar.",
        },
        {
            "key": "Underskrift av kvitton",
            "value": _signature_words(signing.state(now)),
            "note": "Kvitton gäller också utan underskrift: portalen känner igen dem på kontrollsumman.",
        },
    ]


def _signature_words(state):
    if state.valid_until is None:
        return "Ingen nyckel"
    if not state.signs:
        return f"Certifikatet gällde till {day_in_words(timezone.localdate(state.valid_until))}"
    how = "I gång med en demonyckel" if state.is_demo else "I gång"
    return f"{how}, till {day_in_words(timezone.localdate(state.valid_until))}"


def _worker_words(heard, now):
    if heard is None:
        return "Är inte i gång"
    silent = max(0, round((now - heard).total_seconds()))
    if silent <= SILENT_FOR:
        return "I gång"
    minutes = silent // 60
    return f"Har varit tyst i {number_in_words(minutes, common=True)} minuter"
