"""What is stated about one legal entity, page by page (2022:900, 2 to 4 §§).

Every answer may wait: a draft is saved as far as it goes, and only what is badly formed is refused. What is missing
stands in the task list.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from registry.forms.base import ChoicesWithHelp, Form, ModelForm, PastDayField, PdfField
from registry.forms.uploads import UploadMixin
from registry.models import LegalEntity, LegalForm, Municipality, Ownership, Signatory

TOO_LONG = "Skriv högst %(limit_value)d tecken. Ni har skrivit %(show_value)d."


def quieten(form, optional=()):
    """Let every field wait, and say "(frivilligt)" only of those that never are asked for.

    Texts lose the browser's own limit: it cuts what is pasted without a word. The form refuses in words instead.
    """
    for name, field in form.fields.items():
        field.required = False
        field.marks_optional = name in optional
        if isinstance(field, forms.CharField):
            field.widget.attrs.pop("maxlength", None)
            field.error_messages["max_length"] = TOO_LONG


class StatementForm(ModelForm):
    """One page of answers about a legal entity."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        quieten(self)


def paragraphs(label, rows=5, **kwargs):
    """A text of several lines, at most 2,000 characters."""
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def clause(label):
    """Where in the governing document something stands: a clause or a page."""
    field = forms.CharField(
        label=label, max_length=60, help_text="Till exempel 2 §, eller 2 § på sidan 1. Räkna sidorna i filen."
    )
    field.width = "short"
    return field


