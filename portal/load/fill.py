"""Writes invented legal entities with everything their state asks for."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from psycopg.types.range import Range

from portal.load.tables import Table
from registry.demo_numbers import DEMO_PREFIX, demo_organisation_number
from registry.models import (
    Application,
    EntityRevision,
    LegalEntity,
    OfficialCheck,
    OfficialRegistration,
    Organisation,
    Service,
    Submission,
    Verification,
)
from registry.models.records import CaseNumberSeries

ADDRESS = "seed_load@demo.example"
AT_A_TIME = 5_000
MOST = 1_000_000
SOURCE = "Påhittad källa"
YEAR = 2000  # of the case numbers: a year in which nobody has handed anything in
MODELS = (
    Organisation, LegalEntity, Service, Service.municipalities.through, Service.target_groups.through, Submission,
    Application, EntityRevision, Verification, OfficialRegistration, OfficialCheck,
)  # fmt: skip


def next_serial():
    """One more than the highest serial of an invented number that is taken."""
    numbers = LegalEntity.objects.filter(organisation_number__startswith=DEMO_PREFIX).order_by("-organisation_number")
    last = numbers.values_list("organisation_number", flat=True).first()
    return int(last[3:9]) + 1 if last else 0


def actor():
    """Who put in what is invented. Nobody can sign in as this user."""
    made, _ = get_user_model().objects.get_or_create(email=ADDRESS, defaults={"name": "Påhittad", "is_active": False})
    return made


class Filler:
    """Fills the tables a batch at a time."""

    def __init__(self, world):
        self.world = world
        self.actor = actor()
        self.family = None  # (organisation's id, submission's id, how many more may join)

    def fill(self, first, number):
        """Write `number` entities from serial `first`. Yields how many are written after each batch."""
        for start in range(first, first + number, AT_A_TIME):
            size = min(AT_A_TIME, first + number - start)
            with transaction.atomic(), connection.cursor() as cursor:
                self.tables = {model: Table(model) for model in MODELS}
                for serial in range(start, start + size):
                    self._entity(serial)
                for model in MODELS:
                    self.tables[model].write(cursor)
                CaseNumberSeries.objects.update_or_create(year=YEAR, defaults={"last": start + size})
                self.family = None
            yield start + size - first
        with connection.cursor() as cursor:
            cursor.execute("analyze")

    def _add(self, model, **values):
        return self.tables[model].add(**values)

    def _entity(self, serial):
        invented = self.world.entity(serial)
        at = invented.received_at
        organisation, submission = self._organisation(invented, serial, at)
        entity = self._add(
            LegalEntity,
            organisation_id=organisation,
            name=invented.name,
            organisation_number=demo_organisation_number(serial),
            legal_form_id=invented.form,
            seat_id=invented.seat,
            purpose_text=invented.purpose,
            purpose_clause="2 §",
            purpose_exclusive="yes",
            dissolution_text="Går till en registrerad idéburen organisation.",
            dissolution_clause="14 §",
            public_control="no",
            welfare_runs="runs",
            created_at=at,
        )
        self._services(entity, invented)
        self._case(entity, submission, serial, invented)
        self._register(entity, invented)

    def _organisation(self, invented, serial, at):
        if self.family and self.family[2]:
            organisation, submission, more = self.family
            self.family = (organisation, submission, more - 1)
            return organisation, submission
        organisation = self._add(
            Organisation,
            name=invented.name,
            slug=f"pahittad-{serial:06}",
            lead=invented.lead,
            seat_id=invented.seat,
            street="Exempelgatan 1",
            postal_code="000 00",
            city=self.world.places[invented.seat],
            created_at=at,
            created_by_id=self.actor.pk,
            published_at=at,
            confirmed_on=at.date(),
        )
        submission = self._add(Submission, organisation_id=organisation, submitted_by_id=self.actor.pk, submitted_at=at)
        self.family = (organisation, submission, serial % 5 + 1) if invented.begins_family else None
        return organisation, submission

    def _services(self, entity, invented):
        for service in invented.services:
            pk = self._add(
                Service,
                legal_entity_id=entity,
                area_id=service.area,
                whole_country=not service.codes,
                capacity=service.capacity,
                capacity_unit="places" if service.capacity else "",
                permit="not_needed",
                confirmed_on=invented.received_at.date(),
                confirmed_by_id=self.actor.pk,
            )
            for code in service.codes:
                self._add(Service.municipalities.through, service_id=pk, municipality_id=code)
            for group in service.groups:
                self._add(Service.target_groups.through, service_id=pk, targetgroup_id=group)

    def _case(self, entity, submission, serial, invented):
        at, state = invented.received_at, invented.state
        decided = at + timedelta(days=40)
        closed = {"examined": "submitted", "withdrawn": "withdrawn"}.get(state, "approved")
        case = self._add(
            Application,
            legal_entity_id=entity,
            state=closed,
            created_at=at,
            created_by_id=self.actor.pk,
            touched_at=at,
            submission_id=submission,
            case_number=f"IP-{YEAR}-{serial + 1:07}",
            received_at=at,
            officer_id=None if closed == "submitted" else self.actor.pk,
            closed_at=None if closed == "submitted" else decided,
        )
        if closed != "approved":
            return
        revision = self._add(
            EntityRevision,
            legal_entity_id=entity,
            number=1,
            cause="verified",
            content={"name": invented.name},
            recorded_by_id=self.actor.pk,
            recorded_at=decided,
        )
        ended = decided + timedelta(days=200) if state == "ended" else None
        self._add(
            Verification,
            legal_entity_id=entity,
            application_id=case,
            revision_id=revision,
            state={"ended": "ended", "changing": "change_noticed"}.get(state, "verified"),
            period=Range(decided.date(), ended and ended.date(), "[)"),
            verified_by_id=self.actor.pk,
            verified_at=decided,
            ended_at=ended,
            ended_by_id=ended and self.actor.pk,
            end_ground="own_request" if ended else "",
        )

    def _register(self, entity, invented):
        if not invented.check:
            return
        day = invented.received_at.date()
        if invented.check == "registered":
            self._add(
                OfficialRegistration,
                legal_entity_id=entity,
                period=DateRange(day, None),
                source=SOURCE,
                recorded_at=invented.received_at,
                recorded_by_id=self.actor.pk,
            )
        self._add(
            OfficialCheck,
            legal_entity_id=entity,
            checked_on=day,
            result=invented.check,
            source=SOURCE,
            checked_by_id=self.actor.pk,
            recorded_at=invented.received_at,
        )
