"""Contacts in the demonstration, all of them invented and marked so, and an organisation's own log."""

from datetime import timedelta

from django.utils import timezone

from portal.models import FunctionContact, Place
from portal.services import contact_log, contacts
from procurement.models import ContractingAuthority
from registry.models import Organisation, ServiceArea
from registry.models.members import Role

HOST = "kommunen.example"
NOTHING = {"service_area": None, "unit": "", "email": "", "phone": "", "page_url": "", "source": "", "source_url": ""}


def contacts_and_log(world):
    """Put them in, once: the authority's own, an organisation's, and one that may be old."""
    if FunctionContact.objects.exists() or not Place.objects.exists():
        return
    gothenburg = ContractingAuthority.objects.get(slug="goteborgs-kommun")
    buyer = world.people["upphandlare"]
    organisation, actor = _asker()
    own = {"actor": buyer, "is_invented": True}
    _put_in(gothenburg, own, "procurement", 12, email=f"upphandling@{HOST}", phone="031-000 00 00")
    _put_in(gothenburg, own, "registrar", 12, email=f"registrator@{HOST}")
    theirs = {"actor": actor, "organisation": organisation, "is_invented": True}
    care = ServiceArea.objects.welfare_areas().order_by("position")[1]
    _put_in(
        gothenburg, theirs, "service_area", 40, service_area=care, unit="Äldreförvaltningen",
        email=f"aldreforvaltningen@{HOST}", source="kommunens webbplats", source_url=f"https://{HOST}/pahittat",
    )  # fmt: skip
    _put_in(
        gothenburg, theirs, "committee", 430, unit="Äldrenämnden", phone="031-000 00 01",
        source="ett samtal med växeln",
    )  # fmt: skip
    _log(organisation, actor)


def _asker():
    """An organisation that everybody sees, with somebody who acts for it: the same that asks the first questions."""
    row = Organisation.public.filter(memberships__ended_at=None, memberships__role=Role.OWNER).order_by("pk").first()
    return row, row.memberships.owning().order_by("pk").first().user


def _put_in(authority, who, function, days, **facts):
    seen_on = timezone.localdate() - timedelta(days=days)
    contacts.add(authority, **who, **{**NOTHING, "function": function, "seen_on": seen_on, **facts})


def _log(organisation, actor):
    """Three notes: a step that waits, one whose day has been, and one that is done."""
    place = Place.objects.get(pk="1480")
    _note(organisation, actor, place, 9, "procurement", "Påhittat: de läser PM:et om reservation.", "Ring upp", 5)
    _note(organisation, actor, place, 30, "politician", "Påhittat: vill se lokal statistik.", "Skicka underlaget", -4)
    done = _note(organisation, actor, place, 60, "committee", "Påhittat: besökte vårt boende.", "Skicka tack", -50)
    contact_log.finish(done, actor=actor)


def _note(organisation, actor, place, days, met, text, step, step_in):
    today = timezone.localdate()
    return contact_log.write(
        organisation, actor=actor, place=place, authority=None, met=met, met_on=today - timedelta(days=days),
        way="meeting", text=text, next_step=step, next_step_on=today + timedelta(days=step_in),
    )  # fmt: skip
