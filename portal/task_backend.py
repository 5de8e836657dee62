"""Django's Tasks over procrastinate: a task is a row in the same database, written in the caller's transaction."""

from django.tasks import TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.utils import timezone
from django.utils.module_loading import import_string
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app

LONGEST_WAIT = 60 * 60  # seconds
ATTEMPTS = 8  # of an ordinary task; the last comes about half an hour after the first


class BackOff(BaseRetryStrategy):
    """Waits 15 seconds, then twice as long each time, at most an hour. Mail is tried until the mail itself gives up."""

    def get_retry_decision(self, *, exception, job):
        if job.queue != "mail" and job.attempts + 1 >= ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": min(15 * 2 ** min(job.attempts, 10), LONGEST_WAIT)})


@app.task(name="run", retry=BackOff())
def run(path, args, kwargs):
    """Run the Django task at a dotted path."""
    import_string(path).call(*args, **kwargs)


class ProcrastinateBackend(BaseTaskBackend):
    """Enqueues. The worker (`manage.py run_worker`) runs."""

    supports_defer = True
    supports_priority = True

    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        when = {"schedule_at": task.run_after} if task.run_after else {}
        deferrer = run.configure(queue=task.queue_name, priority=task.priority, **when)
        job_id = deferrer.defer(path=task.module_path, args=list(args), kwargs=dict(kwargs))
        return TaskResult(
            task=task,
            id=str(job_id),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
