"""The follow-up board, "blåslampan" (N24): five questions to each council, who asks them, and what is said of them.

Organisations and the place's own authority say what they know, each in a row of their own. Nobody's row changes
another's. What is said anew is a new row, and the old one is kept.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.models.decided import HTTPS, SOME_WORDS
from portal.models.places import Place
from registry.models.events import CaseEvent


class BoardQuestion(models.TextChoices):
    """What is asked, in the words of the checklist (source 000, "Var en blåslampa")."""

    SPREAD = "spread", "Har de nya möjligheterna spridits internt?"
    GUIDELINES = "guidelines", "Är riktlinjerna uppdaterade?"
    INFORMATION = "information", "Är webb och tryckt information uppdaterad?"
    STATISTICS = "statistics", "Syns idéburna i statistiken?"
    TARGET = "target", "Finns ett mål för andelen?"

    @property
    def slug(self):
        """The question's part of an address."""
        return SLUGS[self]

    @property
    def short(self):
        """The question in a word or two, for the head of a column."""
        return SHORT[self]

    @property
    def help(self):
        """What a good answer shows."""
        return HELP[self]

    @classmethod
    def of_slug(cls, slug):
        """The question of an address, or None."""
        return next((question for question in cls if question.slug == slug), None)


SLUGS = {
    BoardQuestion.SPREAD: "spridning",
    BoardQuestion.GUIDELINES: "riktlinjer",
    BoardQuestion.INFORMATION: "information",
    BoardQuestion.STATISTICS: "statistik",
    BoardQuestion.TARGET: "mal",
}
SHORT = {
    BoardQuestion.SPREAD: "Spridning internt",
    BoardQuestion.GUIDELINES: "Riktlinjer",
    BoardQuestion.INFORMATION: "Webb och tryck",
    BoardQuestion.STATISTICS: "Statistik",
    BoardQuestion.TARGET: "Mål",
}
HELP = {
    BoardQuestion.SPREAD: "Till exempel ett pm till förvaltningarna om att det går att reservera för idéburna.",
    BoardQuestion.GUIDELINES: "Till exempel en riktlinje för inköp som tar upp reserverade upphandlingar.",
    BoardQuestion.INFORMATION: "Till exempel en sida på webben, eller en broschyr till leverantörer.",
    BoardQuestion.STATISTICS: "Till exempel idéburna som en egen rad i årsredovisningen.",
    BoardQuestion.TARGET: "Till exempel ett beslut i fullmäktige om hur stor del som ska drivas av idéburna.",
}


class BoardState(models.TextChoices):
    """What is known of a question at a place. It follows from who asks and what is said: see `services.board`."""

    NOT_ASKED = "not_asked", "Inte frågad"
    ASKED = "asked", "Frågad, väntar på svar"
    DONE = "done", "Gjort"
    NOT_DONE = "not_done", "Inte gjort"
    DISPUTED = "disputed", "Uppgifterna går isär"


