"""Receipts and certificates: made on request, read by whoever has the address, verified by anybody who has the file."""

from datetime import date, datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.forms.checks import CertificateForm, CheckForm, VerifyForm
from registry.models import LegalEntity, Organisation, ReservationGround
from registry.models.eligibility import EligibilityReceipt, Ground
from registry.number_lists import Line, NumberList, packed
from registry.reading import checks
from registry.services import receipts, signing
from registry.services.receipt_pdf import address_of, title_of
from registry.validators import clean_organisation_number
from registry.views.base import answer
from registry.views.limits import limited

MOST_COMPARED = 1_000  # rows; a longer list is compared by making a new check


def secret(view):
    """For a page that only those with its address may find: not indexed, not kept.

    Other sites are not told where a link was followed: SecurityMiddleware sends `Referrer-Policy: same-origin`. A
    stricter one would take the origin from the page's own forms too.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "private, no-store"
        return response

    return page


@login_not_required
@require_POST
@limited("receipt")
@secret
def receipt_create(request):
    """Check the numbers again and keep the answer. A list that was changed on the way is refused."""
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return answer(request, "registry/eligibility_check.html", {"form": form, "problems": None}, form)
    content = checks.answers_for(form.numbers, form.ground, form.cleaned_data["datum"])
    return redirect("receipt", receipts.create(content).token)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("receipt")
@secret
def certificate_create(request, identifier):
    """A certificate for one entity: choose the ground and the day."""
    entity = _public_entity(identifier)
    usual = {"datum": timezone.localdate(), "grund": Ground.LOU_19_25A.value}
    form = CertificateForm(request.POST if request.method == "POST" else None, initial=usual)
    if form.is_valid():
        numbers = NumberList((Line(1, entity.organisation_number),))
        content = checks.answers_for(numbers, form.ground, form.cleaned_data["datum"])
        return redirect("receipt", receipts.create(content, is_certificate=True).token)
    return answer(request, "registry/certificate_create.html", {"form": form, "entity": entity}, form)


def _public_entity(identifier):
    """The entity of a public organisation with that number. Anything else is a page that does not exist."""
    try:
        number = clean_organisation_number(identifier)
    except ValidationError:
        raise Http404 from None
    entities = LegalEntity.objects.handed_in().filter(organisation__in=Organisation.public.all())
    return get_object_or_404(entities, organisation_number=number)


@login_not_required
@require_safe
@secret
@gzip_page
def receipt(request, token):
    """What the portal answered, from what was stored then; and whether it would answer the same today."""
    kept = get_object_or_404(EligibilityReceipt.objects.defer("pdf"), token=token)
    content = kept.content
    context = {
        "receipt": kept,
        "title": title_of(kept),
        "content": content,
        "on": date.fromisoformat(content["on"]),
        "checked_at": datetime.fromisoformat(content["checked_at"]),
        "is_whole": receipts.is_whole(kept),
        "groups": " ".join(token[place : place + 4] for place in range(0, 32, 4)),
        "code": _qr_code(address_of(kept)),
        "can_be_signed": bool(kept.pdf_sha256) or signing.state().signs,
        "summary": checks.summary(content),
        "table": checks.table(content),
        "problems": checks.problem_table(content) if content["problems"] else None,
        "today": _compared(content),
    }
    return answer(request, "registry/receipt.html", context)


def _compared(content):
    """How today's answers differ, and what to send to ask anew."""
    numbers, today = checks.numbers_of(content), timezone.localdate()
    asked = {"rader": packed(numbers), "datum": today.isoformat(), "grund": content["ground"]}
    compared = {"day": today, "hidden": asked.items(), "is_known": len(content["rows"]) <= MOST_COMPARED, "changed": []}
    ground = ReservationGround.objects.filter(code=content["ground"]).first()
    if compared["is_known"] and ground:
        now = checks.answers_for(numbers, ground, today)
        compared["changed"] = checks.changed_since(content, now)
    return compared


def _qr_code(address):
    import segno

    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=4, border=3, light="#fff", svgclass=None, lineclass=None))


@login_not_required
@require_safe
@secret
def receipt_pdf(request, token):
    """The signed PDF. While it is being made there is none."""
    kept = get_object_or_404(EligibilityReceipt.objects.defer("content").exclude(pdf=None), token=token)
    name = "bevis" if kept.is_certificate else "kvitto"
    return HttpResponse(
        bytes(kept.pdf),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}-{kept.checked_at:%Y-%m-%d}.pdf"'},
    )


@login_not_required
@require_safe
@secret
def receipt_content(request, token):
    """The content, byte for byte as its sum was reckoned: `sha256sum` on the file gives the sum on the receipt."""
    kept = get_object_or_404(EligibilityReceipt.objects.defer("pdf"), token=token)
    return HttpResponse(
        receipts.canonical(kept.content),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="kvitto-{kept.checked_at:%Y-%m-%d}.json"'},
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("verify")
@secret
def receipt_verify(request):
    """Whether a PDF is one of our receipts, unchanged. The file is read and forgotten."""
    posted = request.method == "POST"
    form = VerifyForm(request.POST if posted else None, request.FILES if posted else None)
    found = receipts.verify_file(form.cleaned_data["fil"].read()) if form.is_valid() else None
    return answer(request, "registry/receipt_verify.html", {"form": form, "found": found}, form)
