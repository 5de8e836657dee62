"""Addresses that nobody finds by guessing. Kept apart from the models, since migrations name these functions."""

import hashlib
import secrets


def receipt_token():
    """128 random bits, as they stand in a receipt's address."""
    return secrets.token_hex(16)


def hash_of(token):
    """What is kept of a token that only a letter holds: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
