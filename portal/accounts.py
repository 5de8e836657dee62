"""Adapts allauth: what the portal keeps of what a sign-in broker tells."""

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied

from registry.validators import mask_personal_numbers

DEMO_DOMAIN = "@demo.example"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Drops the broker's claims but for the subject. The person writes, and verifies, an e-mail address here."""

    def new_user(self, request, sociallogin):
        """Called before anything of the sign-in is kept, in the session or in the database."""
        subject = sociallogin.account.uid
        sociallogin.account.extra_data = {"sub": subject}
        sociallogin.email_addresses = []
        if mask_personal_numbers(subject) != subject:
            raise PermissionDenied(
                "The broker sends a personnummer as subject: have it send a pairwise subject instead."
            )
        return super().new_user(request, sociallogin)

    def populate_user(self, request, sociallogin, data):
        return sociallogin.user


class AuthenticationBackend(AllauthBackend):
    """Signs people in by e-mail and password. The demo's people, whose password everybody knows, only in the demo."""

    def user_can_authenticate(self, user):
        if user.email.endswith(DEMO_DOMAIN) and not (settings.DEMO or settings.TESTING):
            return False
        return super().user_can_authenticate(user)
