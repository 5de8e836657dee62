"""What a member types about the family: its name, what is common to it, and whom case officers call."""

from django import forms
from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from registry.forms.base import Form, ModelForm
from registry.models import ContactPerson, LegalEntity, LegalForm, Municipality, Organisation
from registry.validators import clean_organisation_number

ALIKE = 0.55  # trigram similarity of names that a person would take for the same


class SeatField(forms.ModelChoiceField):
    """A municipality, in Swedish order."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Säte (kommun)")
        kwargs.setdefault("error_messages", {"required": "Välj kommunen där styrelsen har sitt säte."})
        super().__init__(Municipality.objects.all(), empty_label="Välj kommun", **kwargs)


class LegalFormField(forms.ModelChoiceField):
    """A legal form that an idéburen organisation may have."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Juridisk form")
        kwargs.setdefault("error_messages", {"required": "Välj juridisk form."})
        super().__init__(LegalForm.objects.offered(), empty_label="Välj form", **kwargs)


class OrganisationNumberField(forms.CharField):
    """An organisation number as people type it; the ten digits come out. A personnummer is not shown again."""

    width = "short"

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Organisationsnummer")
        kwargs.setdefault("help_text", "Tio siffror, till exempel 802000-1239")
        super().__init__(max_length=40, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        return clean_organisation_number(value) if value else ""


class ForgetsPersonalNumber:
    """Empties the field of a number that turned out to be somebody's, also one with a slip in it."""

    def full_clean(self):
        super().full_clean()
        for name, errors in list(self._errors.items()) if self.is_bound else []:
            if name in self.fields and any(error.code == "personal_number" for error in errors.as_data()):
                self.data = self.data.copy()
                self.data[self.add_prefix(name)] = ""


class OrganisationCreateForm(ForgetsPersonalNumber, Form):
    """Name, one sentence and seat. Warns when something alike is in the portal."""

    name = forms.CharField(
        label="Vad heter ni?",
        help_text="Namnet som andra känner er under. Varje juridisk person skriver ni in senare.",
        max_length=200,
        error_messages={"required": "Skriv vad ni heter."},
    )
    lead = forms.CharField(
        label="Vad gör ni, i en mening?",
        help_text="Till exempel: Ger äldre trygg omsorg i små enheter.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv en mening om vad ni gör."},
    )
    seat = SeatField()
    organisation_number = OrganisationNumberField(
        label="Organisationsnummer för någon av era juridiska personer",
        help_text="Då ser vi om ni redan finns här. Tio siffror, till exempel 802000-1239",
        required=False,
    )
    different = forms.BooleanField(label="Vi är en annan organisation än de som visas", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.alike = []
        self._different_field = self.fields.pop("different")
        if "different" in self.data:
            self.fields["different"] = self._different_field

    def clean(self):
        number = self.cleaned_data.get("organisation_number")
        if number:
            self._refuse_taken(number)
        name = self.cleaned_data.get("name")
        if name:
            self.alike = list(alike_organisations(name, self.user))
        if self.alike and not self.cleaned_data.get("different"):
            self.fields["different"] = self._different_field
            self.add_error(
                "different",
                "Det finns en organisation med liknande namn. Läs listan och kryssa i om ni är en annan.",
            )
        return self.cleaned_data

    def _refuse_taken(self, number):
        entity = LegalEntity.objects.filter(organisation_number=number).select_related("organisation").first()
        if entity is None:
            return
        seen = entity.organisation.published_at or self.user.memberships.active().filter(
            organisation=entity.organisation
        )
        if seen:
            self.taken_by = entity.organisation
            self.add_error("organisation_number", f"Numret finns redan hos {entity.organisation}. Läs hur du går med.")
        else:
            self.add_error(
                "organisation_number",
                "Numret finns redan i en ansökan som inte är offentlig. Fråga en kollega eller skriv till oss.",
            )

    taken_by = None


def alike_organisations(name, user):
    """At most five organisations that the person may know of, with a name or an entity's name much like this one."""
    entities = LegalEntity.objects.filter(organisation=OuterRef("pk"), name__iexact=name)
    mine = user.memberships.active().values("organisation")
    return (
        Organisation.everything.filter(Q(published_at__isnull=False) | Q(pk__in=mine))
        .annotate(likeness=TrigramSimilarity("name", name))
        .filter(Q(likeness__gte=ALIKE) | Exists(entities))
        .order_by("-likeness", "sort_key")[:5]
    )


class CommonForm(ModelForm):
    """What is typed once for the whole family."""

    seat = SeatField()
    lead = forms.CharField(
        label="Vad ni gör, i en mening",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Skriv en mening om vad ni gör."},
    )

    class Meta:
        model = Organisation
        fields = [
            "name", "lead", "description", "seat", "street", "postal_code", "city", "email", "phone", "website",
        ]  # fmt: skip
        labels = {"name": "Namn", "description": "Mer om er", "street": "Gatuadress eller box"}
        help_texts = {
            "description": "Vilka ni är till för, hur ni arbetar, hur länge ni har funnits.",
            "street": "Adressen gäller alla juridiska personer som inte har en egen.",
            "email": "Visas för alla.",
            "phone": "Visas för alla.",
            "website": "Hela adressen, till exempel https://www.exempel.se",
        }
        error_messages = {
            "name": {"required": "Skriv vad ni heter."},
            "email": {"invalid": "Skriv en e-postadress, till exempel namn@exempel.se."},
            "website": {"invalid": "Skriv hela adressen, till exempel https://www.exempel.se."},
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 6})}

    field_order = ["name", "lead", "description", "seat", "street", "postal_code", "city", "email", "phone", "website"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        required = {
            "street": "Skriv gatuadress eller box.",
            "postal_code": "Skriv postnumret.",
            "city": "Skriv orten.",
        }
        for name, message in required.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = message
        self.fields["postal_code"].width = "short"

    def clean_postal_code(self):
        digits = "".join(self.cleaned_data["postal_code"].split())
        if not (digits.isascii() and digits.isdigit() and len(digits) == 5):
            raise ValidationError("Ett postnummer har fem siffror, till exempel 411 04.")
        return f"{digits[:3]} {digits[3:]}"


class ContactForm(ModelForm):
    """Whom case officers call."""

    class Meta:
        model = ContactPerson
        fields = ["name", "title", "email", "phone"]
        labels = {"name": "Namn", "title": "Uppdrag", "email": "E-postadress", "phone": "Telefon"}
        help_texts = {"title": "Till exempel verksamhetschef"}
        error_messages = {
            "name": {"required": "Skriv namnet på kontaktpersonen."},
            "email": {
                "required": "Skriv kontaktpersonens e-postadress.",
                "invalid": "Skriv en e-postadress, till exempel namn@exempel.se.",
            },
            "phone": {"required": "Skriv kontaktpersonens telefonnummer."},
        }
