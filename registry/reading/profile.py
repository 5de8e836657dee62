"""What the public page of a family is made of, read in three wide questions whatever the family's size.

The page is read more than any other, so it asks the database for finished rows instead of building model objects.
Only what has come in is read: drafts never, and of a notice of change only which facts it concerns.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from registry.eligibility import reader
from registry.models import Verification
from registry.models.applications import OPEN
from registry.reading import facts, statements
from registry.reading.prepared import ask

ORGANISATION = """
select o.id, o.name, o.slug, o.lead, o.description, o.street, o.postal_code, o.city, o.email, o.phone, o.website,
       o.published_at, o.confirmed_on, seat.name as seat,
       coalesce((
         select json_agg(json_build_object(
                  'uuid', d.uuid, 'entity', d.legal_entity_id, 'kind', d.kind, 'version', d.version, 'size', d.size,
                  'adopted_on', d.adopted_on, 'uploaded_at', d.uploaded_at, 'filename', d.filename)
                order by d.kind, d.legal_entity_id, d.version desc)
         from registry_document d where d.organisation_id = o.id and d.is_public), '[]') as documents
from registry_organisation o
left join registry_municipality seat on seat.code = o.seat_id
where o.slug = %(slug)s
"""

# What was handed in or decided last: once verified, only what was verified or changed by decision counts.
ENTITIES = """
select e.id, e.uuid, e.country, e.foreign_register, e.foreign_number, e.organisation_number, o.slug, o.published_at,
       o.name as organisation,
       coalesce(stated.content ->> 'name', e.name) as name,
       form.name as form, form.governing_document, seat.name as seat,
       coalesce(stated.content::json, '{{}}') as stated,
       coalesce(cases.rows, '[]') as cases, coalesce(periods.rows, '[]') as periods,
       coalesce(registered.rows, '[]') as registered, coalesce(checks.rows, '[]') as checks,
       coalesce(judged.rows, '[]') as judged,
       coalesce(warned.rows, '[]') as warned, coalesce(handed_in.rows, '[]') as handed_in{more}
from registry_legalentity e
join registry_organisation o on o.id = e.organisation_id
{joined}
left join lateral (
  select r.content from registry_entityrevision r where r.legal_entity_id = e.id
  order by r.cause in ('verified', 'changed') desc, r.number desc limit 1) stated on true
left join registry_legalform form on form.code = coalesce(stated.content ->> 'legal_form_id', e.legal_form_id)
left join registry_municipality seat on seat.code = coalesce(stated.content ->> 'seat_id', e.seat_id)
left join lateral (
  select json_agg(json_build_object(
           'kind', a.kind, 'state', a.state, 'number', a.case_number, 'received', a.received_at, 'closed', a.closed_at,
           'changes', (
             select array(select jsonb_object_keys(n.proposed))
                    || case when n.governing_document_id is null then '{{}}'::text[]
                            else array['governing_document'] end
             from registry_changenotice n where n.application_id = a.id))
         order by a.received_at, a.id) as rows
  from registry_application a where a.legal_entity_id = e.id and a.state <> 'draft') cases on true
left join lateral (
  select json_agg(json_build_object(
           'first', lower(v.period), 'last', upper(v.period) - 1, 'state', v.state, 'ground', v.end_ground,
           'verified', v.verified_at, 'ended', v.ended_at,
           'unanswered', (select f.due_on from registry_followupcase f
                          where f.verification_id = v.id and f.state = 'unanswered'),
           'case', (select a.case_number from registry_application a where a.id = v.application_id))
         order by lower(v.period)) as rows
  from registry_verification v where v.legal_entity_id = e.id) periods on true
left join lateral (
  select json_agg(json_build_object(
           'first', lower(k.period), 'last', k.deregistration_decided_on, 'source', k.source)
         order by lower(k.period)) as rows
  from registry_officialregistration k where k.legal_entity_id = e.id and k.superseded_at is null) registered on true
left join lateral (
  select json_agg(json_build_object('on', c.checked_on, 'result', c.result, 'source', c.source)
         order by c.checked_on, c.id) as rows
  from registry_officialcheck c left join registry_registerimport i on i.id = c.register_import_id
  where c.legal_entity_id = e.id and i.undone_at is null) checks on true
left join lateral (
  select json_agg(row_to_json(latest)) as rows from (
    select distinct on (s.requirement) s.requirement, s.judgement, s.evidence, s.judged_at
    from registry_assessment s join registry_application a on a.id = s.application_id
    where a.legal_entity_id = e.id and a.state = 'approved'
    order by s.requirement, s.judged_at desc, s.id desc) latest) judged on true
left join lateral (
  select json_agg(json_build_array(w.year_begins, w.sent_at)) as rows
  from registry_statementreminder w where w.legal_entity_id = e.id and w.stage = 'overdue') warned on true
left join lateral (
  select json_agg(json_build_array(y.year_begins, y.year_ends)) as rows
  from registry_annualstatement y where y.legal_entity_id = e.id and y.submitted_at is not null
    and not exists (select 1 from registry_annualstatement later
                    where later.replaces_id = y.id and later.submitted_at is not null)) handed_in on true
where cases.rows is not null and {which}
order by e.sort_key, e.id
"""

SERVICES = """
select s.legal_entity_id as entity, area.name as area, area.slug as area_slug, s.description, s.whole_country,
       s.capacity, s.capacity_unit, s.permit, s.permit_authority, s.permit_valid_until, s.confirmed_on,
       array(select m.name::text from registry_service_municipalities sm
             join registry_municipality m on m.code = sm.municipality_id
             where sm.service_id = s.id order by m.sort_key) as municipalities,
       array(select t.name::text from registry_service_target_groups st
             join registry_targetgroup t on t.id = st.targetgroup_id
             where st.service_id = s.id order by t.position) as target_groups
