"""What the parties' own answers about a partnership look like."""

from procurement.partnership_criteria import assess


def of_partnership(partnership):
    """The assessment of the answers that are stored. One query; prefetch `criteria` for several."""
    return assess({row.key: row.answer for row in partnership.criteria.all()})
