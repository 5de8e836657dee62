"""A notice of change: what is new about a verified entity, from when and why (2022:900, 5 § 2 st)."""

from django import forms

from registry.forms.base import Form, PastDayField, PdfField, SwedishDateField
from registry.forms.statements import (
    NOT_ADOPTED_YET,
    ControlForm,
    DissolutionForm,
    EntityForm,
    PurposeForm,
    WelfareAnswersForm,
    paragraphs,
    quieten,
)
from registry.forms.uploads import UploadMixin


class NoticeForm(UploadMixin, Form):
    """When the change holds from, why, and a new governing document."""

    effective_on = SwedishDateField(label="När gäller ändringen från?", required=False)
    message = paragraphs("Vad har hänt?", rows=3, help_text="Till exempel: Årsmötet antog nya stadgar den 12 maj.")
    file = PdfField(label="Nytt styrande dokument", required=False)
    adopted_on = PastDayField(label="När antogs det?", required=False, error_messages=NOT_ADOPTED_YET)
    without_document = forms.BooleanField(label="Ta bort den nya filen ur anmälan", required=False)
    field_order = ["effective_on", "message", "file", "adopted_on"]

    def __init__(self, *args, has_document=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_document:
            del self.fields["without_document"]
        quieten(self, optional=("message", "file", "adopted_on", "effective_on"))


class ChangeEntityForm(EntityForm):
    """The new name, seat and address."""

    class Meta(EntityForm.Meta):
        fields = ["name", "seat", "own_address", "street", "postal_code", "city"]


PARTS = [
    ("Namn, säte och adress", ChangeEntityForm),
    ("Syfte", PurposeForm),
    ("Tillgångar vid upplösning", DissolutionForm),
    ("Stat, region eller kommun", ControlForm),
    ("Välfärd som det offentliga betalar", WelfareAnswersForm),
]
