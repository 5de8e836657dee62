"""Two invented groups for the open procurement: one that the representative holds together, one that asks for her."""

from portal.demo.families import ago
from procurement.models import JointBid, Procurement
from procurement.services import dialogue, joint_bids, readiness
from registry.models import LegalEntity

TITLE = "Påhittat särskilt boende för äldre, Exempelgatan"


def groups(world, units):
    """Made once. Kim's own group has one that said yes and one that has not answered."""
    procurement = Procurement.objects.filter(title=TITLE).first()
    if procurement is None or JointBid.objects.exists():
        return
    kim, lot = world.people["foretradare"], procurement.lots.get()
    own = procurement.interests.get(legal_entity__organisation__name="Exempelhemmet").legal_entity
    dialogue.seek_partners(procurement, own.organisation, actor=kim, wanted=True, at=ago(3))
    readiness.write(own.organisation, procurement, ["notice", "calendar", "references"], actor=kim, at=ago(2))
    place = procurement.municipalities.get()
    for unit in (units[2], units[3]):
        dialogue.show_interest(procurement, unit, actor=_owner(unit), wants_partners=True, at=ago(4))
    part = {"part": "Håller ihop anbudet och driver två enheter (påhittat)", "amounts": {place: 24}}
    bid = joint_bids.begin(lot, own, actor=kim, at=ago(3), service_area=lot.service_area, **part)
    joint_bids.write_need(bid, actor=kim, unit="places", amounts={place: 40}, at=ago(3))
    asked = {"service_area": lot.service_area, "message": "Vill ni vara med? Vi har talats vid förut (påhittat)."}
    yes = joint_bids.invite(bid, units[0], actor=kim, part="Driver en enhet (påhittat)", at=ago(3), **asked)
    joint_bids.accept(yes, actor=_owner(units[0]), amounts={place: 10}, at=ago(1))
    joint_bids.invite(bid, units[1], actor=kim, part="Ansvarar för natten (påhittat)", at=ago(2), **asked)
    other = joint_bids.begin(lot, units[3], actor=_owner(units[3]), part="Driver boendet (påhittat)", at=ago(2))
    care = LegalEntity.objects.get(name="Exempelhemmet Omsorg AB")
    joint_bids.invite(other, care, actor=_owner(units[3]), part="Bemannar helgerna (påhittat)", at=ago(1), **asked)


def _owner(unit):
    return unit.organisation.memberships.owning().earliest("pk").user
