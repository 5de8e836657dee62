"""What a case officer sees of a case: facts, requirements with evidence, next steps. Read only."""

import re
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from registry.models import Document
from registry.models.applications import Judgement, Requirement, State
from registry.services import applications, changes, officers, review, statutes
from registry.wording import day_in_words, percent

# Requirements in the address of the page that judges them.
SLUGS = {
    "syfte": Requirement.PURPOSE,
    "valfard": Requirement.WELFARE,
    "inflytande": Requirement.PUBLIC_CONTROL,
    "upplosning": Requirement.DISSOLUTION,
}
SLUG_OF = {requirement: slug for slug, requirement in SLUGS.items()}
TONES = {Judgement.MET: "success", Judgement.UNDECIDED: "warning", Judgement.NOT_MET: "danger"}
STATE_TONES = {
    State.SUBMITTED: "warning",
    State.UNDER_REVIEW: "info",
    State.COMPLETION_REQUESTED: "",
    State.APPROVED: "success",
    State.REJECTED: "danger",
    State.DISMISSED: "danger",
    State.WITHDRAWN: "",
}
STEP_LABELS = {
    step.action: step.label
    for step in [
        applications.SUBMIT,
        applications.ANSWER,
        applications.COMMENT,
        applications.WITHDRAW,
        officers.RELEASE,
        *review.STEPS,
    ]
}


def days_with_us(case, at=None):
    """Whole days the case has been with us, the day it came in being day 1."""
    return max(case.age_at(at).days, 0) + 1


def flags(case, at=None):
    """What to think of about a case, as (words, tone)."""
    rows = []
    if case.is_overdue(at):
        rows.append(("Sex månader hos oss", "danger"))
    if case.answered_at and case.is_open:
        rows.append(("Sökanden har svarat", "warning"))
    if case.waiting_since and case.is_open:
        rows.append(("Väntar på sökanden", ""))
    return rows


def page_of(clause):
    """The page that a reference such as "2 §, sidan 3" mentions, or None."""
    found = re.search(r"\bs(?:id(?:an|a)?\.?|\.)\s*(\d{1,4})", clause or "", re.IGNORECASE)
    return int(found[1]) if found else None


def link_to(document, clause=""):
    """The document's address, opened at the page that the clause mentions."""
    page = page_of(clause)
    return f"{document.get_absolute_url()}#page={page}" if page else document.get_absolute_url()


@dataclass
class RequirementRow:
    """One requirement of 2 and 3 §§: what is stated, on what evidence, and how it is judged."""

    requirement: str
    number: int
    evidence: str
    quoted: bool = False
    answer: str = ""
    source: str = ""
    source_url: str = ""
    links: list = field(default_factory=list)
    hint: str = ""
    tag: str = "Inte bedömt"
    tone: str = ""
    note: str = ""
    history: list = field(default_factory=list)
    judged: bool = False
    form: object = None

    @property
    def title(self):
        return Requirement(self.requirement).label

    @property
    def slug(self):
        return SLUG_OF[self.requirement]


class Stated:
    """What the applicant states about the entity in this case: a change notice's new facts before those that stand."""

    def __init__(self, case, documents=()):
        self.entity = case.legal_entity
        self.documents = documents
        notice = case.change_notice if case.is_change else None
        self.proposed = notice.proposed if notice else {}
        self.document = (notice and notice.governing_document) or self.entity.governing_document

    def value(self, name):
        return self.proposed.get(name, getattr(self.entity, name))

    def words(self, name):
        return changes.in_words(name, self.value(name))

    def links(self, kind):
        """The documents of a kind that were handed in about the entity."""
        rows = [document for document in self.documents if document.kind == kind]
        return [{"url": row.get_absolute_url(), "label": row.filename} for row in rows]

    def hint(self, requirement):
        """What the statutes assistant reads in the file, in words; empty where it reads nothing."""
        if requirement not in (Requirement.PURPOSE, Requirement.DISSOLUTION):
            return ""
        found = statutes.hint_about(self.document, str(requirement), is_foundation=self.entity.is_foundation)
        if found is None:
            return ""
        where = f", sidan {found.page}" if found.page else ""
        return f"Maskinell läsning av filen: {found.hint}{where}. {' '.join(found.reasons)}"

    def clause(self, name=None):
        """Where in the governing document something stands: its name, version and clause, and its address."""
        if self.document is None:
            return "", ""
        clause = self.value(name) if name else ""
        form = self.entity.legal_form
        title = f"{(form.governing_document if form else 'stadgar').capitalize()}, version {self.document.version}"
        return f"{title}, {clause}" if clause else title, link_to(self.document, clause)


