"""The follow-up board: ask, be reminded, say what is known, answer. And what narrows the board of the whole country."""

from django import forms

from portal.filters import GovernedFilter
from portal.forms.places import places_by_kind
from portal.forms.targets import https
from portal.models import BoardAsking, BoardQuestion, BoardState, BoardStatement
from procurement.forms.dialogue import text
from registry.filters import AnyOf
from registry.forms.base import ChoicesWithHelp, Form, PastDayField, SwedishDateField

Says = BoardStatement.Says


class ReminderForm(Form):
    """When to be reminded next."""

    remind_on = SwedishDateField(
        label="Vilken dag vill ni bli påminda?",
        required=False,
        help_text="Ni får ett brev och ett meddelande på Mina sidor. Lämna tomt om ni inte vill.",
    )


class AskForm(ReminderForm):
    """Whom the organisation has asked what, when and how."""

    place = forms.ChoiceField(label="Vilken kommun eller region?", error_messages={"required": "Välj i listan."})
    questions = forms.MultipleChoiceField(
        label="Vilka frågor har ni ställt?",
        widget=forms.CheckboxSelectMultiple,
        choices=BoardQuestion,
        error_messages={"required": "Välj minst en fråga."},
    )
    asked_on = PastDayField(label="Vilken dag frågade ni?")
    way = forms.ChoiceField(
        label="Hur frågade ni?",
        widget=forms.RadioSelect,
        choices=BoardAsking.Way,
        error_messages={"required": "Välj hur ni frågade."},
    )
    field_order = ["place", "questions", "asked_on", "way", "remind_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "Välj"), *places_by_kind()]

    def clean(self):
        given = super().clean()
        asked_on, remind_on = given.get("asked_on"), given.get("remind_on")
        if asked_on and remind_on and remind_on <= asked_on:
            self.add_error("remind_on", "Påminnelsen ska ligga efter dagen då ni frågade.")
        return given


class StatementForm(Form):
    """Done or not, since when, and with what. "Done" needs evidence."""

    says = forms.ChoiceField(
        label="Är det gjort?",
        widget=forms.RadioSelect,
        choices=ChoicesWithHelp([(Says.DONE, "Gjort", "Kräver underlag."), (Says.NOT_DONE, "Inte gjort", "")]),
        error_messages={"required": "Välj gjort eller inte gjort."},
    )
    day = PastDayField(
        label="Vilken dag?", help_text="Dagen det gjordes, eller dagen ni fick veta att det inte är gjort."
    )
    evidence = forms.CharField(
        label="Vad är underlaget?",
        max_length=300,
        required=False,
        help_text="Till exempel: Riktlinje för inköp 4.2, eller protokoll § 14.",
    )
    evidence_url = https("Länk till underlaget", required=False, help_text="Om det finns på webben.")
    words = text("Mer om det", required=False, rows=4, help_text="Visas för alla. Skriv inga namn på personer.")

    def clean(self):
        given = super().clean()
        named = given.get("evidence") or given.get("evidence_url")
        if given.get("says") == Says.DONE and not named and not {"evidence", "evidence_url"} & set(self.errors):
            self.add_error("evidence", "”Gjort” kräver underlag. Skriv vad det är, eller en länk.")
        return given


class AnswerForm(StatementForm):
    """The authority's answer, in its own words."""

    field_order = ["says", "day", "words", "evidence", "evidence_url"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.required, words.label = True, "Ert svar, med egna ord"
        words.error_messages["required"] = "Skriv svaret med egna ord."
        self.fields["day"].help_text = "Dagen det gjordes, eller dagen för svaret."


class BoardFilter(GovernedFilter):
    """Municipalities and regions by county, question and state. A place is shown when one question matches."""

    fraga = AnyOf(label="Fråga", choices=[(question.slug, question.label) for question in BoardQuestion])
    lage = AnyOf(label="Läge", choices=[(state.value, state.label) for state in BoardState])
    field_order = ["q", "sort", "fraga", "lage", "plats", "lan"]

    @property
    def questions(self):
        """The questions that are asked for: all, until some are chosen."""
        chosen = self.value("fraga")
        return [question for question in BoardQuestion if not chosen or question.slug in chosen]

    def holds(self, state):
        """Whether a question in that state is asked for."""
        return not self.value("lage") or state in self.value("lage")

    def shows(self, board):
        """Whether the place has one of the questions in one of the states."""
        return any(told.question in self.questions and self.holds(told.state) for told in board.rows)
