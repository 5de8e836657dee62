"""Signing in and going on in the same line."""


def sign_in(client, user):
    """The client, signed in as the person."""
    client.force_login(user)
    return client
