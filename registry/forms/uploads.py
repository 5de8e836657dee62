"""Forms that take in a PDF, and ask the uploader to mask personnummer when the file may hold some."""

from django import forms
from django.core.exceptions import ValidationError

from registry.forms.base import PdfField
from registry.services import documents

CHOOSE_AGAIN = "Välj filen igen. Webbläsaren kan inte spara den åt dig. PDF, högst 20 MB."


class UploadMixin(forms.Form):
    """Adds a PDF, and a box to tick that is shown only once the file has turned out to be doubtful.

    Put it first among the bases, before `Form` or `ModelForm`. Declare `file` anew for another label or to make it
    optional; set `field_order` to place it. After `is_valid()`, call `store()`.
    """

    file = PdfField(label="Fil")
    masking_confirmed = forms.BooleanField(
        label="Jag har kontrollerat filen: personnummer är maskerade, eller så finns det inga",
        help_text="Vi visar aldrig en sådan fil för allmänheten. Handläggaren kan läsa den.",
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._masking_field = self.fields["masking_confirmed"]
        if self.add_prefix("masking_confirmed") not in self.data:
            del self.fields["masking_confirmed"]

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self._errors and self.add_prefix("file") in self.files:
            self["file"].help_text = CHOOSE_AGAIN

    def store(self, kind, *, organisation, actor, legal_entity=None, adopted_on=None, is_claim_evidence=False):
        """Keep the file as a document of the kind.

        Returns None when no file was chosen, and when it is refused: then the form has the error, and shows the box
        where the uploader confirms that personnummer are masked.
        """
        upload = self.cleaned_data.get("file")
        if not upload:
            return None
        try:
            return documents.store(
                upload,
                kind,
                organisation=organisation,
                actor=actor,
                legal_entity=legal_entity,
                adopted_on=adopted_on,
                masking_confirmed=self.cleaned_data.get("masking_confirmed", False),
                is_claim_evidence=is_claim_evidence,
            )
        except documents.MaskingNeeded as doubt:
            self._ask_for_masking(doubt.reading)
        except ValidationError as refusal:
            self.add_error("file", refusal.messages)
        self["file"].help_text = CHOOSE_AGAIN
        return None

    def _ask_for_masking(self, reading):
        fields = {}
        for name, field in self.fields.items():
            fields[name] = field
            if name == "file":
                fields["masking_confirmed"] = self._masking_field
        self.fields = fields
        self.add_error("file", masking_request(reading))


def masking_request(reading):
    """What is wrong with the file and what to do. Says on which pages, never what stands there."""
    pages = reading.personal_number_pages
    if pages:
        found = f"Filen verkar innehålla personnummer, på {_page_words(pages)}."
    elif reading.has_personal_number:
        found = "Filens egenskaper, till exempel titel eller författare, verkar innehålla ett personnummer."
    else:
        unread = reading.pages_without_text
        found = (
            f"Vi kan inte läsa texten på {_page_words(unread)} och därför inte se om där står personnummer."
            if reading.has_text
            else "Filen har för lite text som går att läsa, så vi kan inte se om den innehåller personnummer."
        )
    return (
        f"{found} Maskera personnumren och välj den nya filen. "
        "Har du redan maskerat dem, eller finns det inga: välj filen igen och kryssa i rutan."
    )


def _page_words(pages):
    """The pages as one reads them: sidan 3, sidorna 1, 4 och 5; of many the first five."""
    if len(pages) == 1:
        return f"sidan {pages[0]}"
    if len(pages) > 5:
        return f"{len(pages)} sidor, bland dem {_listed(pages[:5])}"
    return f"sidorna {_listed(pages)}"


def _listed(numbers):
    words = [str(number) for number in numbers]
    return f"{', '.join(words[:-1])} och {words[-1]}"
