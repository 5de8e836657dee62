"""What goes into an evidence pack (N18): everything that the portal holds of a procurement, as texts by file name.

People stand there by the number of their account, as in the log of statuses: a person can be erased and the pack still
verifies. Who asked a question and who showed interest is not read at all.
"""

from procurement.models import LegalityRecord, PurposeReasoning, Tender
from procurement.reading import evidence_texts, market, words
from registry.eligibility import answers, reader
from registry.eligibility import words as eligibility_words
from registry.exports import Column, csv_text, json_text
from registry.models import EntityRevision
from registry.models.eligibility import Answer, Ground

PUBLICATION, SEALING = "vid-annonsering", "vid-forseglingen"
PROCUREMENT = [
    "id", "title", "summary", "aim", "law", "is_framework", "state", "is_reserved", "whole_country", "estimated_value",
    "ceiling_value", "started_on", "questions_until", "closes_at", "starts_on", "published_at", "closed_at", "ended_at",
    "cancel_reason", "origin", "procedure_id", "created_at",
    "created_by_id", "changed_at",
]  # fmt: skip
NOTICE = ["notice_database", "notice_id", "notice_url", "notice_sent_on", "published_at", "closes_at"]
LOT = [
    "number", "identifier", "title", "description", "cpv", "more_cpv", "ground", "ground_confirmed", "notice_code",
    "estimated_value", "months", "extension_months",
]  # fmt: skip
TENDER = [
    "id", "lead_id", "role", "organisation_number", "name", "price", "answer", "answered_on", "answered_at", "reasons",
    "registered_at", "registered_by_id", "removed_at", "removed_by_id",
]  # fmt: skip
REASONS = [
    "need", "market", "purpose_link", "proportionality", "decided_by", "programme", "written_at", "written_by_id",
]  # fmt: skip
LEGALITY = [
    "ground", "answer", "findings", "notice_code", "looked_up", "checked_on", "checked_at", "checked_by_id",
]  # fmt: skip
PURPOSE = ["tender_id", "purpose", "aim", "serves", "reasoning", "written_at", "written_by_id"]
AWARD = [
    "id", "decided_on", "sent_on", "sent_electronically", "reasons", "standstill_until", "decided_at", "decided_by_id",
    "superseded_at",
]  # fmt: skip
REVIEW = [
    "court", "case_number", "filed_on", "standstill_until", "outcome", "decided_on", "noted_at", "noted_by_id",
]  # fmt: skip
QUESTION = ["text", "asked_at", "answer", "answered_at", "answered_by_id"]
EVENT = ["action", "from_state", "to_state", "note", "created_at", "actor_id"]
REVISION = ["legal_entity_id", "number", "cause", "recorded_at", "recorded_by_id", "content"]
CONTRACT = [
    "id", "title", "supplier_name", "supplier_number", "signed_on", "starts_on", "ends_on", "value", "reference",
    "created_at", "created_by_id",
]  # fmt: skip
HIT_COLUMNS = [
    Column("organisation", "Organisation"),
    Column("name", "Juridisk person"),
    Column("number", "Organisationsnummer"),
    Column("here", "Ger tjänsten i någon av kommunerna"),
    Column("told", "Svar om behörighet"),
    Column("version", "Version"),
    Column("file", "Fil med versionen"),
]
TENDER_COLUMNS = [
    Column("lot_title", "Anbudsområde"),
    Column("role_told", "Roll"),
    Column("name", "Namn"),
    Column("organisation_number", "Organisationsnummer"),
    Column("told", "Svar när anbudet lades in"),
    Column("answered_on", "Svaret gäller"),
    Column("reasons", "Skäl till svaret"),
    Column("told_at_award", "Svar den dag tilldelningen beslutades"),
    Column("has_won", "Vann"),
    Column("removed_at", "Togs bort"),
]
QUESTION_COLUMNS = [
    Column("text", "Fråga"),
    Column("asked_at", "Ställdes"),
    Column("answer", "Svar"),
    Column("answered_at", "Besvarades"),
]
EVENT_COLUMNS = [
    Column("created_at", "När"),
    Column("label", "Händelse"),
    Column("note", "Anteckning"),
    Column("actor_id", "Person, som nummer"),
]


