"""The diarium: a row for each document that comes in or goes out (OSL 2009:400, 5 kap. 1 and 2 §§)."""

from django.utils import timezone

from registry.models import JournalEntry


def write(application, direction, subject, *, document=None, counterparty=None, at=None):
    """A row about an application or a notice of change. The counterparty is the organisation unless told otherwise."""
    organisation = application.legal_entity.organisation
    return JournalEntry.objects.create(
        case_number=application.case_number,
        direction=direction,
        organisation=organisation,
        counterparty=counterparty or organisation.name,
        subject=subject,
        application=application,
        document=document,
        registered_at=at or timezone.now(),
    )


def write_claim(claim, direction, subject, *, at=None):
    """A row about a claim. Persons are not named in the public diarium."""
    return JournalEntry.objects.create(
        case_number=claim.case_number,
        direction=direction,
        organisation=claim.organisation,
        counterparty="Privatperson",
        subject=subject,
        claim=claim,
        registered_at=at or timezone.now(),
    )


def write_follow_up(follow_up, direction, subject, *, at=None):
    """A row about a follow-up of the portal's own verification."""
    organisation = follow_up.verification.legal_entity.organisation
    return JournalEntry.objects.create(
        case_number=follow_up.case_number,
        direction=direction,
        organisation=organisation,
        counterparty=organisation.name,
        subject=subject,
        registered_at=at or timezone.now(),
    )
