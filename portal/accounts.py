"""Adapts allauth: what the portal keeps of what a sign-in broker tells."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import PermissionDenied

from registry.validators import mask_personal_numbers


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