def files_of(pack):
    """{name: text} of everything in the pack but its manifest. Reads the procurement as it is now."""
    held = pack.procurement
    lots = list(held.lots.select_related("procurement", "service_area").order_by("number"))
    awards = _awards(held)
    tenders = list(Tender.objects.filter(lot__procurement=held).select_related("lot").order_by("lot__number", "pk"))
    searches = _searches(held, lots, pack.asked_at)
    revisions, of_tenderers = _revisions(searches, tenders, awards, pack.asked_at)
    for _, search in searches:
        search["hits"] = [_hit(hit, revisions) for hit in search["hits"]]
    facts = {
        "paket": _card(pack),
        "upphandling": _procurement(held, lots),
        "annons": _pick(held, NOTICE) | {"lots": {lot.number: lot.notice_code for lot in lots}},
        "anbud": _tenders(tenders, awards, of_tenderers),
        "skal/reservation": [_pick(row, REASONS) for row in held.reservation_reasons.all()],
        "skal/lagprovning": _legality(held),
        "skal/syfte": [
            _pick(row, PURPOSE) for row in PurposeReasoning.objects.filter(tender__in=tenders).order_by("pk")
        ],
        "skal/tilldelning": [_award(award) for award in awards],
        "skal/overprovning": [_pick(row, REVIEW) for row in held.reviews.all()],
        "fragor-och-svar": [_pick(row, QUESTION) for row in held.questions.all()],
        "avtal": [_pick(row, CONTRACT) for row in held.contracts.order_by("pk")],
        "handelser": [_pick(row, EVENT) | {"label": words.happened(row.action)} for row in held.events.all()],
        **{f"sokning/{name}": search for name, search in searches},
        **{_revision_name(row): _pick(row, REVISION) for row in revisions.values()},
    }
    return {
        "README.txt": evidence_texts.readme(pack, facts),
        "sammanfattning.txt": evidence_texts.summary(facts, lots),
        "anbud.csv": csv_text(facts["anbud"], TENDER_COLUMNS),
        "fragor-och-svar.csv": csv_text(facts["fragor-och-svar"], QUESTION_COLUMNS),
        "handelser.csv": csv_text(facts["handelser"], EVENT_COLUMNS),
        **{f"sokning/{name}.csv": csv_text(search["hits"], HIT_COLUMNS) for name, search in searches},
        **{f"{name}.json": json_text(value) for name, value in facts.items()},
    }


def _hit(hit, revisions):
    """A hit in words. Columns that the search did not have when it was kept are empty."""
    return {column.name: "" for column in HIT_COLUMNS} | {
        **hit,
        "file": _revision_file(revisions.get(hit["revision"])),
        "told": Answer(hit["answer"]).label if hit["answer"] else "",
    }


def _pick(row, names):
    return {name: getattr(row, name) for name in names}


def _card(pack):
    return {
        "id": pack.token,
        "number": pack.number,
        "procurement": pack.procurement.pk,
        "title": pack.procurement.title,
        "authority": str(pack.procurement.authority),
        "asked_at": pack.asked_at,
        "asked_by_id": pack.asked_by_id,
    }


def _procurement(held, lots):
    return _pick(held, PROCUREMENT) | {
        "authority": str(held.authority),
        "municipalities": [str(place) for place in held.municipalities.order_by("code")],
        "lots": [_pick(lot, LOT) | {"service_area": lot.service_area and lot.service_area.name} for lot in lots],
    }


