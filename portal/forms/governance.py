"""A document that a council governs by, one thing a page: which it is, the decision, and what it says of idéburna."""

from django import forms

from portal.elections import EVERY, FIRST, Term
from portal.forms.targets import https
from portal.models.governance import GovernanceDocument
from procurement.forms.dialogue import text
from registry.forms.base import ChoicesWithHelp, Form, PastDayField

Kind = GovernanceDocument.Kind
Mentions = GovernanceDocument.Mentions
TERMS = [Term(FIRST + EVERY * number) for number in range(1, 6)]


class DocumentVersionForm(Form):
    """What it is called, which version, for which term. `kind` is what it is."""

    title = forms.CharField(
        label="Vad heter dokumentet?", max_length=200, error_messages={"required": "Skriv vad dokumentet heter."}
    )
    version = forms.CharField(
        label="Version", max_length=40, required=False, help_text="Om den har en. Till exempel: version 2."
    )
    term_begins_in = forms.TypedChoiceField(
        label="Vilken mandatperiod gäller det?",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Ett program för utförare gäller alltid en mandatperiod. Andra dokument kan gälla tills vidare.",
    )

    def __init__(self, *args, kind=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["term_begins_in"].choices = [
            ("", "Tills vidare"),
            *((str(term.begins_in), str(term)) for term in reversed(TERMS)),
        ]

    def clean(self):
        given = super().clean()
        kind = given.get("kind", self.kind)
        if kind == Kind.PROGRAMME and not given.get("term_begins_in") and "term_begins_in" not in self.errors:
            self.add_error("term_begins_in", "Välj mandatperiod. Ett program för utförare gäller en mandatperiod.")
        return given


class DocumentForm(DocumentVersionForm):
    """A document that is put in for the first time."""

    kind = forms.ChoiceField(
        label="Vilket dokument är det?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (Kind.PROGRAMME, Kind.PROGRAMME.label, "Mål, riktlinjer, uppföljning och insyn för alla utförare."),
                (Kind.BUYER_POLICY, Kind.BUYER_POLICY.label, "Hur ni är beställare av välfärd."),
                (Kind.OWNER_DIRECTIVE, Kind.OWNER_DIRECTIVE.label, "Vad fullmäktige vill med den egna verksamheten."),
                (Kind.PROCUREMENT_POLICY, Kind.PROCUREMENT_POLICY.label, "Hur ni köper in."),
                (Kind.PARTNERSHIP_GUIDELINE, Kind.PARTNERSHIP_GUIDELINE.label, "När och hur ni ingår partnerskap."),
                (
                    Kind.COMPACT,
                    Kind.COMPACT.label,
                    "Hur ni vill samarbeta i stort. En som upphandlarna har lagt in visas redan.",
                ),
            ]
        ),
        error_messages={"required": "Välj vilket dokument det är."},
    )
    field_order = ["kind", "title", "version", "term_begins_in"]


class DocumentDecisionForm(Form):
    """When it was decided, and where it is to be read."""

    adopted_on = PastDayField(label="Vilken dag beslutades det?")
    paragraph = forms.CharField(
        label="Vilken paragraf i protokollet?", max_length=40, required=False, help_text="Till exempel: § 14."
    )
    url = https("Länk till dokumentet", help_text="Portalen ser efter varje natt om länken svarar.")


class DocumentContentForm(Form):
    """What it says of idéburna, and how it is followed up."""

    mentions = forms.ChoiceField(
        label="Nämner dokumentet idéburna?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp(
            [
                (Mentions.YES, "Ja", "Skriv av stället här under."),
                (Mentions.NO, "Nej", "Någon har läst hela dokumentet."),
                (Mentions.NOT_READ, "Inte läst än", ""),
            ]
        ),
        error_messages={"required": "Välj ett av svaren."},
    )
    passage = text(
        "Vad säger det om idéburna?",
        required=False,
        help_text="Ordagrant, med avsnitt. Fyll i bara om svaret är ja.",
    )
    follow_up_plan = text(
        "Hur följs det upp?", required=False, help_text="Av vem och när. Lämna tomt om det inte står."
    )

    def clean(self):
        given = super().clean()
        says_yes = given.get("mentions") == Mentions.YES
        if says_yes and not given.get("passage") and "passage" not in self.errors:
            self.add_error("passage", "Skriv av stället som nämner idéburna.")
        if not says_yes and given.get("mentions") and given.get("passage"):
            self.add_error("passage", "Du har inte svarat ja. Ändra svaret, eller ta bort texten.")
        return given
