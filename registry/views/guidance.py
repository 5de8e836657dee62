"""Guidance on statutes, open to all."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.statutes_wording import DISCLAIMER, WORDINGS, as_text


@login_not_required
@require_safe
def statutes_guide(request):
    """Model wording for the purpose and the dissolution clause, and a motion to the annual meeting."""
    return render(request, "registry/statutes_guide.html", {"wordings": WORDINGS, "disclaimer": DISCLAIMER})


@login_not_required
@require_safe
def statutes_guide_text(request):
    """The same as a plain text, to save and to change."""
    headers = {"Content-Disposition": 'attachment; filename="stadgar-ordalydelser.txt"'}
    text = "\ufeff" + as_text().replace("\n", "\r\n")  # so that Notepad shows å, ä, ö and the lines
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)