from registry_service s join registry_servicearea area on area.id = s.area_id
where s.legal_entity_id = any(%(entities)s) and s.ended_on is null
order by area.position, area.name, s.legal_entity_id
"""


@dataclass(slots=True)
class Entity:
    """A legal entity as the public may see it: `row` from the database, `known` for the two facts."""

    row: dict
    known: facts.Known
    portal: facts.Fact
    register: facts.Fact
    services: list = field(default_factory=list)

    @property
    def name(self):
        return self.row["name"] or self.identifier

    @property
    def identifier(self):
        """The same as LegalEntity.identifier."""
        row = self.row
        if row["organisation_number"]:
            return row["organisation_number"]
        if row["foreign_number"]:
            return f"{row['country']}-{row['foreign_register']}-{row['foreign_number']}"
        return f"SE-UTAN-{row['uuid'].hex[:12]}"

    @property
    def is_verified(self):
        return self.portal.shape == "portal-verified"

    @property
    def was_verified(self):
        """Whether it is or has been verified: then there are verified facts to show."""
        return bool(self.known.periods)

    @property
    def is_shown_with_services(self):
        """Not when every application was refused or withdrawn: then nobody vouches for anything."""
        return self.was_verified or self.portal.shape == "portal-waiting"

    @property
    def missing_statements(self):
        """The years of which it is told that the yearly statement is missing."""
        warned = [(_day(begins), _moment(sent_at)) for begins, sent_at in self.row["warned"]]
        handed_in = [(_day(begins), _day(ends)) for begins, ends in self.row["handed_in"]]
        return statements.missing(self.known, handed_in, warned) if warned else []

    @property
    def open_change(self):
        """The notice of change that is being examined, or None."""
        return next((case for case in self.row["cases"] if case["kind"] == "change" and case["state"] in OPEN), None)


def organisation(slug):
    """The family's own row with its public documents, or None. Whether it may be seen, the caller decides."""
    found = ask(ORGANISATION, {"slug": slug})
    if not found:
        return None
    row = found[0]
    for document in row["documents"]:
        document["adopted_on"] = _day(document["adopted_on"])
        document["uploaded_at"] = _moment(document["uploaded_at"])
    return row


def entities(organisation_id, at=None):
    """The family's legal entities that have handed in something, by name, with their two facts on a day."""
    return _entities("e.organisation_id = %(id)s", organisation_id, at)


def entity(entity_id, at=None):
    """One legal entity as the public may see it, or None while nothing about it has come in.

    Its row also holds what eligibility is judged from, as known now.
    """
    more = f", {reader.COLUMNS}", f"cross join {reader.ASKED}"
    return next(iter(_entities("e.id = %(id)s", entity_id, at, more)), None)


def services(shown):
    """The services of the entities that are shown with theirs, given to each of them and returned as one list."""
    by_id = {item.row["id"]: item for item in shown if item.is_shown_with_services}
    if not by_id:
        return []
    rows = ask(SERVICES, {"entities": list(by_id)})
    for row in rows:
        by_id[row["entity"]].services.append(row)
        row["entity"] = by_id[row["entity"]]
    return rows


def _entities(which, value, at, more=("", "")):
    at = at or timezone.localdate()
    sql = ENTITIES.format(which=which, more=more[0], joined=more[1])
    values = {"id": value} | ({"moment": timezone.now()} if more[0] else {})
    return [_entity(row, at) for row in ask(sql, values)]


def _entity(row, at):
    for case in row["cases"]:
        case["received"], case["closed"] = _moment(case["received"]), _moment(case["closed"])
    for period in row["periods"]:
        period["first"], period["last"] = _day(period["first"]), _day(period["last"])
        period["unanswered"] = _day(period["unanswered"])
        period["verified"], period["ended"] = _moment(period["verified"]), _moment(period["ended"])
        period["ground"] = Verification.Ground(period["ground"]).label.lower() if period["ground"] else ""
    for period in row["registered"]:
        period["first"], period["last"] = _day(period["first"]), _day(period["last"])
    for check in row["checks"]:
        check["on"] = _day(check["on"])
    for judgement in row["judged"]:
        judgement["judged_at"] = _moment(judgement["judged_at"])
    row["judged"] = {judgement["requirement"]: judgement for judgement in row["judged"]}
    known = _known(row)
    return Entity(row, known, facts.portal_fact(known, at), facts.register_fact(known, at))


def _known(row):
    """The database's rows as the facts want them."""
    return facts.Known(
        periods=tuple(
            facts.PortalPeriod(
                item["first"],
                item["last"],
                item["state"] == Verification.State.CHANGE_NOTICED,
                item["ground"],
            )
            for item in row["periods"]
        ),
        cases=tuple(
            facts.Case(timezone.localdate(item["received"]), item["state"], _local_day(item["closed"]))
            for item in row["cases"]
            if item["kind"] == "verification"
        ),
        registered=tuple(facts.RegisterPeriod(item["first"], item["last"]) for item in row["registered"]),
        checks=tuple(facts.Check(item["on"], item["result"]) for item in row["checks"]),
    )


def _day(text):
    return date.fromisoformat(text) if text else None


def _moment(text):
    return datetime.fromisoformat(text) if text else None


def _local_day(moment):
    return timezone.localdate(moment) if moment else None
