"""What must be true of the data though no constraint can say it. Run each night by `check_data`.

Each check is a function that yields one line for each thing that is wrong. The list grows with the portal: an app adds
to it in a module `integrity` of its own.
"""

from datetime import timedelta
from itertools import batched

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from registry.eligibility import answers
from registry.models import (
    Application,
    CaseNumberSeries,
    Claim,
    Decision,
    Document,
    EligibilityReceipt,
    EligibilityVerdict,
    FollowUpCase,
    LegalEntity,
    LogDigest,
    Mail,
    Organisation,
    StatusLog,
    Verification,
)
from registry.models.applications import DECIDED, State
from registry.services import log_digest, receipts
from registry.validators import is_valid_organisation_number

CHECKS = []


def check(function):
    """Put the function in the list. Its docstring is what it promises."""
    CHECKS.append(function)
    return function


@check
def numbers_are_right():
    """Every organisation number has a right check digit and is no personnummer."""
    numbers = LegalEntity.objects.exclude(organisation_number=None).values_list("pk", "organisation_number")
    for pk, number in numbers.iterator():
        if not is_valid_organisation_number(number):
            yield f"juridisk person {pk}: numret är fel"


@check
def every_published_organisation_has_come_in():
    """An organisation is public only when an application about it has come in."""
    published = Organisation.everything.published().annotate(
        cases=Count("entities__applications", filter=~Q(entities__applications__state=State.DRAFT))
    )
    for organisation in published.filter(cases=0):
        yield f"organisation {organisation.pk}: offentlig utan ärende"


@check
def every_organisation_has_an_owner():
    """An organisation that somebody founded in the portal still has an owner."""
    owned = Organisation.everything.filter(memberships__isnull=False).annotate(
        owners=Count("memberships", filter=Q(memberships__role="owner", memberships__ended_at=None))
    )
    for organisation in owned.filter(owners=0).distinct():
        yield f"organisation {organisation.pk}: saknar ägare"


@check
def decided_cases_have_a_decision():
    """A case that is approved, rejected or dismissed has a decision that says the same."""
    for pk in Application.objects.filter(state__in=DECIDED, decision=None).values_list("pk", flat=True):
        yield f"ärende {pk}: avgjort utan beslut"
    for pk in Decision.objects.exclude(outcome=F("application__state")).values_list("application", flat=True):
        yield f"ärende {pk}: beslutet säger något annat än läget"


@check
def approved_applications_verified_somebody():
    """An approved application has its verification; a verification in force stems from an approved application."""
    approved = Application.objects.filter(state=State.APPROVED, kind=Application.Kind.VERIFICATION)
    for pk in approved.filter(verifications=None).values_list("pk", flat=True):
        yield f"ärende {pk}: godkänt utan verifiering"
    for pk in Verification.objects.exclude(application__state=State.APPROVED).values_list("pk", flat=True):
        yield f"verifiering {pk}: ärendet är inte godkänt"


@check
def noticed_changes_are_open():
    """A verification says that a change is examined exactly while one is."""
    being_examined = Application.objects.open().filter(kind=Application.Kind.CHANGE).values("legal_entity")
    noticed = Verification.objects.filter(state=Verification.State.CHANGE_NOTICED)
    for pk in noticed.exclude(legal_entity__in=being_examined).values_list("pk", flat=True):
        yield f"verifiering {pk}: säger att en ändring prövas, men ingen gör det"
    quiet = Verification.objects.filter(state=Verification.State.VERIFIED, legal_entity__in=being_examined)
    for pk in quiet.values_list("pk", flat=True):
        yield f"verifiering {pk}: en ändring prövas utan att det står"


@check
def states_agree_with_the_log():
    """The last event of each case ends in the state that the case has."""
    for case in Application.objects.exclude(state=State.DRAFT).prefetch_related("events").iterator(chunk_size=500):
        events = sorted(case.events.all(), key=lambda event: (event.created_at, event.pk))
        if not events or events[-1].to_state != case.state:
            yield f"ärende {case.pk}: loggen slutar inte i läget {case.state}"


@check
def the_status_log_is_untouched():
    """No row of the status log, and no digest, has been changed behind the portal's back."""
    if fault := log_digest.verify():
        yield f"statusloggen {fault.day}: {fault.text}"


@check
def days_of_the_log_are_closed():
    """Each day of the status log gets its digest within two days."""
    last = LogDigest.objects.order_by("day").values_list("day", flat=True).last()
    oldest = StatusLog.objects.filter(day__gt=last) if last else StatusLog.objects
    first = oldest.order_by("day").values_list("day", flat=True).first()
    if first and first < timezone.localdate() - timedelta(days=2):
        yield f"statusloggen {first}: dagen saknar kontrollsumma"


@check
def states_agree_with_the_status_log():
    """The status log's last row about each case, claim, follow-up and verification ends in the state that it has."""
    for model in (Application, Claim, FollowUpCase, Verification):
        last = StatusLog.objects.filter(subject=model._meta.model_name, subject_id=OuterRef("pk")).order_by("-id")
        wrong = model.objects.annotate(logged=Subquery(last.values("to_state")[:1])).exclude(
            state=F("logged"), logged__isnull=False
        )
        for pk, state in wrong.values_list("pk", "state"):
            yield f"{model._meta.verbose_name} {pk}: statusloggen slutar inte i läget {state}"


@check
def verdicts_are_as_the_rule_says():
    """Each kept answer about eligibility is what the rule gives for today; none is missing."""
    today = timezone.localdate()
    for ids in batched(LegalEntity.objects.handed_in().order_by("pk").values_list("pk", flat=True), 1_000):
        kept = {
            (pk, ground): (answer, contradicted)
            for pk, ground, answer, contradicted in EligibilityVerdict.objects.filter(legal_entity__in=ids).values_list(
                "legal_entity", "ground", "answer", "is_contradicted"
            )
        }
        for pk, verdicts in answers.of_entities(ids, today).items():
            for ground, verdict in verdicts.items():
                if kept.get((pk, ground)) != (verdict.answer, verdict.is_contradicted):
                    yield f"juridisk person {pk}: svaret för {ground} är inte det som regeln ger"


@check
def receipts_are_whole():
    """Each receipt says what it said when it was made, by its own sum."""
    for receipt in EligibilityReceipt.objects.defer("pdf").iterator(chunk_size=100):
        if not receipts.is_whole(receipt):
            yield f"kvitto {receipt.pk}: innehållet är inte det som sparades"


@check
def case_numbers_were_given():
    """No case has a number that the year's series has not reached."""
    last = dict(CaseNumberSeries.objects.values_list("year", "last"))
    for number in Application.objects.exclude(case_number=None).values_list("case_number", flat=True).iterator():
        _, year, serial = number.split("-")
        if int(serial) > last.get(int(year), 0):
            yield f"ärende {number}: numret är inte utdelat"


@check
def documents_are_there():
    """The file of every document is where it should be."""
    for document in Document.objects.only("pk", "file").iterator():
        if not document.file.storage.exists(document.file.name):
            yield f"handling {document.pk}: filen saknas"


@check
def mail_gets_away():
    """No mail has waited for more than a day."""
    late = timezone.now() - timedelta(days=1)
    waiting = Mail.objects.waiting().filter(created_at__lt=late).count()
    if waiting:
        yield f"{waiting} brev har väntat mer än ett dygn"
