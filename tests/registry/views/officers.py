"""Signing in as those who must have a second factor."""

from allauth.mfa.models import Authenticator


def sign_in(client, user):
    """Sign the person in, as one who has an app for one-time codes."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client.force_login(user)
    return client
