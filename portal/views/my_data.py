"""What is stored about the person who is signed in: to see, to download, to have erased."""

import json
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal import erasure, personal_data
from registry.forms.base import Form
from registry.workflow import StepNotAllowed

SHOWN = 5  # rows of each kind on the page; the file has all


class EraseForm(Form):
    """The person writes their own address: nobody erases an account by a slip of the hand."""

    email = forms.EmailField(
        label="Skriv din e-postadress för att bekräfta",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Skriv din e-postadress"},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email != self.user.email:
            raise forms.ValidationError("Det är inte adressen du loggar in med. Kontrollera stavningen.")
        return email


@require_safe
def my_data(request):
    """Each kind of data: why, how long, and the first rows."""
    kinds = [
        {
            "title": kind.title,
            "rows": [
                {"key": "Varför", "value": kind.why},
                {"key": "Hur länge", "value": kind.how_long},
                {"key": "Kan raderas direkt", "value": "Ja" if kind.is_erasable else "Nej"},
            ],
            "count": len(kind.rows),
            "examples": [_in_words(row) for row in kind.rows[:SHOWN]],
            "more": max(0, len(kind.rows) - SHOWN),
        }
        for kind in personal_data.about(request.user)
    ]
    kept = [kind for kind in kinds if kind["count"]]
    empty = [kind["title"] for kind in kinds if not kind["count"]]
    return render(request, "portal/my_data.html", {"kinds": kept, "empty": empty})


@require_safe
def my_data_file(request):
    """All of it as JSON, in the order of the page."""
    content = {
        kind.key: {"title": kind.title, "why": kind.why, "how_long": kind.how_long, "rows": kind.rows}
        for kind in personal_data.about(request.user)
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=_plain)
    headers = {
        "Content-Disposition": 'attachment; filename="mina-uppgifter.json"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def my_data_erase(request):
    """What goes, what stays and why; then the account is erased and the person signed out."""
    left = erasure.obstacles(request.user)
    form = EraseForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        try:
            erasure.erase(request.user, actor=request.user)
        except StepNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, "Ditt konto är raderat.")
            return redirect("home")
    kinds = personal_data.about(request.user)
    context = {
        "form": form,
        "obstacles": left,
        "goes": [kind for kind in kinds if kind.is_erasable],
        "stays": [kind for kind in kinds if kind.rows and not kind.is_erasable],
    }
    return render(request, "portal/my_data_erase.html", context, status=422 if form.errors else 200)


def _in_words(row):
    return ", ".join(_word(value) for value in row.values() if value not in (None, "", []))


def _word(value):
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H.%M}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(value):
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
