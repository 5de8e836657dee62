"""The form in which an editor changes guidance."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import resolve
from django.utils import timezone

from portal.models import GuidancePage
from registry.forms.base import ModelForm

HIGHEST_HEADING = "Texten har en rubrik med ett enda #. Sidans rubrik står redan i fältet Rubrik. Börja på ##."


class GuidancePageForm(ModelForm):
    """A page of guidance. `is_reviewed` sets the day of review to today, in the name of whoever saves."""

    is_reviewed = forms.BooleanField(
        label="Jag har läst texten mot källorna i dag",
        required=False,
        help_text="Sätter dagen för granskning till i dag.",
    )

    class Meta:
        model = GuidancePage
        fields = [
            "title", "slug", "lead", "body", "sources", "kind", "language", "position", "reviewed_on", "is_published",
        ]  # fmt: skip
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 3}),
            "body": forms.Textarea(attrs={"rows": 40, "cols": 100}),
            "sources": forms.Textarea(attrs={"rows": 8, "cols": 100}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewed_on"].initial = timezone.localdate
        if self.instance.pk:
            self.fields["slug"].disabled = self.fields["kind"].disabled = True  # others link to the address

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if not self.instance.pk and resolve(f"/vagledning/{slug}/").url_name != "guidance_page":
            raise ValidationError("Adressen hör till ett verktyg. Välj ett annat adressnamn.")
        return slug

    def clean_body(self):
        text = self.cleaned_data["body"].replace("\r\n", "\n")
        if any(line.startswith("# ") for line in text.splitlines()):
            raise ValidationError(HIGHEST_HEADING)
        return text

    def clean_sources(self):
        return self.cleaned_data["sources"].replace("\r\n", "\n")

    def clean_reviewed_on(self):
        day = self.cleaned_data["reviewed_on"]
        if day and day > timezone.localdate():
            raise ValidationError("Dagen för granskning har inte varit än.")
        return day

    def clean(self):
        data = super().clean()
        if data.get("is_reviewed"):
            data["reviewed_on"] = timezone.localdate()
        return data
