"""What is done by the clock. The worker runs it; each job calls what a person could also call by hand.

Times are in UTC, for that is what procrastinate counts in. A job that must keep Swedish time asks the clock itself.
"""

from datetime import datetime

from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app


def _hour_in_sweden(timestamp):
    """The hour that Swedish clocks show. A job at two hours of UTC works at the one that is right that day."""
    return datetime.fromtimestamp(timestamp, tz=timezone.get_default_timezone()).hour


@app.periodic(cron="* * * * *")
@app.task(name="sweep_mail", queueing_lock="sweep_mail")
def sweep_mail(timestamp):
    """Each minute: deliver mail whose own task was lost."""
    import_string("registry.mail.sweep")(at=timezone.now())


@app.periodic(cron="0 5,6 * * *")
@app.task(name="remind_drafts", queueing_lock="remind_drafts")
def remind_drafts(timestamp):
    """At seven in the morning in Sweden, which is five or six in UTC: remind those who left a draft."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("registry.services.reminders.remind_drafts")(at=timezone.now())


@app.periodic(cron="0 5,6 * * *")
@app.task(name="remind_statements", queueing_lock="remind_statements")
def remind_statements(timestamp):
    """At seven in the morning in Sweden: remind of yearly statements, and warn of those whose day has gone."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("registry.services.reminders.remind_statements")(at=timezone.now())


@app.periodic(cron="30 1 * * *")
@app.task(name="check_data", queueing_lock="check_data")
def check_data(timestamp):
    """Each night: check that what is kept is whole."""
    call_command("check_data")


