"""Mail by way of an outbox: nothing is lost when the mail server is down, nothing is sent of what was rolled back.

Whoever sends mail the ordinary way (`send_mail`, allauth) writes `Mail` rows, in the transaction at hand, together with
a task for each. The task hands the row to the mailer `delivery`. Meanwhile its row is locked, so that two workers never
send the same letter. A mail server that dies after taking a letter and before saying so may get it twice, with the same
Message-ID.
"""

import logging
import smtplib
import tempfile
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import make_msgid
from django.db import transaction
from django.utils import timezone

from registry.models import Mail
from registry.tasks import deliver_mail
from registry.validators import mask_personal_numbers

KEPT_FOR = timedelta(days=30)
logger = logging.getLogger(__name__)


class MailNotDelivered(Exception):
    """The mail server did not take the letter. It stays in the outbox and is tried again."""


class OutboxBackend(BaseEmailBackend):
    """Takes mail from Django and puts it in the outbox, one letter for each recipient: they do not see each other."""

    def send_messages(self, messages):
        with transaction.atomic():
            for message in messages:
                if message.attachments:
                    raise ValueError("The outbox keeps text alone: link to the document instead of attaching it.")
                for recipient in message.recipients():
                    mail = Mail.objects.create(
                        recipient=recipient,
                        sender=message.from_email,
                        subject=message.subject,
                        body=message.body,
                        message_id=make_msgid(domain=_domain(message.from_email)),
                    )
                    deliver_mail.enqueue(mail.pk)
        return len(messages)


class FolderBackend(BaseEmailBackend):
    """Delivers to a folder, one .eml file for each letter, for the demo. The same letter twice is the same file."""

    def __init__(self, *, folder, **kwargs):
        super().__init__(**kwargs)
        self.folder = Path(folder)

    def send_messages(self, messages):
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in messages:
            name = message.extra_headers["Message-ID"].strip("<>").replace("/", "_")
            with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as draft:
                draft.write(message.message().as_bytes())
            Path(draft.name).rename(self.folder / f"{name}.eml")
        return len(messages)


def deliver(mail_id):
    """Send one letter. Does nothing if it is sent already, if another worker has it, or if it was given up.

    Raises MailNotDelivered when the server is down or refuses, once the attempt is written down.
    """
    error = ""
    with transaction.atomic():
        mail = Mail.objects.select_for_update(skip_locked=True).waiting().filter(pk=mail_id).first()
        if mail is None or mail.is_given_up():
            return
        try:
            mailers["delivery"].send_messages([_message(mail)])
        except (OSError, smtplib.SMTPException) as failure:
            error = mask_personal_numbers(f"{type(failure).__name__}: {failure}")[:500]
        mail.tried_at = timezone.now()
        mail.attempts += 1
        mail.last_error = error
        mail.sent_at = None if error else mail.tried_at
        mail.save(update_fields=["tried_at", "attempts", "last_error", "sent_at"])
    if error:
        logger.warning("Mail %s could not be delivered (attempt %s): %s", mail.pk, mail.attempts, error)
        raise MailNotDelivered(f"Mail {mail.pk}: {error}")


def sweep(*, at=None):
    """Deliver mail whose task was lost. Stops at the first failure: the server is down, and the sweep comes back."""
    for mail_id in list(Mail.objects.forgotten(at).values_list("pk", flat=True)[:100]):
        try:
            deliver(mail_id)
        except MailNotDelivered:
            return


def forget(*, at=None):
    """Forget letters written more than thirty days ago, sent or given up. Returns how many."""
    return Mail.objects.filter(created_at__lt=(at or timezone.now()) - KEPT_FOR).delete()[0]


def _message(mail):
    return EmailMessage(
        mail.subject,
        mail.body,
        mail.sender,
        [mail.recipient],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.created_at),
            "Auto-Submitted": "auto-generated",
        },
    )


def _domain(address):
    return address.rpartition("@")[2].strip("> ") or "localhost"
