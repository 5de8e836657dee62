"""Addresses that nobody finds by guessing. Kept apart from the models, since migrations name these functions."""

import secrets


def receipt_token():
    """128 random bits, as they stand in a receipt's address."""
    return secrets.token_hex(16)
