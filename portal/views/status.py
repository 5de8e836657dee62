"""How the portal is doing, for people and for the machine that watches it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, transaction
from django.db.models import Count, Max, Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

from portal.reading import kolada_health
from registry.models import Mail
from registry.models.mail import GIVE_UP_AFTER
from registry.reading import register_health
from registry.services import signing
from registry.wording import day_in_words, number_in_words

SILENT_FOR = 120  # seconds; a worker signs in every tenth


@login_not_required
@require_safe
@never_cache
@transaction.non_atomic_requests
def status(request):
    """200 while the database answers, else 503. A silent worker, waiting mail or an old source takes no page down."""
    try:
        known = _known(timezone.now())
    except DatabaseError:
        return HttpResponse("Databasen svarar inte.\n", status=503, content_type="text/plain; charset=utf-8")
    return render(request, "portal/status.html", {"rows": _rows(known)})


@login_not_required
@require_safe
@never_cache
@transaction.non_atomic_requests
def status_json(request):
    """The same for the machine that watches: 200 only while both the database and the worker do their work."""
    try:
        known = _known(timezone.now())
    except DatabaseError:
        return JsonResponse({"ok": False, "database": {"ok": False}}, status=503)
    return JsonResponse(_data(known), status=200 if known.worker_works else 503)


@dataclass(frozen=True)
class Known:
    """How each part is doing. The register and Kolada are sources of ours, the others are the portal itself."""

    now: datetime
    worker_heard: datetime | None
    mail_waiting: int
    mail_given_up: int
    register: register_health.Health
    kolada: kolada_health.Health

    @property
    def worker_silent(self):
        """Seconds since the worker was heard; None when it never was."""
        return None if self.worker_heard is None else max(0, round((self.now - self.worker_heard).total_seconds()))

    @property
    def worker_works(self):
        return self.worker_silent is not None and self.worker_silent <= SILENT_FOR


def _known(now):
    mail = Mail.objects.aggregate(
        waiting=Count("pk", filter=Q(sent_at=None, created_at__gt=now - GIVE_UP_AFTER)),
        given_up=Count("pk", filter=Q(sent_at=None, created_at__lte=now - GIVE_UP_AFTER)),
    )
    return Known(
        now=now,
        worker_heard=ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"],
        mail_waiting=mail["waiting"],
        mail_given_up=mail["given_up"],
        register=register_health.health(now),
        kolada=kolada_health.health(now),
    )


def _rows(known):
    return [
        {"key": "Databasen", "value": "Svarar", "note": ""},
        {"key": "Bakgrundsarbete", "value": _worker_words(known), "note": "Sköter e-post och påminnelser."},
        {"key": "E-post som väntar", "value": known.mail_waiting, "note": "Skickas så snart det går."},
        {
            "key": "E-post som inte gått fram",
            "value": known.mail_given_up,
            "note": "Har inte gått att skicka på fem dagar.",
        },
        {
            "key": "Underskrift av kvitton",
            "value": _signature_words(signing.state(known.now)),
            "note": "Kvitton gäller också utan underskrift: portalen känner igen dem på kontrollsumman.",
        },
        *register_health.rows(known.now, known.register),
        *kolada_health.rows(known.now, known.kolada),
    ]


def _data(known):
    register = known.register
    return {
        "ok": known.worker_works,
        "database": {"ok": True},
        "worker": {"ok": known.worker_works, "silent_seconds": known.worker_silent},
        "mail": {"waiting": known.mail_waiting, "given_up": known.mail_given_up},
        "signing": {"ok": signing.state(known.now).signs},
        "sources": {
            "kammarkollegiet_list": {
                "ok": not register.is_stale,
                "list_date": register.list_date,
                "age_days": register.list_age,
                "stale_after_days": settings.OFFICIAL_REGISTER_FRESH_DAYS,
                "last_attempt": register.attempted_at,
                "waits_for_officer": register.waits,
                "problem": register.problem,
            },
            "kammarkollegiet_by_hand": {"last_check": register.checked_on},
            "kolada": kolada_health.data(known.kolada),
        },
    }


def _signature_words(state):
    if state.valid_until is None:
        return "Ingen nyckel"
    if not state.signs:
        return f"Certifikatet gällde till {day_in_words(timezone.localdate(state.valid_until))}"
    how = "I gång med en demonyckel" if state.is_demo else "I gång"
    return f"{how}, till {day_in_words(timezone.localdate(state.valid_until))}"


def _worker_words(known):
    if known.worker_heard is None:
        return "Är inte i gång"
    if known.worker_works:
        return "I gång"
    return f"Har varit tyst i {number_in_words(known.worker_silent // 60, common=True)} minuter"
