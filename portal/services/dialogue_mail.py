"""Letters about meetings: who is told what. Only those who act for a party now, and nobody twice."""

from django.contrib.auth import get_user_model
from django.urls import reverse

from registry import notifications
from registry.models import Organisation


def acting(party):
    """Those who may act in dialogue for the party."""
    if isinstance(party, Organisation):
        return notifications.members_of(party, editing=True)
    memberships = party.memberships.active().values("user")
    return get_user_model().objects.filter(is_active=True, pk__in=memberships).order_by("pk")


def person_or_party(party, person):
    """Whoever did it, while they still act for the party; else all who do."""
    people = acting(party)
    return people.filter(pk=person.pk) if people.filter(pk=person.pk).exists() else people


def tell_invited(invitation):
    """The invitation to those who may sign the party up."""
    _tell(invitation.meeting, "meeting_invited", acting(invitation.party), str(invitation.pk), party=invitation.party)


def tell_coming(meeting, template, *, once, **more):
    """To those who signed up for the parties that are coming, once for the key and the meeting."""
    for row in meeting.sign_ups.standing().select_related("organisation", "authority", "user"):
        tell_signed_up(row, meeting, template, once=once, **more)


def tell_signed_up(row, meeting, template, *, once, **more):
    """To the one who signed the party up."""
    people = person_or_party(row.party, row.user)
    _tell(meeting, template, people, f"{meeting.pk}-{once}-{row.pk}", sign_up=row, party=row.party, **more)


def tell_host(question):
    """That somebody has asked, to whoever wrote the meeting; with the way to answer."""
    meeting = question.meeting
    kind = "own" if meeting.organisation_id else "authority"
    url = reverse(f"{kind}_meeting_answer", args=[meeting.party.slug, meeting.pk, question.pk])
    people = person_or_party(meeting.party, meeting.created_by)
    _tell(meeting, "meeting_asked", people, str(question.pk), url=url, question=question)


def tell_asker(question):
    """The answer, to the one who asked."""
    people = person_or_party(question.party, question.asked_by)
    _tell(question.meeting, "meeting_answered", people, str(question.pk), question=question)


def _tell(meeting, template, people, once, *, url="", **context):
    url = url or meeting.get_absolute_url()
    context = {"meeting": meeting, "host": meeting.party, **context}
    notifications.notify(people, f"portal/{template}", context, url=url, once=once)
