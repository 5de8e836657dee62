"""Files are served here and nowhere else, to those who may see them."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.models import Document


@login_not_required
@require_safe
def document(request, uuid):
    """The PDF as an attachment: public ones for all, others for members, who handed them in, and case officers.

    The browser may neither guess another type nor run anything in it. A file that is lost is said to be so, with 404.
    """
    found = get_object_or_404(Document.objects.visible_to(request.user), uuid=uuid)
    try:
        file = found.file.open("rb")
    except OSError:
        return render(request, "registry/document.html", {"document": found}, status=404)
    name = found.filename if found.filename.lower().endswith(".pdf") else f"{found.filename}.pdf"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "public, max-age=3600" if found.is_public else "private, no-store"
    return response
