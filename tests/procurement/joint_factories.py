"""Joint bids for tests: entities that are verified by a plain row, and groups as far along as the name says."""

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from procurement.services import dialogue, joint_bids
from registry import status_log
from registry.models import Application, EntityRevision, Verification
from tests.factories import make_entity, owner_of
from tests.procurement.factories import make_published


def make_known(entity=None, *, name=None, on=None):
    """An entity that the portal has verified: its rows, without the case that leads there."""
    entity = entity or make_entity(ready=True)
    if name:
        entity.name = name
        entity.save(update_fields=["name"])
    actor, now = owner_of(entity.organisation), timezone.now()
    organisation = entity.organisation
    organisation.published_at = organisation.published_at or now
    organisation.save(update_fields=["published_at"])
    case = entity.applications.get()
    Application.objects.filter(pk=case.pk).update(
        state="submitted", received_at=now, case_number=f"IP-1999-{case.pk:05}"
    )
    revision = EntityRevision.objects.create(
        legal_entity=entity, number=1, cause="verified", content={}, recorded_by=actor
    )
    status_log.write(case, "submit", actor=actor, from_state="draft", to_state="submitted", at=now)
    verification = Verification.objects.create(
        legal_entity=entity,
        application=case,
        revision=revision,
        period=DateRange(on or timezone.localdate(), None),
        verified_by=actor,
    )
    status_log.write(verification, "verify", actor=actor, to_state=verification.state, at=now)
    return entity


def make_bid(lead=None, procurement=None, **given):
    """A group for the first lot, led by an entity that has shown interest."""
    lead = lead or make_known()
    procurement = procurement or make_published(ground="lou-19-25a", at=timezone.now())
    actor = owner_of(lead.organisation)
    if not joint_bids.may_lead(procurement, lead.organisation).filter(pk=lead.pk).exists():
        dialogue.show_interest(procurement, lead, actor=actor)
    return joint_bids.begin(procurement.lots.first(), lead, actor=actor, **{"part": "Håller ihop", **given})


def make_invited(bid, entity=None, **given):
    """An invitation that waits."""
    entity = entity or make_known()
    return joint_bids.invite(bid, entity, actor=owner_of(bid.lead.organisation), **{"part": "Driver en enhet", **given})


def make_joined(bid, entity=None, **given):
    """A member that said yes."""
    member = make_invited(bid, entity)
    return joint_bids.accept(member, actor=owner_of(member.legal_entity.organisation), **given)


def make_joint_world(world):
    """The world's organisation leads one group, is asked to another, and is in a third."""
    published = world.buys.published
    world.joint_bid = make_bid(world.verified, published)
    world.joint_invited = make_invited(world.joint_bid)
    world.asking_bid = make_bid(None, published)
    world.joint_asked = make_invited(world.asking_bid, world.registered)
    world.joined_bid = make_bid(None, published)
    world.joint_member = make_joined(world.joined_bid, world.registered)
