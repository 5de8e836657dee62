"""Evidence packs: made and fetched by the authority's officers, verified by anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.forms.evidence import VerifyPackForm
from procurement.models import EvidencePack
from procurement.models.evidence import SEALED_IN
from procurement.reading import packs
from procurement.sealed_zip import Refused
from procurement.services import evidence
from procurement.views.base import buyer_page, own_procurement
from registry.views.base import act, answer
from registry.views.limits import limited
from registry.views.receipts import secret


@buyer_page
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_pack_list(request, pk):
    """The packs of a procurement with their checksums. A POST asks for one more."""
    held = own_procurement(request, pk)
    here = reverse("evidence_pack_list", args=[pk])
    if request.method == "POST":
        done = "Bevispaketet görs. Det är klart om en liten stund."
        return act(request, lambda: evidence.ask(held, actor=request.user), done=done, to=here)
    made = packs.packs_of(held)
    context = {
        "procurement": held,
        "may_ask": held.state in SEALED_IN,
        "headers": packs.HEADERS,
        "rows": packs.table(made),
        "is_making": any(pack.state == EvidencePack.State.MAKING for pack in made),
        "failed": [pack for pack in made if pack.state == EvidencePack.State.FAILED],
    }
    return render(request, "procurement/evidence_pack_list.html", context)


def _own_pack(request, pk, number):
    packs_there = EvidencePack.objects.filter(procurement=own_procurement(request, pk)).defer("files")
    return get_object_or_404(packs_there.select_related("procurement__authority", "seal"), number=number)


@buyer_page
@require_safe
def evidence_pack_file(request, pk, number):
    """The ZIP as it was sealed, and no other. While there is none, a page says so, with 404."""
    pack = _own_pack(request, pk, number)
    content = evidence.content_of(pack.seal) if packs.is_sealed(pack) else None
    if content is None:
        context = {"procurement": pack.procurement, "pack": pack}
        return render(request, "procurement/evidence_pack_file.html", context, status=404)
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="bevispaket-{pk}-{number}.zip"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@buyer_page
@require_POST
def evidence_pack_retry(request, pk, number):
    """Try again to make a pack that failed."""
    pack = _own_pack(request, pk, number)
    return act(
        request,
        lambda: evidence.retry(pack, actor=request.user),
        done="Portalen försöker igen. Det är klart om en liten stund.",
        to=reverse("evidence_pack_list", args=[pk]),
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("verify")
@secret
def evidence_pack_verify(request):
    """Whether a ZIP, or a checksum, is that of a sealed pack. The file is read and forgotten."""
    posted = request.method == "POST"
    form = VerifyPackForm(request.POST if posted else None, request.FILES if posted else None)
    found = _verified(form) if form.is_valid() else None
    return answer(request, "procurement/evidence_pack_verify.html", {"form": form, "found": found}, form)


def _verified(form):
    """What became of it, or None for a file that is refused: the form then says why."""
    if typed := form.cleaned_data["kontrollsumma"]:
        return evidence.verify_sum(typed)
    try:
        return evidence.verify_file(form.cleaned_data["fil"])
    except Refused as refusal:
        form.add_error("fil", str(refusal))
        return None