def requirement_rows(case, documents=()):
    """Every requirement in order, with what counts and all earlier judgements. Foundations have one not tried."""
    stated = Stated(case, documents)
    current = review.judgements(case)
    tried = review.required(case.legal_entity)
    touched = review.to_judge(case)
    own = {}
    for row in case.assessments.select_related("officer").order_by("judged_at", "pk"):
        own.setdefault(row.requirement, []).append(row)
    rows = []
    for number, requirement in enumerate(Requirement, 1):
        if requirement not in tried:
            rows.append(_not_tried(requirement, number))
            continue
        row = _stated_row(stated, requirement, number)
        row.hint = stated.hint(requirement)
        judged = current.get(requirement)
        if judged:
            row.judged, row.tag, row.tone = True, judged.get_judgement_display(), TONES[judged.judgement]
            row.note = _who_judged(judged, case)
        elif case.is_change and requirement in touched:
            row.tag, row.tone = "Behöver bedömas om", "warning"
        row.history = [_in_history(item) for item in own.get(requirement, [])[:-1]]
        rows.append(row)
    return rows


def _not_tried(requirement, number):
    return RequirementRow(
        requirement,
        number,
        "Villkoret gäller inte stiftelser.",
        source="Lag (2022:900) 3 §, tredje villkoret",
        tag="Prövas inte",
        judged=True,
    )


def _stated_row(stated, requirement, number):
    missing = "Uppgift saknas"
    if requirement == Requirement.PURPOSE:
        source, url = stated.clause("purpose_clause")
        answer = f"Är syftet enbart allmännyttigt? {stated.words('purpose_exclusive') or missing}."
        text = stated.value("purpose_text") or missing
        return RequirementRow(requirement, number, text, True, answer, source, url)
    if requirement == Requirement.DISSOLUTION:
        source, url = stated.clause("dissolution_clause")
        text = stated.value("dissolution_text") or missing
        return RequirementRow(requirement, number, text, True, "", source, url)
    if requirement == Requirement.PUBLIC_CONTROL:
        answer = f"Bestämmer stat, region eller kommun? {stated.words('public_control') or missing}."
        text = stated.value("public_control_note") or missing
        source, url = stated.clause()
        links = stated.links(Document.Kind.OWNERSHIP_EVIDENCE)
        return RequirementRow(requirement, number, text, False, answer, source, url, links)
    answer = stated.words("welfare_runs")
    text = stated.value("welfare_text") or missing
    links = stated.links(Document.Kind.WELFARE_EVIDENCE)
    return RequirementRow(requirement, number, text, False, f"{answer}." if answer else "", links=links)


def _who_judged(row, case):
    words = f"{day_in_words(timezone.localdate(row.judged_at))}, {row.officer}."
    if row.evidence:
        words += f" Underlag: {row.evidence}."
    if row.comment:
        words += f" {row.comment}"
    if row.application_id != case.pk:
        words += f" Bedömt i {row.application.case_number}. Påverkas inte av ändringen."
    return words


def _in_history(row):
    words = f"{row.get_judgement_display()}, {day_in_words(timezone.localdate(row.judged_at))}, {row.officer}."
    return " ".join(part for part in [words, row.evidence and f"Underlag: {row.evidence}.", row.comment] if part)


def timeline(events, case):
    """Events as timeline.html takes them: who did what, when, and why."""
    labels = STEP_LABELS | ({changes.SUBMIT.action: changes.SUBMIT.label} if case.is_change else {})
    return [
        {
            "when": event.created_at,
            "text": labels.get(event.action, event.action),
            "note": f"{event.actor}: {event.note}" if event.note else str(event.actor),
            "kind": _event_kind(event.action),
        }
        for event in events
    ]


