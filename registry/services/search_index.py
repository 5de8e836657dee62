"""Keeps the search rows in step with the facts, in the transaction of the change."""


def refresh(organisation):
    """Write the organisation's search row anew."""
