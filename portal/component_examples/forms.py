"""Forms of the component page: one field of each kind, and a judgement."""

from django import forms

from registry.forms.base import ChoicesWithHelp, Form, PdfField, SwedishDateField


class ExampleForm(Form):
    """One field of each kind."""

    name = forms.CharField(label="Organisationens namn")
    statutes = PdfField(label="Stadgar")
    adopted = SwedishDateField(label="När antogs stadgarna?")
    purpose = forms.CharField(
        label="Syftet, ordagrant ur stadgarna",
        help_text="Skriv av hela meningen. Handläggaren jämför med filen.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    exclusive = forms.ChoiceField(
        label="Är syftet enbart allmännyttigt?",
        help_text="Enbart betyder att inget annat syfte får stå bredvid.",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                ("yes", "Ja", "Syftet ovan är det enda"),
                ("no", "Nej", "Det finns fler syften i stadgarna"),
                ("unsure", "Vi är osäkra", "Handläggaren hjälper er"),
            ]
        ),
        error_messages={"required": "Välj ett av svaren."},
    )
    groups = forms.MultipleChoiceField(
        label="Vilka hjälper ni?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("elderly", "Äldre"), ("children", "Barn och unga")],
        required=False,
    )
    known = forms.ChoiceField(
        label="Har ni kollektivavtal?",
        widget=forms.RadioSelect,
        choices=[("yes", "Ja"), ("no", "Nej"), ("unknown", "Vet inte")],
        required=False,
    )
    known.is_short = True
    form_of_law = forms.ChoiceField(label="Juridisk form", choices=[("61", "Ideell förening"), ("72", "Stiftelse")])
    page = forms.CharField(label="Var i stadgarna står syftet?", required=False)
    truthful = forms.BooleanField(
        label="Uppgifterna stämmer", error_messages={"required": "Bekräfta att uppgifterna stämmer."}
    )


class JudgementForm(Form):
    """An officer's judgement of one requirement."""

    judgement = forms.ChoiceField(
        label="Bedömning",
        widget=forms.RadioSelect,
        choices=[("met", "Uppfyllt"), ("not_yet", "Kan inte bedömas än"), ("not_met", "Inte uppfyllt")],
    )
    reasons = forms.CharField(label="Skäl", widget=forms.Textarea(attrs={"rows": 2}))
