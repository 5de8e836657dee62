"""The family's legal entities: pasted as a column of numbers, or typed one by one."""

from django import forms
from django.core.exceptions import ValidationError

from registry.forms.base import ChoicesWithHelp, Form, TidiesText
from registry.forms.family import ForgetsPersonalNumber, LegalFormField, OrganisationNumberField
from registry.models import LegalEntity
from registry.services import organisations
from registry.validators import ForeignIdentifier


class PasteForm(TidiesText, forms.Form):
    """A pasted column of numbers. Each row is judged by itself, and a personnummer is shown to nobody.

    Not the house's own `Form`: that looks for personnummer across rows, where two organisation numbers side by side
    may look like one.
    """

    lines = forms.CharField(
        label="Organisationsnummer, ett på varje rad",
        help_text=f"Klistra gärna in ur ett kalkylblad, med namn efter numret. Högst {organisations.MOST_LINES} rader.",
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Klistra in minst ett organisationsnummer."},
    )
    legal_form = LegalFormField(
        label="Juridisk form för alla på listan",
        help_text="Är de olika, låt den vara tom och välj form för var och en senare.",
        required=False,
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.rows = []

    @property
    def accepted(self):
        return [line for line in self.rows if not line.refused]

    @property
    def refused(self):
        return [line for line in self.rows if line.refused]

    @property
    def is_as_checked(self):
        """Whether the accepted rows are those that the person has seen the outcome of."""
        return self.cleaned_data.get("checked") == self._fingerprint()

    def clean_lines(self):
        self.rows = organisations.refuse_taken(organisations.read_lines(self.cleaned_data["lines"]), self.organisation)
        if len(self.rows) > organisations.MOST_LINES:
            raise ValidationError(
                f"Det är {len(self.rows)} rader. Lägg till högst {organisations.MOST_LINES} åt gången."
            )
        if not self.accepted:
            raise ValidationError("Ingen rad kan läggas till. Läs varför vid varje rad, rätta och försök igen.")
        return self.cleaned_data["lines"]

    def full_clean(self):
        super().full_clean()
        if self.is_bound:
            self.data = self.data.copy()
            self.data["lines"] = organisations.lines_as_text(self.rows)
            self.data["checked"] = self._fingerprint()

    def _fingerprint(self):
        return " ".join(f"{line.number}" for line in self.accepted)


class EntityForm(ForgetsPersonalNumber, Form):
    """One legal entity: with a Swedish number, without one, or from another country."""

    name = forms.CharField(
        label="Namn", max_length=200, error_messages={"required": "Skriv namnet på den juridiska personen."}
    )
    identity = forms.ChoiceField(
        label="Vilket nummer har den?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                ("swedish", "Svenskt organisationsnummer", "De flesta har det"),
                ("none", "Inget nummer än", "Till exempel en förening som inte har begärt ett"),
                ("foreign", "Ett nummer i ett annat lands register", "Fyll i land, register och nummer"),
            ]
        ),
        error_messages={"required": "Välj vilket slags nummer den har."},
    )
    organisation_number = OrganisationNumberField(required=False)
    country = forms.CharField(
        label="Land", help_text="Två bokstäver, till exempel NO för Norge", max_length=10, required=False
    )
    foreign_register = forms.CharField(
        label="Register", help_text="Förkortningen, till exempel BRREG", max_length=30, required=False
    )
    foreign_number = forms.CharField(label="Nummer i registret", max_length=40, required=False)
    legal_form = LegalFormField()
    applies = forms.ChoiceField(
        label="Ska den verifieras?",
        widget=forms.RadioSelect,
        initial="yes",
        choices=ChoicesWithHelp(
            [
                ("yes", "Ja, vi ansöker för den", "Den får en egen ansökan"),
                ("no", "Nej, den ska bara synas i bilden", "Till exempel ett fastighetsbolag. Ni kan ändra er senare"),
            ]
        ),
        error_messages={"required": "Välj om den ska verifieras."},
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        for name in ("country", "foreign_register"):
            self.fields[name].width = "short"
        for name in ("organisation_number", "country", "foreign_register", "foreign_number"):
            self.fields[name].marks_optional = False

    def clean(self):
        identity = self.cleaned_data.get("identity")
        if identity == "swedish":
            self._clean_swedish()
        elif identity == "foreign":
            self._clean_foreign()
        return self.cleaned_data

    def _clean_swedish(self):
        number = self.cleaned_data.get("organisation_number")
        if number:
            taken = LegalEntity.objects.filter(organisation_number=number).first()
            if taken is not None:
                self.add_error("organisation_number", organisations.taken_by(taken.organisation, self.organisation))
        elif "organisation_number" not in self.errors:
            self.add_error("organisation_number", "Skriv organisationsnumret.")

    def _clean_foreign(self):
        places = {"country": "country", "register": "foreign_register", "number": "foreign_number"}
        typed = {part: self.cleaned_data.get(field, "") for part, field in places.items()}
        try:
            found = ForeignIdentifier.clean(**typed)
        except ValidationError as refusal:
            for part, messages in refusal.message_dict.items():
                self.add_error(places[part], messages)
            return
        same = LegalEntity.objects.filter(
            country=found.country, foreign_register=found.register, foreign_number=found.number
        ).first()
        if same is not None:
            self.add_error("foreign_number", organisations.taken_by(same.organisation, self.organisation))
        self.cleaned_data |= {
            "country": found.country,
            "foreign_register": found.register,
            "foreign_number": found.number,
        }

    @property
    def facts(self):
        """The columns of `LegalEntity`: of the three sorts of identity, only the chosen one."""
        data = self.cleaned_data
        facts = {"name": data["name"], "legal_form": data["legal_form"]}
        if data["identity"] == "swedish":
            facts["organisation_number"] = data["organisation_number"]
        if data["identity"] == "foreign":
            facts |= {name: data[name] for name in ("country", "foreign_register", "foreign_number")}
        return facts
