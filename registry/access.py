"""Who is who. Views and querysets ask here; the answers are kept on the user for the length of a request."""

from django.utils import timezone

CASE_OFFICER = "CaseOfficer"


def _standing(user):
    """The user's groups and current shift as case officer, read once per request in one query each."""
    if not hasattr(user, "_standing"):
        groups = set(user.groups.values_list("name", flat=True))
        shift = None
        if user.is_superuser:
            shift = user.officer_shifts.current().first()
        user._standing = (groups, shift)
    return user._standing


def forget(user):
    """Read the user's standing anew, after it has changed."""
    if hasattr(user, "_standing"):
        del user._standing


def is_case_officer(user, at=None):
    """Whether the user handles cases now: appointed, or an administrator on a shift of one hour.

    A superuser is not a case officer by being one: that power is switched on, for a while, with a reason.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    groups, shift = _standing(user)
    return CASE_OFFICER in groups or (shift is not None and shift.expires_at > (at or timezone.now()))


def current_shift(user):
    """The administrator's shift as case officer that runs now, or None."""
    if not user.is_authenticated or not user.is_superuser:
        return None
    _, shift = _standing(user)
    return shift


def requires_second_factor(user):
    """Case officers, administrators and procurement officers sign in with two factors in production (PRODUCT 11)."""
    if not user.is_authenticated:
        return False
    if user.is_staff or user.is_superuser:
        return True
    groups, _ = _standing(user)
    if CASE_OFFICER in groups:
        return True
    authority_memberships = getattr(user, "authority_memberships", None)
    return bool(authority_memberships and authority_memberships.requiring_second_factor().exists())


def role_names(user):
    """The user's standing in words, for the header."""
    if not user.is_authenticated:
        return []
    names = []
    if user.is_superuser:
        names.append("Administratör")
    if is_case_officer(user):
        names.append("Handläggare")
    if not names and user.memberships.active().exists():
        names.append("Företrädare")
    return names


def role_in(user, organisation):
    """The user's active role in the organisation, or None."""
    if not user.is_authenticated:
        return None
    membership = user.memberships.active().filter(organisation=organisation).only("role").first()
    return membership.role if membership else None
