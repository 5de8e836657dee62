"""Who is told what: an authority's buyers, those who act for organisations, and what they hear of a procurement.

Each person is told once, and nobody who took an interest back.
"""

from django.contrib.auth import get_user_model

from procurement.models import JointBidMember
from procurement.models.joint_bids import GroupState
from registry import notifications
from registry.models import Membership


def buyers_of(authority):
    """The authority's procurement officers and administrators."""
    people = get_user_model().objects.filter(is_active=True)
    return people.filter(pk__in=authority.memberships.buying().values("user")).order_by("pk")


def editors_of(organisations):
    """Those who may act for any of the organisations, each once."""
    editing = Membership.objects.editing().filter(organisation__in=organisations)
    return get_user_model().objects.filter(is_active=True, memberships__in=editing).distinct().order_by("pk")


def interested_people(procurement):
    """The members who may act for an organisation that is interested now, or is in a joint bid."""
    interested = procurement.interests.standing().values("legal_entity__organisation")
    together = JointBidMember.objects.taking_part().filter(
        bid__procurement=procurement, bid__state=GroupState.GATHERING
    )
    return editors_of(interested.union(together.values("legal_entity__organisation")))


def tell_interested(procurement, what, **context):
    """One message to each person: the procurement was published, corrected, prolonged, cancelled or awarded."""
    notifications.notify(
        interested_people(procurement),
        f"procurement/{what}",
        {"procurement": procurement, **context},
        url=procurement.get_absolute_url(),
    )


def tell_buyers(procurement, what, **context):
    """One message to each procurement officer of the authority."""
    notifications.notify(
        buyers_of(procurement.authority),
        f"procurement/{what}",
        {"procurement": procurement, **context},
        url=procurement.get_absolute_url(),
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
