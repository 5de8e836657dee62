"""Forms about Kammarkollegiet's register: a list to read in, and an error to put right."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from registry.forms.base import Form
from registry.forms.case_officer import RegisterDateField

WHY = forms.Textarea(attrs={"rows": 3})


class ListFileField(forms.FileField):
    """A CSV file of at most the largest size of a list. What it holds is judged when it is read."""

    widget = forms.FileInput
    default_error_messages = {"required": "Välj en fil.", "empty": "Filen är tom. Välj en annan fil."}

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": ".csv,.txt,text/csv,text/plain"}

    def to_python(self, data):
        file = super().to_python(data)
        if file is not None and file.size > settings.OFFICIAL_REGISTER_LARGEST:
            megabytes = settings.OFFICIAL_REGISTER_LARGEST // 2**20
            raise ValidationError(f"Filen är större än {megabytes} MB. Välj en mindre fil.", code="too_large")
        return file


class RegisterUploadForm(Form):
    """A file with Kammarkollegiet's list, and the day that it holds for."""

    file = ListFileField(
        label="Fil med listan",
        help_text="CSV med kolumnerna organisationsnummer, namn, registrerad och avregistrerad. Högst 20 MB.",
    )
    list_date = RegisterDateField(
        label="Vilken dag gäller listan?", help_text="Dagen då Kammarkollegiet tog fram den. Till exempel 2026-05-12"
    )
    source = forms.CharField(
        label="Källa",
        max_length=150,
        help_text="Varifrån du fick filen, så att någon annan kan hämta den igen.",
        error_messages={"required": "Skriv varifrån du fick filen."},
    )


class AcceptListForm(Form):
    """Carry out a list. With doubts, somebody answers for it with a reason."""

    reason = forms.CharField(
        label="Varför ska listan genomföras ändå?",
        max_length=1000,
        widget=WHY,
        help_text="Skriv vad du har kontrollerat och hos vem. Ditt namn sparas med skälet.",
        error_messages={"required": "Skriv varför listan ska genomföras ändå."},
    )

    def __init__(self, *args, doubtful, **kwargs):
        super().__init__(*args, **kwargs)
        if not doubtful:
            del self.fields["reason"]


class UndoListForm(Form):
    """Why a list that was carried out is taken back."""

    reason = forms.CharField(
        label="Varför ångrar du inläsningen?",
        max_length=1000,
        widget=WHY,
        error_messages={"required": "Skriv varför du ångrar inläsningen."},
    )


class CorrectionForm(Form):
    """The right days of a period in the register, or that it never was one. With a reason and a source."""

    outcome = forms.ChoiceField(
        label="Vad är rätt?",
        widget=forms.RadioSelect,
        choices=[("days", "Perioden har andra dagar"), ("never", "Den juridiska personen var aldrig registrerad då")],
        error_messages={"required": "Välj vad som är rätt."},
    )
    registered_from = RegisterDateField(label="Registrerad från och med", required=False)
    deregistered_on = RegisterDateField(
        label="Dag för Kammarkollegiets beslut om avregistrering",
        required=False,
        help_text="Lämna tomt om registreringen gäller. Till exempel 2026-05-12",
    )
    reason = forms.CharField(
        label="Varför rättar du?",
        max_length=300,
        help_text="Vad som var fel, och hur du vet det.",
        error_messages={"required": "Skriv varför du rättar."},
    )
    source = forms.CharField(
        label="Källa", max_length=200, error_messages={"required": "Skriv var uppgiften kommer från."}
    )

    def clean(self):
        data = super().clean()
        first, last = data.get("registered_from"), data.get("deregistered_on")
        if data.get("outcome") == "days" and not first and "registered_from" not in self.errors:
            self.add_error("registered_from", "Skriv den första dagen.")
        if first and last and last < first:
            self.add_error("deregistered_on", "Avregistreringen kan inte ligga före registreringen.")
        return data

    @property
    def correction(self):
        """What `services.official.correct` is told."""
        data = self.cleaned_data
        if data["outcome"] == "never":
            return {"reason": data["reason"], "source": data["source"]}
        return {name: data[name] for name in ("registered_from", "deregistered_on", "reason", "source")}
