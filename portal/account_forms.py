"""The account pages' forms with text in them: they refuse personnummer as every other form does."""

from allauth.account import forms as account
from allauth.mfa.webauthn import forms as passkeys

from registry.forms.base import RefusesPersonalNumbers


class LoginForm(RefusesPersonalNumbers, account.LoginForm):
    """Sign in."""


class SignupForm(RefusesPersonalNumbers, account.SignupForm):
    """Open an account."""


class AddEmailForm(RefusesPersonalNumbers, account.AddEmailForm):
    """Add an address, or change to it."""


class ResetPasswordForm(RefusesPersonalNumbers, account.ResetPasswordForm):
    """Ask for a new password."""


class AddPasskeyForm(RefusesPersonalNumbers, passkeys.AddWebAuthnForm):
    """Add a passkey, under a name of one's own."""


class EditPasskeyForm(RefusesPersonalNumbers, passkeys.EditWebAuthnForm):
    """Call a passkey something else."""