def _event_kind(action):
    if action in ("request_completion", "communicate"):
        return "waiting"
    return "portal" if action in ("approve", "reject", "dismiss", "take") else ""


def documents_of(entity):
    """What was handed in or made about the entity, and about the whole family; claims' evidence is left out."""
    return list(
        Document.objects.filter(organisation=entity.organisation, is_claim_evidence=False)
        .filter(Q(legal_entity=entity) | Q(legal_entity=None))
        .order_by("-uploaded_at", "-pk")
    )


def document_rows(documents):
    """Documents as document_list.html takes them."""
    rows = []
    for document in documents:
        note = f"{document.get_kind_display()}, version {document.version}"
        if document.adopted_on:
            note += f", antagen {day_in_words(document.adopted_on)}"
        if document.has_personal_number or not document.has_text:
            note += ". Kan innehålla personnummer. Visas aldrig publikt"
        rows.append(
            {
                "url": document.get_absolute_url(),
                "name": document.filename,
                "size": document.size,
                "note": f"{note}.",
                "day": timezone.localdate(document.uploaded_at),
            }
        )
    return rows


def exchanges(case):
    """What was asked of the applicant and what came back, oldest first."""
    asked = [
        {
            "title": "Begäran om komplettering",
            "at": row.requested_at,
            "reasons": row.reason_labels,
            "text": row.message,
            "due_on": row.due_on,
            "answer": row.answer,
            "answered_at": row.answered_at,
            "documents": document_rows(row.documents.all()),
        }
        for row in case.completion_requests.prefetch_related("documents")
    ]
    heard = [
        {
            "title": "Kommunicering inför beslut",
            "at": row.sent_at,
            "reasons": [],
            "text": row.text,
            "due_on": row.due_on,
            "answer": row.answer,
            "answered_at": row.answered_at,
            "documents": [],
        }
        for row in case.communications.all()
    ]
    return sorted(asked + heard, key=lambda row: row["at"])


def family_rows(case):
    """The family's other cases as rows.html takes them, the latest first."""
    others = (
        type(case)
        .objects.filter(legal_entity__organisation=case.legal_entity.organisation)
        .exclude(pk=case.pk)
        .exclude(case_number=None)
        .select_related("legal_entity")
        .order_by("-received_at")
    )
    return [
        {
            "url": reverse("case", args=[row.case_number]),
            "label": str(row.legal_entity),
            "note": f"{row.case_number}, {row.get_kind_display().lower()}",
            "aside": row.get_state_display(),
        }
        for row in others
    ]


def owner_rows(entity):
    """Owners as summary_list.html takes them."""
    rows = []
    today = timezone.localdate()
    for row in entity.ownerships.filter(period__contains=today).select_related("owner").order_by("pk"):
        parts = [f"{percent(row.share)} av kapitalet" if row.share is not None else ""]
        parts.append(f"{percent(row.votes)} av rösterna" if row.votes is not None else "")
        parts.append("utser styrelsen eller flera i den" if row.appoints_board else "")
        words = ", ".join(part for part in parts if part)
        rows.append({"key": row.owner_label, "value": words or "Andelar är inte angivna"})
    return rows


def service_rows(entity):
    """Services as rows.html takes them: what, where, for whom, with which permit."""
    rows = []
    services = entity.services.filter(ended_on=None).select_related("area")
    for row in services.prefetch_related("municipalities", "target_groups").order_by("area__position", "pk"):
        where = "Hela landet" if row.whole_country else ", ".join(str(place) for place in row.municipalities.all())
        groups = ", ".join(str(group) for group in row.target_groups.all())
        permit = "Tillstånd behövs inte" if row.permit == "not_needed" else row.get_permit_display()
        if row.permit == "held":
            permit = f"Tillstånd från {row.permit_authority}, {row.permit_reference}"
        note = ". ".join(part.rstrip(".") for part in [where, groups, row.description, permit] if part)
        size = f"{row.capacity} {row.get_capacity_unit_display()}" if row.capacity else ""
        rows.append({"label": str(row.area), "note": note, "aside": size})
    return rows


def signatory_rows(entity):
    """Signatories as summary_list.html takes them."""
    rows = entity.signatories.order_by("name")
    return [{"key": row.name, "value": row.get_rule_display(), "note": row.title} for row in rows]