@app.periodic(cron="*/5 * * * *")
@app.task(name="retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context, timestamp):
    """Every fifth minute: start over the jobs of a worker that died. Each of our tasks may be run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="15 2 * * *")
@app.task(name="remove_old_jobs", queueing_lock="remove_old_jobs", pass_context=True)
async def remove_old_jobs(context, timestamp):
    """Each night: forget jobs that were done, or given up, more than thirty days ago."""
    await context.app.job_manager.delete_old_jobs(nb_hours=30 * 24, include_failed=True)


@app.periodic(cron="* * * * *")
@app.task(name="fold_search_counts", queueing_lock="fold_search_counts")
def fold_search_counts(timestamp):
    """Each minute: move waiting changes into the counts that search keeps ready."""
    import_string("registry.search.cube.fold")()


@app.periodic(cron="45 1 * * *")
@app.task(name="recount_search", queueing_lock="recount_search")
def recount_search(timestamp):
    """Each night: choose the frequent words anew and count from the beginning."""
    import_string("registry.search.writer.recount")()


@app.periodic(cron="5 22,23 * * *")
@app.task(name="rewrite_verdicts", queueing_lock="rewrite_verdicts")
def rewrite_verdicts(timestamp):
    """Just after midnight in Sweden, which is ten or eleven in UTC: answers that become others with the day."""
    if _hour_in_sweden(timestamp) == 0:
        import_string("registry.services.search_index.follow_the_day")()
        import_string("registry.services.freshness.fade")()


@app.periodic(cron="10 5,6 * * *")
@app.task(name="ask_owners", queueing_lock="ask_owners")
def ask_owners(timestamp):
    """At seven in the morning in Sweden: ask those whose services nobody has confirmed for a year."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("registry.services.freshness.ask_owners")(at=timezone.now())


@app.periodic(cron="20 2 * * *")
@app.task(name="sign_receipts", queueing_lock="sign_receipts")
def sign_receipts(timestamp):
    """Each night: sign the receipts whose PDF was never made."""
    import_string("registry.services.receipts.sweep")()


@app.periodic(cron="20 5,6 * * *")
@app.task(name="follow_up", queueing_lock="follow_up")
def follow_up(timestamp):
    """At seven in the morning in Sweden: ask for missing statements, remind, and note whose last day has gone."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("registry.services.statement_follow_ups.open_for_missing")(at=timezone.now())
        import_string("registry.services.follow_up.remind")(at=timezone.now())
        import_string("registry.services.follow_up.lapse")(at=timezone.now())


@app.periodic(cron="30 2 * * *")
@app.task(name="forget_old_mail", queueing_lock="forget_old_mail")
def forget_old_mail(timestamp):
    """Each night: forget letters that were sent, or given up, more than thirty days ago."""
    import_string("registry.mail.forget")(at=timezone.now())


@app.periodic(cron="10 22,23 * * *")
@app.task(name="close_log_days", queueing_lock="close_log_days")
def close_log_days(timestamp):
    """Just after midnight in Sweden: the digest of the day that is over, and of days that were missed."""
    if _hour_in_sweden(timestamp) == 0:
        import_string("registry.services.log_digest.close_days")()


@app.periodic(cron="* * * * *")
@app.task(name="close_procurements", queueing_lock="close_procurements")
def close_procurements(timestamp):
    """Each minute: close the procurements whose time for tenders is over."""
    import_string("procurement.services.procurements.close_due")(at=timezone.now())


@app.periodic(cron="30 5,6 * * *")
@app.task(name="warn_of_contracts", queueing_lock="warn_of_contracts")
def warn_of_contracts(timestamp):
    """At seven in the morning in Sweden: tell of contracts that end in 24, 18, 12 and 6 months."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("procurement.services.contract_alerts.warn")(at=timezone.now())


@app.periodic(cron="40 5,6 * * *")
@app.task(name="watch_suppliers", queueing_lock="watch_suppliers")
def watch_suppliers(timestamp):
    """At seven in the morning in Sweden: look at every supplier whose contract runs, and tell of what has happened."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("procurement.services.contract_watch.watch")(at=timezone.now())


@app.periodic(cron="25 2 * * *")
@app.task(name="seal_evidence", queueing_lock="seal_evidence")
def seal_evidence(timestamp):
    """Each night: seal the evidence packs whose work was lost or failed."""
    import_string("procurement.services.evidence.sweep")()


@app.periodic(cron="45 5,6 * * *")
@app.task(name="remind_of_partnerships", queueing_lock="remind_of_partnerships")
def remind_of_partnerships(timestamp):
    """At seven in the morning in Sweden: tell of partnerships that are to be followed up within thirty days."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("procurement.services.partnership_reminders.remind")(at=timezone.now())


@app.periodic(cron="0 3 * * *")
@app.task(name="check_links", queueing_lock="check_links")
def check_links(timestamp):
    """Each night: ask the addresses of decisions and documents whether they still answer."""
    import_string("portal.services.links.check_all")()


@app.periodic(cron="50 5,6 * * *")
@app.task(name="remind_askers", queueing_lock="remind_askers")
def remind_askers(timestamp):
    """At seven in the morning in Sweden: remind those who have asked a council something and chosen this day."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("portal.services.board.remind")(at=timezone.now())


@app.periodic(cron="52 5,6 * * *")
@app.task(name="remind_of_contacts", queueing_lock="remind_of_contacts")
def remind_of_contacts(timestamp):
    """At seven in the morning in Sweden: the next steps of contact logs, and contacts put in for an authority."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("portal.services.contact_log.remind")(at=timezone.now())
        import_string("portal.services.contacts.tell")(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="hold_meetings", queueing_lock="hold_meetings")
def hold_meetings(timestamp):
    """Each ten minutes: note that meetings which are over have been held."""
    import_string("portal.services.dialogue.hold_due")(at=timezone.now())


@app.periodic(cron="55 5,6 * * *")
@app.task(name="remind_of_meetings", queueing_lock="remind_of_meetings")
def remind_of_meetings(timestamp):
    """At seven in the morning in Sweden: remind those who come to a meeting tomorrow."""
    if _hour_in_sweden(timestamp) == 7:
        import_string("portal.services.dialogue_parties.remind")(at=timezone.now())
