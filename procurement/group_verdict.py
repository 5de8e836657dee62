"""A group's own answer about eligibility (N17): the worst of its members'. Pure: answers go in, one comes out.

A reserved lot is for those who meet the ground (LOU 19 kap. 25 a § and 25 §, 4 kap. 18 §), and in a joint bid every
member tenders. So every member must qualify: one who does not flips the group, and one who is unknown makes the group
unknown unless another is a no. Registration is no condition of the law; a member may be shown to qualify otherwise.
"""

from datetime import date

from django.utils import timezone

from registry.models.eligibility import Answer

# From worst to best. No verdict is of the ground and its day, and so the same for all members: it goes first.
WORST_FIRST = (
    Answer.NO_VERDICT,
    Answer.NOT_MET,
    Answer.UNKNOWN,
    Answer.STATED,
    Answer.EVIDENCED,
    Answer.REGISTERED,
)


def of_group(answers):
    """The group's answer from its members'. Nobody at all is unknown: there is nothing to know."""
    return min((Answer(answer) for answer in answers), key=WORST_FIRST.index, default=Answer.UNKNOWN)


def deciding(rows, answer):
    """Of (who, answer) rows those that make the group's answer what it is, in the order given."""
    return [who for who, own in rows if own == answer]


def day_of(procurement, today: date) -> date:
    """The day the verdict is about: today, until the last day for tenders; from then on that day."""
    if procurement.closes_at is None:
        return today
    return min(today, timezone.localdate(procurement.closes_at))
