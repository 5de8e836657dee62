"""Who is told what about a partnership: the people who act for its parties, each once, and nobody else."""

from django.contrib.auth import get_user_model
from django.urls import reverse

from procurement.services.messages import buyers_of, editors_of
from registry import notifications


def people_of(parties):
    """Those who may act for any of the parties, each once."""
    found = get_user_model().objects.none()
    for party in parties:
        people = buyers_of(party.authority) if party.is_public else editors_of([party.legal_entity.organisation_id])
        found = found | people.order_by().distinct()
    return found.order_by("pk")


def tell(partnership, what, parties, *, actor=None, once="", url="", **context):
    """One message to each person who acts for one of `parties`, but not to whoever did it. Returns who were told.

    `url` is the working page unless told otherwise.
    """
    people = people_of(parties)
    if actor is not None:
        people = people.exclude(pk=actor.pk)
    return notifications.notify(
        people,
        f"procurement/{what}",
        {"partnership": partnership, **context},
        url=url or reverse("partnership_work", args=[partnership.pk]),
        once=once,
    )


def tell_all(partnership, what, *, actor, **context):
    """The same to every party, also those who have not answered."""
    parties = partnership.parties.select_related("authority", "legal_entity__organisation")
    return tell(partnership, what, parties, actor=actor, **context)


def tell_joined(partnership, what, *, actor, **context):
    """The same to all who have joined."""
    parties = partnership.parties.exclude(joined_at=None).select_related("authority", "legal_entity__organisation")
    return tell(partnership, what, parties, actor=actor, **context)
