"""Messages to people: a row in their inbox and a mail with the same words, both in the transaction of the step."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator

from registry.models import Notification
from registry.validators import mask_personal_numbers

LONGEST_SUBJECT = 200  # characters; a name may be as long by itself


def notify(users, template, context, *, url="", once=""):
    """Tell each user once. `template` names templates/emails/registry/<template>.txt, or with its folder
    templates/emails/<folder>/<template>.txt; its first line is the subject.

    With `once`, a person who has had this message for that key already gets no second one.
    Returns those who were told.
    """
    subject, body = _words(template, context, url)
    told = []
    for user in users:
        words = {"subject": subject, "body": body, "url": url}
        if once:
            _, new = Notification.objects.get_or_create(user=user, kind=template, once=once, defaults=words)
            if not new:
                continue
        else:
            Notification.objects.create(user=user, kind=template, **words)
        told.append(user)
        EmailMessage(subject, body + "\n", to=[user.email]).send()
    return told


def put_in_inbox(user, template, context, *, url, once, at=None):
    """The inbox alone, once for the key. Returns whether it was new. For words whose letter holds a secret."""
    subject, body = _words(f"{template}_inbox", context, url)
    words = {"subject": subject, "body": body, "url": url, "created_at": at or timezone.now()}
    _, new = Notification.objects.get_or_create(user=user, kind=template, once=once, defaults=words)
    return new


def mark_read(user, at=None):
    """Note that the user has read the inbox. Returns how many messages were unread."""
    return user.notifications.unread().update(read_at=at or timezone.now())


def members_of(organisation, *, editing=False):
    """Active members, the editing ones or all, each once."""
    memberships = organisation.memberships.editing() if editing else organisation.memberships.active()
    return get_user_model().objects.filter(is_active=True, memberships__in=memberships).distinct().order_by("pk")


def mail(address, template, context, *, url=""):
    """Write to an address that has no account yet, for instance with an invitation."""
    subject, body = _words(template, context, url)
    EmailMessage(subject, body + "\n", to=[address]).send()


def _words(template, context, url):
    """The message's subject and body: the template's first line and the rest.

    Forms refuse a personnummer; should one stand in the database all the same, no letter carries it on. The line with
    the address is left as it is: the digits of a token are nobody's number.
    """
    address = settings.SITE_URL + url
    path = template if "/" in template else f"registry/{template}"
    lines = render_to_string(f"emails/{path}.txt", {**context, "url": address}).splitlines()
    text = "\n".join(line if line == address else mask_personal_numbers(line) for line in lines)
    subject, _, body = text.strip().partition("\n")
    return Truncator(subject.strip()).chars(LONGEST_SUBJECT), body.strip()
