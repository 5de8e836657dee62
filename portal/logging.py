"""Logs to standard error, with personnummer, e-mail addresses and the secrets of web addresses masked."""

import logging
import logging.config
import re
import traceback

LEVELS = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}


# An invitation's token is as good as a password until it is used, also behind `next=` and percent-encoded.
# A receipt's opens what somebody has checked, which may be secret.
TOKEN = re.compile(r"(inbjudan(?:/|%2F))[\w-]+|(kvitto(?:/|%2F))[0-9a-f]{32}", re.I)
# Whose letter the mail server refused, and what somebody searched for. A letter is told by its own number instead.
EMAIL = re.compile(r"[^\s@/<>'\"?&=:,;()]{1,100}(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.I)


def masked(text):
    """The text as it may stand in a log."""
    # Imported late: logging is set up before the apps.
    from registry.validators import mask_personal_numbers

    text = TOKEN.sub(lambda found: f"{found[1] or found[2]}•", text)
    return mask_personal_numbers(EMAIL.sub("•@•", text))


class MaskPersonalNumbers(logging.Filter):
    """Masks the finished message, with its arguments (paths and queries among them), and the traceback."""

    def filter(self, record):
        record.msg, record.args = masked(_message(record)), ()
        if record.exc_info and record.exc_info[0]:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip()
            record.exc_info = None
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        return True


def _message(record):
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # the arguments do not fit the message: a slip that should not cost the line
        return f"{record.msg} {record.args}"


def configure(settings):
    """Send all that is logged through one handler with the mask. Called by Django with LOGGING."""
    level = settings["level"]
    if level not in LEVELS:
        raise ValueError(f"LOG_LEVEL must be one of {', '.join(sorted(LEVELS))}, not {level!r}.")
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"mask": {"()": MaskPersonalNumbers}},
            "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
            "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["mask"], "formatter": "line"}},
            "root": {"handlers": ["console"], "level": level},
            # Django's own handlers would write, or mail, what is not masked. Procrastinate tells of each job done.
            "loggers": {
                "django": {"handlers": [], "propagate": True},
                "django.server": {"handlers": [], "propagate": True},
                "procrastinate": {"level": "WARNING"},
                "fontTools": {"level": "WARNING"},
            },
        }
    )