def _searches(held, lots, at):
    """[(name, search)]: for each lot the one that was kept at publication, and the same search now."""
    places = list(held.municipalities.order_by("code"))
    found = []
    for lot in lots:
        if record := lot.market_records.last():
            kept = _pick(record, ["query", "on", "known_at", "total", "may", "sure", "ground", "kept_by_id"])
            found.append((f"omrade-{lot.number}-{PUBLICATION}", {**kept, "lot": lot.number, "hits": record.hits}))
        if now := market.snapshot(lot, places, at):
            found.append((f"omrade-{lot.number}-{SEALING}", now | {"lot": lot.number}))
    return found


def _revisions(searches, tenders, awards, at):
    """{id: revision} of every hit and tenderer, {entity: revision} of tenderers as at the award, or now without one."""
    wanted = {hit["revision"] for _, search in searches for hit in search["hits"] if hit["revision"]}
    entities = {tender.legal_entity_id for tender in tenders if tender.legal_entity_id}
    moment = awards[-1].decided_at if awards else at
    then = EntityRevision.objects.filter(legal_entity__in=entities, recorded_at__lte=moment)
    of_tenderers = {row.legal_entity_id: row for row in then.order_by("legal_entity", "number")}
    of_hits = EntityRevision.objects.in_bulk(wanted)
    return of_hits | {row.pk: row for row in of_tenderers.values()}, of_tenderers


def _revision_name(row):
    return f"versioner/juridisk-person-{row.legal_entity_id}-version-{row.number}"


def _revision_file(row):
    return f"{_revision_name(row)}.json" if row else ""


def _awards(held):
    return list(held.awards.prefetch_related("winners__tender"))


def _award(award):
    winners = [
        {"tender_id": row.tender_id, "name": row.tender.name, "rank": row.rank, "call_off_key": row.call_off_key}
        for row in award.winners.all()
    ]
    return _pick(award, AWARD) | {"winners": winners}


def _legality(held):
    rows = LegalityRecord.objects.filter(lot__procurement=held).select_related("lot")
    return [_pick(row, LEGALITY) | {"lot": row.lot.number, "told": row.get_answer_display()} for row in rows]


def _tenders(tenders, awards, of_tenderers):
    """Each tender with the answer that was kept with it, and the answer on the day of each award as known then."""
    at_award = [(award, _answers_at(award, tenders)) for award in awards]
    winners = {row.tender_id for award in awards if not award.superseded_at for row in award.winners.all()}
    rows = []
    for tender in tenders:
        then = [{"award_id": award.pk, **found[tender.pk]} for award, found in at_award if tender.pk in found]
        rows.append(
            _pick(tender, TENDER)
            | {
                "lot": tender.lot.number,
                "lot_title": tender.lot.title,
                "role_told": tender.get_role_display(),
                "told": tender.get_answer_display(),
                "at_award": then,
                "told_at_award": then[-1]["told"] if then else "",
                "has_won": tender.pk in winners,
                "file": _revision_file(of_tenderers.get(tender.legal_entity_id)),
            }
        )
    return rows


def _answers_at(award, tenders):
    """{tender: answer} on the day of the award, as it was known when the award was put in."""
    found = {}
    standing = [row for row in tenders if row.registered_at <= award.decided_at and not _was_gone(row, award)]
    for ground in sorted({_ground(row) for row in standing}):
        rows = [row for row in standing if _ground(row) == ground]
        numbers = [row.organisation_number for row in rows]
        checked = answers.check(numbers, ground, award.decided_on, known_at=award.decided_at)
        for tender, row in zip(rows, checked, strict=True):
            found[tender.pk] = {
                "on": award.decided_on,
                "known_at": award.decided_at,
                "answer": row.verdict.answer,
                "told": Answer(row.verdict.answer).label,
                "reasons": list(eligibility_words.reasons(row.verdict, reader.ground_rules()[ground])),
            }
    return found


def _ground(tender):
    return Ground(tender.lot.ground or Ground.LOU_19_25A)


def _was_gone(tender, award):
    return tender.removed_at is not None and tender.removed_at <= award.decided_at
