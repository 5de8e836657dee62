"""Template filters for numbers, dates and words as they are written in Swedish. Built in, so no page loads them."""

import re
from datetime import date, datetime
from difflib import SequenceMatcher

from django import template
from django.forms import Field
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from registry.wording import NO_BREAK_SPACE, day_in_words, grouped, number_in_words

register = template.Library()


@register.filter
def orgnr(number):
    """Write ten digits as 499100-2108; leave anything else as it is."""
    text = str(number)
    if len(text) == 10 and text.isdigit():
        return f"{text[:6]}-{text[6:]}"
    return text


@register.filter
def antal(number):
    """Write a whole number with a no-break space between thousands; nothing for a missing one."""
    if number is None or number == "":
        return ""
    return grouped(int(number))


@register.filter
def kronor(amount):
    """Write whole kronor: 72 000 kr. Missing is said to be missing, never shown as zero."""
    if amount is None or amount == "":
        return "uppgift saknas"
    return f"{antal(amount)}{NO_BREAK_SPACE}kr"


@register.filter
def datum(value):
    """Write a day: 21 november 2026. An instant is first moved to Stockholm."""
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return day_in_words(value)


@register.filter
def tidpunkt(value):
    """Write an instant in Stockholm time: 21 november 2026 klockan 09.12."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{datum(local)} klockan{NO_BREAK_SPACE}{local:%H.%M}"


@register.filter
def maskintid(value):
    """Give a day or an instant as the datetime attribute of <time> wants it."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat()


@register.filter
def dag_eller_tid(value):
    """Write a day as a day and an instant as an instant; words stay as they are."""
    if isinstance(value, datetime):
        return tidpunkt(value)
    if isinstance(value, date):
        return datum(value)
    return value


@register.filter
def filstorlek(size):
    """Write a size in bytes as a person reads it: 184 kB, 1,2 MB."""
    if size < 1000:
        return f"{size}{NO_BREAK_SPACE}byte"
    if size < 1_000_000:
        return f"{round(size / 1000)}{NO_BREAK_SPACE}kB"
    return f"{size / 1_000_000:.1f}".replace(".", ",") + f"{NO_BREAK_SPACE}MB"


@register.filter
def paragraf(text):
    """Keep § with its number, and a chapter with kap., on one line. Markup already marked safe stays safe."""
    escaped = conditional_escape(text)
    joined = re.sub(r"(\d+\s?[a-z]?)\s+(§{1,2})", rf"\1{NO_BREAK_SPACE}\2", escaped)
    joined = re.sub(r"(\d)\s+([a-z])(?=\u00a0§)", rf"\1{NO_BREAK_SPACE}\2", joined)
    joined = re.sub(r"(§{1,2})\s+(\d)", rf"\1{NO_BREAK_SPACE}\2", joined)
    return SafeString(re.sub(r"(\d)\s+(kap\.)", rf"\1{NO_BREAK_SPACE}\2", joined))


@register.filter
def i_ord(number):
    """Write a number up to twelve as a word, as running text does."""
    return number_in_words(number)


@register.filter
def page_numbers(page):
    """Give the page numbers to show, with None where numbers are left out."""
    paginator = page.paginator
    return [
        None if number == paginator.ELLIPSIS else number
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


@register.filter
def error_links(forms):
    """Give every error of a form, a formset or a list of them as `{"id", "text"}`, in the order of the page.

    The id is that of the first thing one can focus, so a link leads to the first radio of a group. It is empty for an
    error that belongs to no field.
    """
    if not forms:
        return []
    if isinstance(forms, (list, tuple)):
        return [link for form in forms for link in error_links(form)]
    if hasattr(forms, "non_form_errors"):
        if not forms.is_bound:
            return []
        whole = [{"id": "", "text": text} for text in forms.non_form_errors()]
        return whole + [link for form in forms for link in error_links(form)]
    if not hasattr(forms, "errors"):
        return []
    return [_error_link(forms, name, text) for name, errors in forms.errors.items() for text in errors]


def _error_link(form, name, text):
    if name not in form.fields:
        return {"id": "", "text": text}
    field = form[name]
    if text == str(Field.default_error_messages["required"]):  # far from its field, the plain words say nothing
        text = f"Fyll i fältet {field.label}"
    return {"id": field.first_id, "text": text}


@register.filter
def removed_from(before, after):
    """Mark the words of `before` that `after` lacks as struck out."""
    return _compared(before, after, side=0)


@register.filter
def added_to(after, before):
    """Mark the words of `after` that `before` lacks as underlined."""
    return _compared(before, after, side=1)


def _compared(before, after, *, side):
    words = (re.findall(r"\s+|\S+", str(before)), re.findall(r"\s+|\S+", str(after)))
    tag = mark_safe(("del", "ins")[side])
    parts = []
    for kind, b1, b2, a1, a2 in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        start, end = ((b1, b2), (a1, a2))[side]
        text = "".join(words[side][start:end])
        if text and kind != "equal":
            parts.append(format_html("<{}>{}</{}>", tag, text, tag))
        else:
            parts.append(conditional_escape(text))
    return format_html_join("", "{}", ((part,) for part in parts))
