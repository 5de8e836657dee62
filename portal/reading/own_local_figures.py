"""What an organisation counts, as its own people see it: its own numbers as they are, the others' as all do."""

from dataclasses import dataclass

from django.utils import timezone

from portal.models import LocalMeasure, LocalParticipant, LocalValue
from portal.models.local_figures import MeasureState, ParticipantState
from portal.reading.local_figures import Told, shown, told

State = ParticipantState


@dataclass(frozen=True)
class Ours:
    """A measure as one of those who count it sees it: all that everybody sees, and its own numbers as they are."""

    part: LocalParticipant
    told: Told
    values: tuple

    @property
    def measure(self):
        return self.told.measure

    @property
    def is_invited(self):
        return self.part.state == State.INVITED

    @property
    def is_in(self):
        return self.part.state == State.IN and self.measure.state == MeasureState.OPEN

    @property
    def is_ours(self):
        """Whether the organisation began it."""
        return self.measure.started_by_id == self.part.organisation_id

    @property
    def standing(self):
        """Where it stands, in words."""
        if self.measure.state != MeasureState.OPEN:
            return MeasureState(self.measure.state).label
        return State(self.part.state).label

    @property
    def lacks(self):
        """The last year, when it has no number of it yet."""
        last = timezone.localdate().year - 1
        return last if self.is_in and last not in {row.year for row in self.values} else None


def of_organisation(organisation):
    """[Ours], invitations first. Three queries."""
    parts = (
        LocalParticipant.objects.filter(organisation=organisation)
        .exclude(state__in=[State.DECLINED, State.WITHDRAWN])
        .order_by("pk")
    )
    by_measure = {row.measure_id: row for row in parts}
    values = {}
    for row in LocalValue.objects.standing().filter(organisation=organisation).order_by("-year"):
        values.setdefault(row.measure_id, []).append(row)
    measures = shown(LocalMeasure.objects.filter(pk__in=by_measure).select_related("started_by"))
    found = [
        Ours(by_measure[row.pk], told(row), tuple(values.get(row.pk, ())))
        for row in measures
        if by_measure[row.pk].state != State.LEFT or row.pk in values
    ]
    return sorted(found, key=lambda row: (not row.is_invited, not row.is_in, row.measure.place.name, row.measure.name))
