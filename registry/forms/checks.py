"""A list of numbers, a day and a ground. Field names stand in addresses, so they are Swedish."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from registry import number_lists
from registry.forms.base import ChoicesWithHelp, Form, PastDayField, PdfField
from registry.models import ReservationGround
from registry.services.receipts import LARGEST_PDF
from registry.table_files import LARGEST_FILE, TOO_LARGE, TableProblem

FIRST_DAY = date(2017, 1, 1)  # lagen (2016:1145) om offentlig upphandling began
ONE_OR_THE_OTHER = "Klistra in nummer eller välj en fil, inte båda."
NOTHING = "Klistra in minst ett organisationsnummer, eller välj en fil."
NONE_TO_CHECK = "Ingen rad går att kontrollera. Läs varför vid varje rad, rätta och försök igen."
ONLY_PERSONS = (
    "Det du skrev liknar personnummer. Portalen tar inte emot personnummer: vi har varken sparat eller visat det. "
    "Skriv organisationsnummer."
)
CHOOSE_AGAIN = "Välj filen igen. Webbläsaren kan inte spara den åt dig."


class GroundForm(Form):
    """The day and the ground: one of the grounds by law, and a day that has come."""

    datum = PastDayField(
        label="Dag",
        help_text="Till exempel 2026-05-12. I dag, eller en dag som har varit.",
        first=FIRST_DAY,
        error_messages={
            "future": "Dagen kan inte ligga efter i dag. Vi vet bara vad som har gällt fram till nu.",
            "too_early": "Skriv en dag från 2017 eller senare. Äldre upphandlingar följer andra lagar.",
        },
    )
    grund = forms.ChoiceField(
        label="Grund för reservationen",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj en grund.", "invalid_choice": "Välj en av grunderna."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.grounds = {ground.code: ground for ground in ReservationGround.objects.all()}
        self.fields["grund"].choices = ChoicesWithHelp(
            (ground.code, ground.provision, ground.name) for ground in self.grounds.values()
        )

    @property
    def ground(self):
        """The chosen ReservationGround."""
        return self.grounds[self.cleaned_data["grund"]]


class CheckForm(GroundForm):
    """Many numbers. A row that looks like a personnummer is taken out of what is shown again; the others are judged.

    After `is_valid()`, `numbers` is the list. It comes as text, as a file, or as `rader`: packed by an earlier answer.
    """

    nummer = forms.CharField(
        label="Organisationsnummer",
        help_text="Klistra in en kolumn ur Excel, ett nummer på varje rad. Roller får stå i en kolumn bredvid: "
        "huvudleverantör, underleverantör, åberopat företag. Högst 5\u00a0000 rader.",
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        required=False,
        strip=False,
    )
    fil = forms.FileField(
        label="Eller en fil",
        help_text="Excel (.xlsx) eller CSV, högst 2 MB. Vi läser första bladet och sparar inte filen.",
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.csv,.txt,text/csv,text/plain"},
        ),
        required=False,
        error_messages={"empty": "Filen är tom. Välj en annan fil.", "invalid": CHOOSE_AGAIN},
    )
    rader = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["nummer", "fil", "datum", "grund"]
    # Two numbers under each other may look like a personnummer to a search of the whole text.
    judged_by_row = ("nummer",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("nummer", "fil"):
            self.fields[name].marks_optional = False  # one of the two is needed
        self.numbers = number_lists.NumberList(())

    def clean(self):
        data = super().clean()
        text, file, packed = data.get("nummer", ""), data.get("fil"), data.get("rader", "")
        if "nummer" in self._errors or "fil" in self._errors:
            return data
        if text.strip() and file:
            self.add_error("fil", ONE_OR_THE_OTHER)
            return data
        try:
            if packed and not text.strip() and not file:
                self.numbers = number_lists.unpacked(packed)
            elif file:
                self.numbers = self._from_file(file)
            elif text.strip():
                self.numbers = number_lists.from_text(text)
            else:
                raise TableProblem(NOTHING)
            self._require_one()
        except TableProblem as problem:
            self.add_error("fil" if file else "nummer", str(problem))
        return data

    def _from_file(self, file):
        if file.size > LARGEST_FILE:
            raise TableProblem(TOO_LARGE)
        return number_lists.from_file(file.read())

    def _require_one(self):
        if self.numbers.accepted:
            return
        persons = self.numbers.count("personal_number")
        if persons and persons == len(self.numbers.lines):
            raise TableProblem(ONLY_PERSONS)
        raise TableProblem(NONE_TO_CHECK if self.numbers.lines else NOTHING)

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self._errors and self.add_prefix("fil") in self.files:
            self["fil"].help_text = CHOOSE_AGAIN

    def _refuse_personal_numbers(self):
        super()._refuse_personal_numbers()
        was_read = bool(self.numbers.lines)
        if not was_read or self.numbers.count("personal_number"):  # to look again takes as long as to read
            self._rewrite(self.add_prefix("nummer"), _without_persons)

    def _texts(self, key):
        return super()._texts(key) if key in self.data else []


def _without_persons(text):
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(row for row in rows if not number_lists.holds_person(row))


class CertificateForm(GroundForm):
    """The day and the ground of a certificate for one entity."""


class VerifyForm(Form):
    """A PDF that may be one of our receipts."""

    fil = PdfField(label="Kvittot eller beviset", help_text="PDF, högst 5 MB. Vi sparar inte filen.")

    def clean_fil(self):
        file = self.cleaned_data["fil"]
        if file.size > LARGEST_PDF:
            raise ValidationError("Filen är större än 5 MB, så den är inget kvitto från oss.")
        return file
