"""The digests of the status log, open to all: whoever saves them can tell when something was changed afterwards."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.exports import Column, export, links
from registry.models import LogDigest
from registry.wording import day_in_words

DAYS_A_PAGE = 50
HEADERS = [{"label": "Dag"}, {"label": "Rader", "number": True}, {"label": "Kontrollsumma"}]
COLUMNS = [
    Column("day", "Dag"),
    Column("row_count", "Rader"),
    Column("last_id", "Sista raden"),
    Column("rows_sha256", "Radernas kontrollsumma"),
    Column("previous", "Dagen före"),
    Column("sha256", "Kontrollsumma"),
]


@login_not_required
@require_safe
def log_digest_list(request):
    """Newest first, 50 days a page, with what they are and how to compute one."""
    page = Paginator(LogDigest.objects.order_by("-day"), DAYS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "headers": HEADERS,
        "rows": [
            [{"text": day_in_words(digest.day)}, {"text": digest.row_count, "number": True}, {"text": digest.sha256}]
            for digest in page
        ],
        "newest": page[0] if page else None,
        "is_first": page.number == 1,
        "files": links("log_digest_list_file"),
    }
    return render(request, "registry/log_digest_list.html", context)


@login_not_required
@require_safe
def log_digest_list_file(request, kind):
    """All of them, newest first: the copy that `verify_log --against` reads."""
    names = [column.name for column in COLUMNS]
    return export(LogDigest.objects.order_by("-day").values(*names), COLUMNS, kind, filename="kontrollsummor")
