"""What the register does in the background."""

from django.tasks import task


@task(queue_name="mail")
def deliver_mail(mail_id):
    """Send one letter from the outbox."""
    from registry import mail  # which itself enqueues this task

    mail.deliver(mail_id)


@task
def make_receipt_pdf(receipt_id):
    """Make and sign the PDF of a receipt."""
    from registry.services import receipts  # which itself enqueues this task

    receipts.make_pdf(receipt_id)
