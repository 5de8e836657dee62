"""Where a legal entity stands, as the two facts that are always shown together: ours and Kammarkollegiet's.

Each fact is `{"shape", "text", "note"}` as the component facts.html takes it. The functions read prefetched rows:
applications, verifications, official_registrations and official_checks.
"""

from django.utils import timezone
from django.utils.formats import date_format

from registry.models import Application, OfficialCheck, Verification
from registry.models.applications import OPEN, State

TONES = {
    State.DRAFT: "",
    State.SUBMITTED: "info",
    State.UNDER_REVIEW: "info",
    State.COMPLETION_REQUESTED: "warning",
    State.APPROVED: "success",
    State.REJECTED: "danger",
    State.DISMISSED: "danger",
    State.WITHDRAWN: "",
}


def day(value):
    """A day in words: 21 november 2026."""
    return date_format(timezone.localtime(value) if hasattr(value, "hour") else value, "j F Y")


def current_case(entity):
    """The draft or open case about the entity, else its latest, else None."""
    cases = sorted(entity.applications.all(), key=lambda case: (case.state in (State.DRAFT, *OPEN), case.created_at))
    return cases[-1] if cases else None


def verification_in_force(entity, at=None):
    """The verification that holds on the day, or None."""
    at = at or timezone.localdate()
    return next((row for row in entity.verifications.all() if _holds(row.period, at)), None)


def portal_fact(entity, at=None):
    """What the portal has examined."""
    verification = verification_in_force(entity, at)
    if verification is not None:
        changing = verification.state == Verification.State.CHANGE_NOTICED
        since = f"sedan {day(verification.period.lower)}"
        note = f"{since}, en ändring prövas" if changing else since
        return {"shape": "portal-verified", "text": "Verifierad i portalen", "note": note}
    waiting = [
        case for case in entity.applications.all() if case.state in OPEN and case.kind == Application.Kind.VERIFICATION
    ]
    if waiting:
        note = f"ansökan kom in {day(waiting[0].received_at)}"
        return {"shape": "portal-waiting", "text": "Prövas nu", "note": note}
    ended = [row for row in entity.verifications.all() if row.ended_at]
    if ended:
        note = day(max(row.ended_at for row in ended))
        return {"shape": "portal-ended", "text": "Verifieringen har upphört", "note": note}
    return {"shape": "portal-none", "text": "Inte prövad i portalen", "note": "ingen ansökan prövas"}


def register_fact(entity, at=None):
    """What Kammarkollegiet's register said when somebody last looked. Unknown is never read as no."""
    at = at or timezone.localdate()
    checks = sorted(entity.official_checks.all(), key=lambda check: (check.checked_on, check.pk))
    latest = checks[-1] if checks else None
    checked = f"kontrollerad {day(latest.checked_on)}" if latest else ""
    registrations = sorted(entity.official_registrations.all(), key=lambda row: row.period.lower)
    for registration in registrations:
        if _holds(registration.period, at):
            note = ", ".join(filter(None, [f"sedan {day(registration.period.lower)}", checked]))
            return {"shape": "register-yes", "text": "Registrerad hos Kammarkollegiet", "note": note}
    if registrations:
        note = f"till {day(registrations[-1].period.upper)}" if registrations[-1].period.upper else checked
        return {"shape": "register-ended", "text": "Avregistrerad hos Kammarkollegiet", "note": note}
    if latest and latest.result == OfficialCheck.Result.NOT_REGISTERED:
        return {"shape": "register-no", "text": "Inte registrerad hos Kammarkollegiet", "note": checked}
    note = checked or "ingen har kontrollerat än"
    return {"shape": "register-unknown", "text": "Okänt om registrerad hos Kammarkollegiet", "note": note}


def _holds(period, at):
    return (period.lower is None or period.lower <= at) and (period.upper is None or at < period.upper)
