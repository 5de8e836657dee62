"""Who is told what about a procurement: those interested now, each person once, and nobody who took it back."""

from django.contrib.auth import get_user_model

from registry import notifications
from registry.models import Membership


def interested_people(procurement):
    """The members who may act for an organisation that is interested now."""
    editing = Membership.objects.editing().filter(
        organisation__entities__interests__in=procurement.interests.standing()
    )
    return get_user_model().objects.filter(is_active=True, memberships__in=editing).distinct().order_by("pk")


def tell_interested(procurement, what):
    """One message to each person: the procurement was published, prolonged, cancelled, awarded or answered."""
    notifications.notify(
        interested_people(procurement),
        f"procurement/{what}",
        {"procurement": procurement},
        url=procurement.get_absolute_url(),
    )


def tell_buyers(procurement, what, **context):
    """One message to each procurement officer of the authority."""
    buyers = procurement.authority.memberships.buying().values("user")
    people = get_user_model().objects.filter(is_active=True, pk__in=buyers).order_by("pk")
    notifications.notify(
        people, f"procurement/{what}", {"procurement": procurement, **context}, url=procurement.get_absolute_url()
    )


def tell_answered(question):
    """The answer to whoever asked and to all who are interested: each once, in the same words, without a name."""
    people = get_user_model().objects.filter(is_active=True)
    asked = people.filter(pk=question.asked_by_id)
    notifications.notify(
        (interested_people(question.procurement).order_by() | asked.distinct()).order_by("pk"),
        "procurement/question_answered",
        {"procurement": question.procurement, "question": question},
        url=question.procurement.get_absolute_url(),
    )
