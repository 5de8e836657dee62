"""Who hears what about a joint bid. Of a no nobody hears, and no letter tells who else was asked."""

from django.urls import reverse

from procurement.models.joint_bids import MemberState
from procurement.services.messages import editors_of
from registry import notifications


def tell_invited(member):
    """Those who may answer for the entity."""
    organisation = member.legal_entity.organisation
    _tell([organisation], "joint_invited", member.bid, url=_page(organisation, member.bid), member=member)


def tell_joined(member):
    """The lead and the other members hear who is in."""
    _tell_members(member.bid, "joint_joined", but=member, member=member)


def tell_left(member):
    """The lead and the remaining members hear who left."""
    _tell_members(member.bid, "joint_left", but=member, member=member)


def tell_dissolved(bid):
    """Those who were in, but for the lead, who did it."""
    _tell_members(bid, "joint_dissolved", but=bid.members.get(is_lead=True))


def tell_withdrawn(members):
    """Those whose invitation waited: there is nothing to answer any more."""
    for member in members:
        organisation = member.legal_entity.organisation
        _tell([organisation], "joint_withdrawn", member.bid, url=_page(organisation, member.bid), member=member)


def _tell_members(bid, what, *, but, **context):
    """One letter to each organisation that is in, with the address of its own page; never to the one it is about."""
    rows = bid.members.filter(state=MemberState.IN).select_related("legal_entity__organisation")
    told = {row.legal_entity.organisation_id: row.legal_entity.organisation for row in rows}
    told.pop(but.legal_entity.organisation_id, None)
    for organisation in told.values():
        _tell([organisation], what, bid, url=_page(organisation, bid), **context)


def _page(organisation, bid):
    return reverse("joint_bid", args=[organisation.slug, bid.pk])


def _tell(organisations, what, bid, *, url, **context):
    context = {"bid": bid, "procurement": bid.procurement, **context}
    notifications.notify(editors_of(organisations), f"procurement/{what}", context, url=url)