class BoardCase(models.Model):
    """One of the five questions at one place. Without a row nobody has asked it or said anything of it."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="board_cases", verbose_name="kommun eller region")
    question = models.CharField("fråga", max_length=11, choices=BoardQuestion)
    state = models.CharField("läge", max_length=9, choices=BoardState, default=BoardState.NOT_ASKED)
    is_invented = models.BooleanField("påhittat", default=False)
    created_at = models.DateTimeField("började", default=timezone.now)

    class Meta:
        verbose_name = "fråga till en kommun eller region"
        verbose_name_plural = "frågor till kommuner och regioner"
        indexes = [models.Index(fields=["question", "state"], name="board_case_by_state")]
        constraints = [
            models.UniqueConstraint(
                name="board_case_once",
                fields=["place", "question"],
                violation_error_message="Frågan finns redan hos kommunen eller regionen.",
            ),
            models.CheckConstraint(
                name="board_case_is_of_a_council",
                condition=~Q(place="0000"),
                violation_error_message="Frågan ställs till en kommun eller en region.",
            ),
            models.CheckConstraint(
                name="board_case_question_is_known",
                condition=Q(question__in=BoardQuestion.values),
                violation_error_message="Välj en av de fem frågorna.",
            ),
            models.CheckConstraint(
                name="board_case_state_is_known",
                condition=Q(state__in=BoardState.values),
                violation_error_message="Läget är okänt.",
            ),
        ]

    def __str__(self):
        return f"{self.place}: {self.get_question_display()}"


class AskingQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)


class BoardAsking(models.Model):
    """That an organisation has asked, when and how, and when it wants to be reminded. One at a time of each."""

    class Way(models.TextChoices):
        MAIL = "mail", "E-post"
        LETTER = "letter", "Brev"
        PHONE = "phone", "Telefon"
        MEETING = "meeting", "Möte"
        OTHER = "other", "På annat sätt"

    case = models.ForeignKey(BoardCase, models.PROTECT, related_name="askings", verbose_name="fråga")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="board_askings", verbose_name="organisation"
    )
    asked_on = models.DateField("frågade")
    way = models.CharField("hur", max_length=7, choices=Way)
    remind_on = models.DateField("påminns", null=True, blank=True)
    reminded_at = models.DateTimeField("påmindes", null=True, blank=True)
    created_at = models.DateTimeField("lades in", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("drogs tillbaka", null=True, blank=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        verbose_name = "ställd fråga"
        verbose_name_plural = "ställda frågor"
        ordering = ["asked_on", "pk"]
        indexes = [
            models.Index(
                fields=["remind_on"], name="board_asking_to_remind", condition=Q(withdrawn_at=None, reminded_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="board_asking_once_per_organisation",
                fields=["case", "organisation"],
                condition=Q(withdrawn_at=None),
                violation_error_message="Ni har redan ställt frågan.",
            ),
            models.CheckConstraint(
                name="board_asking_way_is_known",
                condition=Q(way__in=["mail", "letter", "phone", "meeting", "other"]),
                violation_error_message="Välj hur ni frågade.",
            ),
            models.CheckConstraint(
                name="board_asking_is_reminded_later",
                condition=Q(remind_on=None) | Q(remind_on__gt=models.F("asked_on")),
                violation_error_message="Påminnelsen ska ligga efter dagen då ni frågade.",
            ),
            models.CheckConstraint(
                name="board_asking_reminded_of_a_day",
                condition=Q(reminded_at=None) | Q(remind_on__isnull=False),
                violation_error_message="En påminnelse hör till en dag.",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} frågar {self.case}"


class StatementQuerySet(models.QuerySet):
    def standing(self):
        """The newest of each who says something, unless taken back."""
        return self.filter(closed_at=None)


class BoardStatement(models.Model):
    """What an organisation or the place's own authority says of a question: done or not, since when, and with what.

    "Done" needs evidence, as a link or in words, and a day. The authority always says it in its own words.
    `day` is the day it was done, or the day it was known not to be.
    """

    class Says(models.TextChoices):
        DONE = "done", "Gjort"
        NOT_DONE = "not_done", "Inte gjort"

    case = models.ForeignKey(BoardCase, models.PROTECT, related_name="statements", verbose_name="fråga")
    organisation = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="board_statements",
        verbose_name="organisation",
    )
    authority = models.ForeignKey(
        "procurement.ContractingAuthority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="board_statements",
        verbose_name="myndighet",
    )
    says = models.CharField("säger", max_length=8, choices=Says)
    day = models.DateField("dag")
    words = models.TextField("med egna ord", max_length=2000, blank=True)
    evidence_url = models.URLField("länk till underlaget", max_length=500, blank=True)
    evidence = models.CharField("underlag", max_length=300, blank=True)
    said_at = models.DateTimeField("lades in", default=timezone.now)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("ersattes eller togs tillbaka", null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = "uppgift om en fråga"
        verbose_name_plural = "uppgifter om frågor"
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="board_statement_is_somebodys",
                condition=Q(organisation__isnull=False, authority=None) | Q(organisation=None, authority__isnull=False),
                violation_error_message="En uppgift kommer från en organisation eller en myndighet.",
            ),
            models.CheckConstraint(
                name="board_statement_says_yes_or_no",
                condition=Q(says__in=["done", "not_done"]),
                violation_error_message="Välj om det är gjort eller inte.",
            ),
            models.CheckConstraint(
                name="board_statement_done_with_evidence",
                condition=Q(says="not_done") | ~Q(evidence_url="") | Q(evidence__regex=SOME_WORDS),
                violation_error_message="”Gjort” kräver underlag. Skriv en länk eller vad det är.",
            ),
            models.CheckConstraint(
                name="board_statement_link_is_https",
                condition=Q(evidence_url="") | Q(evidence_url__regex=HTTPS),
                violation_error_message="Skriv hela adressen. Den ska börja med https://.",
            ),
            models.CheckConstraint(
                name="board_statement_authority_in_own_words",
                condition=Q(authority=None) | Q(words__regex=SOME_WORDS),
                violation_error_message="Skriv svaret med egna ord.",
            ),
            models.UniqueConstraint(
                name="board_statement_one_per_organisation",
                fields=["case", "organisation"],
                condition=Q(closed_at=None, organisation__isnull=False),
                violation_error_message="Ni har redan lämnat en uppgift. Läs in sidan igen.",
            ),
            models.UniqueConstraint(
                name="board_statement_one_answer",
                fields=["case"],
                condition=Q(closed_at=None, authority__isnull=False),
                violation_error_message="Frågan har redan ett svar. Läs in sidan igen.",
            ),
        ]

    def __str__(self):
        return f"{self.organisation or self.authority} om {self.case}: {self.get_says_display()}"


class BoardEvent(CaseEvent):
    """What happened to a question. Append only."""

    case = models.ForeignKey(BoardCase, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse för en fråga"
        verbose_name_plural = "händelser för frågor"

    def __str__(self):
        return f"{self.case}: {self.action}"
