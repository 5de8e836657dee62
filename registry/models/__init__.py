"""What the register keeps. Others write `from registry.models import …`."""

from registry.models.mail import Mail

__all__ = ["Mail"]