class EntityForm(StatementForm):
    """Name, legal form, seat and address."""

    own_address = forms.TypedChoiceField(
        label="Vilken adress gäller?", coerce=lambda value: value == "own", empty_value=False, widget=forms.RadioSelect
    )

    class Meta:
        model = LegalEntity
        fields = ["name", "legal_form", "seat", "own_address", "street", "postal_code", "city"]
        labels = {"name": "Den juridiska personens namn", "seat": "I vilken kommun har den sitt säte?"}
        help_texts = {
            "name": "Som det står i stadgarna, bolagsordningen eller stiftelseförordnandet.",
            "street": "Fyll i bara om den har en egen adress.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "legal_form" in self.fields:
            offered = LegalForm.objects.offered() | LegalForm.objects.filter(pk=self.instance.legal_form_id)
            self.fields["legal_form"].queryset = offered.distinct()
            self.fields["legal_form"].empty_label = "Välj juridisk form"
        self.fields["seat"].queryset = Municipality.objects.all()
        self.fields["seat"].empty_label = "Välj kommun"
        self.fields["postal_code"].width = "short"
        family = self.instance.organisation
        common = ", ".join(filter(None, [family.street, f"{family.postal_code} {family.city}".strip()]))
        self.fields["own_address"].choices = ChoicesWithHelp(
            [
                ("common", "Organisationens adress", common or "Den är inte ifylld än"),
                ("own", "En egen adress", "Skriv den nedan"),
            ]
        )
        self.initial["own_address"] = "own" if self.instance.own_address else "common"

    def clean_postal_code(self):
        return clean_postal_code(self.cleaned_data["postal_code"])


def clean_postal_code(text):
    """Five digits written as 411 05; empty stays empty."""
    digits = re.sub(r"\s", "", text)
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise ValidationError("Skriv postnumret med fem siffror, till exempel 411 05.")
    return f"{digits[:3]} {digits[3:]}"


def percentage(label):
    """A share from 0 to 100, with comma or point."""
    field = forms.DecimalField(
        label=label,
        max_digits=5,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": "Skriv andelen med siffror, till exempel 33,5."},
    )
    field.width = "short"
    return field


class OwnerForm(Form):
    """One owner or governing body: who, how much, and whether it appoints the board."""

    kind = forms.ChoiceField(label="Vem äger eller styr?")
    owner = forms.ModelChoiceField(
        LegalEntity.objects.none(),
        label="Vilken av era juridiska personer?",
        empty_label="Ingen av dem",
        help_text="Fyll i om ni valde ”En av våra juridiska personer”.",
    )
    owner_name = forms.CharField(
        label="Ägarens namn",
        max_length=200,
        help_text="Fyll i om ägaren är en annan organisation, ett företag, en myndighet eller en privatperson.",
    )
    share = percentage("Andel av kapitalet, i procent")
    votes = percentage("Andel av rösterna, i procent")
    appoints_board = forms.BooleanField(label="Utser styrelsen, eller flera i den")

    named = {Ownership.Kind.PERSONS, Ownership.Kind.ORGANISATION, Ownership.Kind.PUBLIC}

    def __init__(self, *args, family, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Välj"), *Ownership.Kind.choices]
        self.fields["owner"].queryset = family
        quieten(self, optional=("share", "votes"))

    def clean_share(self):
        return self._percentage("share")

    def clean_votes(self):
        return self._percentage("votes")

    def _percentage(self, name):
        value = self.cleaned_data[name]
        if value is not None and not 0 <= value <= 100:
            raise ValidationError("Skriv andelen i procent, från 0 till 100.")
        return value

    def clean(self):
        facts = super().clean()
        kind = facts.get("kind")
        if not kind and "kind" not in self.errors:
            self.add_error("kind", "Välj vem som äger eller styr.")
        elif kind == Ownership.Kind.ENTITY and not facts.get("owner") and "owner" not in self.errors:
            self.add_error("owner", "Välj vilken av era juridiska personer som äger.")
        elif kind in self.named and not facts.get("owner_name") and "owner_name" not in self.errors:
            self.add_error("owner_name", "Skriv ägarens namn.")
        return facts

    @property
    def facts(self):
        """The columns of `Ownership`. What belongs to another kind of owner is left out."""
        kind = self.cleaned_data["kind"]
        return {
            "kind": kind,
            "owner": self.cleaned_data["owner"] if kind == Ownership.Kind.ENTITY else None,
            "owner_name": "" if kind == Ownership.Kind.ENTITY else self.cleaned_data["owner_name"],
            "share": self.cleaned_data["share"],
            "votes": self.cleaned_data["votes"],
            "appoints_board": self.cleaned_data["appoints_board"],
        }


class RowsFormSet(BaseFormSet):
    """Rows that may be left empty or taken away. `removal` is what the box to tick says."""

    removal = "Ta bort"
    same = "Raden står två gånger. Ta bort den ena."

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = self.removal

    @property
    def rows(self):
        """The facts of the rows that are kept."""
        kept = [form for form in self.forms if form.has_changed() or form.initial]
        return [form.facts for form in kept if not form.cleaned_data.get("DELETE") and form.cleaned_data]

    def clean(self):
        if any(self.errors):
            return
        seen = [self.identity(row) for row in self.rows]
        if len(seen) != len(set(seen)):
            raise ValidationError(self.same)

    def identity(self, row):
        """What two rows may not share."""
        raise NotImplementedError


class BaseOwnerFormSet(RowsFormSet):
    """Owners of one entity: each once, at most 100 per cent together."""

    removal = "Ta bort ägaren"
    same = "Samma ägare står två gånger. Ta bort den ena."

    def identity(self, row):
        return row["kind"], row["owner"], row["owner_name"].casefold()

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        for name, word in (("share", "kapitalet"), ("votes", "rösterna")):
            if sum(row[name] or 0 for row in self.rows) > 100:
                raise ValidationError(f"Andelarna av {word} blir tillsammans mer än 100 procent.")


class SignatoryForm(Form):
    """One person who may sign for the entity."""

    name = forms.CharField(label="Namn", max_length=120)
    title = forms.CharField(label="Uppdrag", max_length=80, help_text="Till exempel ordförande eller kassör.")
    rule = forms.ChoiceField(label="Hur tecknar personen firman?", widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = Signatory.Rule.choices
        quieten(self, optional=("title",))

    def clean(self):
        facts = super().clean()
        if not facts.get("name") and "name" not in self.errors:
            self.add_error("name", "Skriv personens namn.")
        if not facts.get("rule") and "rule" not in self.errors:
            self.add_error("rule", "Välj om personen tecknar firman ensam eller tillsammans med andra.")
        return facts

    @property
    def facts(self):
        """The columns of `Signatory`."""
        return {name: self.cleaned_data[name] for name in ("name", "title", "rule")}


class BaseSignatoryFormSet(RowsFormSet):
    """Those who sign for one entity, each once."""

    removal = "Ta bort personen"
    same = "Samma person står två gånger. Ta bort den ena."

    def identity(self, row):
        return row["name"].casefold()


def rows_of(form, formset, *, extra):
    """A formset class with that many empty rows. A hundred rows are enough for anybody."""
    return formset_factory(
        form, formset=formset, extra=extra, can_delete=True, max_num=100, absolute_max=100, validate_max=True
    )


NOT_ADOPTED_YET = {"future": "Dagen kan inte ligga i framtiden. I dag är det {today}."}


class StatutesForm(UploadMixin, Form):
    """The governing document and the day it was adopted."""

    file = PdfField(label="Stadgar", required=False)
    adopted_on = PastDayField(label="När antogs dokumentet?", required=False, error_messages=NOT_ADOPTED_YET)

    def __init__(self, *args, document_word="stadgar", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = f"{document_word.capitalize()}, som PDF"
        self.fields["file"].marks_optional = False
        self.fields["adopted_on"].marks_optional = False


class PurposeForm(StatementForm):
    """What the organisation is for, in the words of its governing document (2022:900, 2 §)."""

    purpose_text = paragraphs("Syftet, ordagrant", help_text="Skriv av hela meningen. Handläggaren jämför med filen.")
    purpose_clause = clause("Var står syftet?")
    purpose_exclusive = forms.ChoiceField(
        label="Är syftet enbart allmännyttigt?",
        help_text="Enbart betyder att inget annat syfte får stå bredvid, till exempel att ge medlemmarna vinst.",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                ("yes", "Ja", "Syftet ovan är det enda"),
                ("no", "Nej", "Det finns fler syften"),
                ("unsure", "Vi är osäkra", "Handläggaren hjälper er"),
            ]
        ),
    )

    class Meta:
        model = LegalEntity
        fields = ["purpose_text", "purpose_clause", "purpose_exclusive"]


class DissolutionForm(StatementForm):
    """Where assets go when the organisation ends (2022:900, 3 § 3)."""

    dissolution_text = paragraphs(
        "Vad som händer med tillgångarna, ordagrant",
        help_text="Skriv av hela meningen. Står det ingenting om det, skriv det.",
    )
    dissolution_clause = clause("Var står det?")

    class Meta:
        model = LegalEntity
        fields = ["dissolution_text", "dissolution_clause"]


class ControlForm(StatementForm):
    """Whether the state, a region or a municipality decides (2022:900, 3 § 2)."""

    public_control = forms.ChoiceField(
        label="Bestämmer staten, en region eller en kommun över er?",
        help_text="Till exempel genom att äga mer än hälften, eller utse mer än hälften av styrelsen.",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                ("no", "Nej", "De kan inte bestämma över oss"),
                ("yes", "Ja", "De äger, utser eller röstar så att de bestämmer"),
                ("unsure", "Vi är osäkra", "Handläggaren hjälper er"),
            ]
        ),
    )
    public_control_note = paragraphs("Hur utses styrelsen?", help_text="Skriv vem som utser hur många.")

    class Meta:
        model = LegalEntity
        fields = ["public_control", "public_control_note"]


class WelfareAnswersForm(StatementForm):
    """Welfare that the public pays for (2022:900, 3 § 1)."""

    welfare_runs = forms.ChoiceField(
        label="Bedriver ni välfärd som det offentliga betalar?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                ("runs", "Ja, i dag", "Till exempel på avtal med en kommun eller med bidrag"),
                ("intends", "Inte än, men vi ska börja", "Skriv när och hur ni tänker er det"),
            ]
        ),
    )
    welfare_text = paragraphs("Vilken välfärd är det, och vem betalar?")

    class Meta:
        model = LegalEntity
        fields = ["welfare_runs", "welfare_text"]


class WelfareForm(UploadMixin, WelfareAnswersForm):
    """The same, with a paper that shows it."""

    file = PdfField(
        label="Underlag",
        required=False,
        help_text="Till exempel avtal, beslut om bidrag eller verksamhetsberättelse. PDF, högst 20 MB.",
    )
    field_order = ["welfare_runs", "welfare_text", "file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        quieten(self, optional=("file",))
