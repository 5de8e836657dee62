"""An organisation's own log of contacts: which function it has met, when, and the next step. Nobody else sees it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.models.board import BoardAsking
from portal.models.contacts import ContactFunction
from portal.models.decided import SOME_WORDS
from portal.models.places import Place


class Met(models.TextChoices):
    """Whom the organisation met, by function."""

    PROCUREMENT = ContactFunction.PROCUREMENT.value, ContactFunction.PROCUREMENT.label
    LAW = ContactFunction.LAW.value, ContactFunction.LAW.label
    SERVICE_AREA = ContactFunction.SERVICE_AREA.value, ContactFunction.SERVICE_AREA.label
    COMMITTEE = ContactFunction.COMMITTEE.value, ContactFunction.COMMITTEE.label
    COUNCIL = ContactFunction.COUNCIL.value, ContactFunction.COUNCIL.label
    REGISTRAR = ContactFunction.REGISTRAR.value, ContactFunction.REGISTRAR.label
    POLITICIAN = "politician", "Förtroendevald"


class ContactNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The notes of the organisations that the person acts for now. Case officers see none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=user.memberships.active().values("organisation"))

    def waiting(self):
        """Those with a next step that is not done."""
        return self.exclude(next_step="").filter(done_at=None)


class ContactNote(models.Model):
    """One contact with a place's people or with an authority, as the organisation remembers it.

    A working note: it may be changed and thrown away, and its text is kept nowhere else. That it was written, changed
    or thrown away is told by `ContactNoteEvent`. Without `written_by` whoever wrote it has been erased.
    """

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="contact_notes")
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kommun eller region"
    )
    authority = models.ForeignKey(
        "procurement.ContractingAuthority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="myndighet",
    )
    met = models.CharField("vem ni mötte", max_length=12, choices=Met)
    met_on = models.DateField("dag")
    way = models.CharField("hur", max_length=7, choices=BoardAsking.Way)
    text = models.TextField("vad som sades", max_length=2000)
    next_step = models.CharField("nästa steg", max_length=200, blank=True)
    next_step_on = models.DateField("dag för nästa steg", null=True, blank=True)
    done_at = models.DateTimeField("steget är klart", null=True, blank=True)
    reminded_at = models.DateTimeField("påmindes", null=True, blank=True)
    written_at = models.DateTimeField("skrevs", default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "anteckning om en kontakt"
        verbose_name_plural = "anteckningar om kontakter"
        ordering = ["-met_on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "place", "-met_on"], name="contact_note_of_place"),
            models.Index(
                fields=["next_step_on"], name="contact_note_to_remind", condition=Q(done_at=None, reminded_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contact_note_is_about_one",
                condition=Q(place__isnull=False, authority=None) | Q(place=None, authority__isnull=False),
                violation_error_message="Välj en kommun, en region eller en myndighet.",
            ),
            models.CheckConstraint(
                name="contact_note_is_of_a_council",
                condition=Q(place=None) | ~Q(place="0000"),
                violation_error_message="Välj en kommun eller en region.",
            ),
            models.CheckConstraint(
                name="contact_note_met_is_known",
                condition=Q(met__in=Met.values),
                violation_error_message="Välj vem ni mötte.",
            ),
            models.CheckConstraint(
                name="contact_note_way_is_known",
                condition=Q(way__in=["mail", "letter", "phone", "meeting", "other"]),
                violation_error_message="Välj hur ni möttes.",
            ),
            models.CheckConstraint(
                name="contact_note_says_something",
                condition=Q(text__regex=SOME_WORDS),
                violation_error_message="Skriv vad som sades, eller ta bort anteckningen.",
            ),
            models.CheckConstraint(
                name="contact_note_day_is_of_a_step",
                condition=Q(next_step__regex=SOME_WORDS) | Q(next_step="", next_step_on=None, done_at=None),
                violation_error_message="Skriv vad nästa steg är.",
            ),
            models.CheckConstraint(
                name="contact_note_step_comes_after",
                condition=Q(next_step_on=None) | Q(next_step_on__gte=models.F("met_on")),
                violation_error_message="Nästa steg kan inte ligga före kontakten.",
            ),
            models.CheckConstraint(
                name="contact_note_reminded_of_a_day",
                condition=Q(reminded_at=None) | Q(next_step_on__isnull=False),
                violation_error_message="En påminnelse hör till en dag.",
            ),
        ]

    def __str__(self):
        return f"{self.about}, {self.met_on}"

    @property
    def about(self):
        """The place or the authority."""
        return self.place or self.authority

    @property
    def waits(self):
        return bool(self.next_step) and self.done_at is None


class ContactNoteEvent(models.Model):
    """That a note was written, changed, done or thrown away, by whom. Append only, and never what the note said.

    It outlives the note, so it holds the note's number and no relation to it. `changed` names the fields.
    """

    class Action(models.TextChoices):
        WRITE = "write", "Skrevs"
        CHANGE = "change", "Ändrades"
        FINISH = "finish", "Nästa steg blev klart"
        REOPEN = "reopen", "Nästa steg öppnades igen"
        REMOVE = "remove", "Togs bort"

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="contact_note_events")
    note_number = models.BigIntegerField("anteckningens nummer")
    action = models.CharField("händelse", max_length=6, choices=Action)
    changed = ArrayField(models.CharField(max_length=20), verbose_name="ändrade fält", default=list, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("när", default=timezone.now)

    class Meta:
        verbose_name = "händelse för en anteckning"
        verbose_name_plural = "händelser för anteckningar"
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["note_number"], name="contact_note_event_of_note")]
        constraints = [
            models.CheckConstraint(
                name="contact_note_event_action_is_known",
                condition=Q(action__in=["write", "change", "finish", "reopen", "remove"]),
                violation_error_message="Händelsen är okänd.",
            ),
        ]

    def __str__(self):
        return f"Anteckning {self.note_number}: {self.get_action_display().lower()}"
