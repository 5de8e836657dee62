"""Today's answers, kept ready for search: written with the facts they rest on, and each midnight for those that change.

The table is a convenience. The rule is `registry.eligibility.rules`; the nightly `check_data` compares the two.
"""

from itertools import batched

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from registry.eligibility import answers
from registry.models import EligibilityVerdict, LegalEntity

AT_A_TIME = 2_000
WRITTEN = ["answer", "is_contradicted", "computed_on", "changes_on"]


def refresh(organisation, on=None):
    """Compute the verdicts of the organisation's entities. In the caller's transaction, with the organisation held."""
    entities = LegalEntity.objects.handed_in().filter(organisation=organisation).values_list("pk", flat=True)
    _write(list(entities), on or timezone.localdate())


def rewrite_due(on=None):
    """Compute the verdicts whose day has come. Returns the organisations for which some answer became another.

    Run at midnight and whenever a list of the register was accepted. Each batch is a transaction of its own: an
    interrupted run is taken up where it stopped.
    """
    on = on or timezone.localdate()
    due = EligibilityVerdict.objects.filter(Q(changes_on__lte=on) | Q(computed_on__gt=on))
    changed = set()
    for ids in batched(sorted(set(due.values_list("legal_entity", flat=True))), AT_A_TIME):
        with transaction.atomic():
            changed |= _organisations(_write(ids, on))
    return changed


def rewrite_all(on=None):
    """Compute every verdict anew, batch by batch. Returns the organisations for which some answer became another."""
    changed = set()
    for ids in batched(LegalEntity.objects.handed_in().order_by("pk").values_list("pk", flat=True), AT_A_TIME):
        with transaction.atomic():
            changed |= _organisations(_write(ids, on or timezone.localdate()))
    return changed


def _write(ids, on):
    """Write the verdicts of these entities; returns the entities with an answer that differs from what stood."""
    stood = {
        (pk, ground): values
        for pk, ground, *values in EligibilityVerdict.objects.filter(legal_entity__in=ids).values_list(
            "legal_entity", "ground", "answer", "is_contradicted", "changes_on"
        )
    }
    rows, changed = [], set()
    for pk, by_ground in answers.of_entities(ids, on).items():
        for ground, verdict in by_ground.items():
            before = stood.get((pk, ground))
            if before == [verdict.answer, verdict.is_contradicted, verdict.changes_on]:
                continue
            if before is None or before[0] != verdict.answer:
                changed.add(pk)
            rows.append(
                EligibilityVerdict(
                    legal_entity_id=pk,
                    ground=ground,
                    answer=verdict.answer,
                    is_contradicted=verdict.is_contradicted,
                    computed_on=on,
                    changes_on=verdict.changes_on,
                )
            )
    EligibilityVerdict.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["legal_entity", "ground"], update_fields=WRITTEN, batch_size=2_000
    )
    return changed


def _organisations(entities):
    return set(LegalEntity.objects.filter(pk__in=entities).values_list("organisation", flat=True))
