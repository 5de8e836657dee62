"""The draft of a partnership's agreement, for its parties."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from procurement.views.partnership_base import own_partnership

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def partnership_draft(request, pk):
    """As a Word document, with what is not written yet marked in its place."""
    from procurement.partnership_draft import document  # python-docx takes 23 MB of each process that loads it

    partnership = own_partnership(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="partnerskap-{partnership.pk}.docx"'}
    return HttpResponse(document(partnership), content_type=WORD, headers=headers)
