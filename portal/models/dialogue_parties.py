"""Who is invited to a meeting, who comes, and what is asked. Parties are organisations and authorities, never persons.

Who is coming is seen by those who come and by the host. Questions and answers are everybody's, who asked is not.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.models.decided import SOME_WORDS
from portal.models.dialogue import Meeting, OfParty, of_one_party

MOST_PERSONS = 50  # from one party


class MeetingInvitation(OfParty):
    """That the host has asked a party to come. Once, and never undone."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations", verbose_name="träff")
    invited_at = models.DateTimeField("bjöds in", default=timezone.now)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "inbjudan till träff"
        verbose_name_plural = "inbjudningar till träffar"
        ordering = ["invited_at", "pk"]
        constraints = [
            of_one_party("meeting_invitation_is_somebodys", "Bjud in en organisation eller en myndighet."),
            models.UniqueConstraint(
                name="meeting_invitation_once_per_organisation",
                fields=["meeting", "organisation"],
                condition=Q(organisation__isnull=False),
                violation_error_message="Organisationen är redan inbjuden.",
            ),
            models.UniqueConstraint(
                name="meeting_invitation_once_per_authority",
                fields=["meeting", "authority"],
                condition=Q(authority__isnull=False),
                violation_error_message="Myndigheten är redan inbjuden.",
            ),
        ]

    def __str__(self):
        return f"{self.party} till {self.meeting}"


class SignUpQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(cancelled_at=None)


class MeetingSignUp(OfParty):
    """That so many persons come from a party. One standing of each; a trigger holds them to the seats.

    `wants_contact`: the host is to get in touch about accessibility. About what is never written down, and the mark
    goes when the meeting is over or the party does not come.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sign_ups", verbose_name="träff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="anmäld av")
    persons = models.PositiveSmallIntegerField("antal personer")
    wants_contact = models.BooleanField("vill bli kontaktad om tillgänglighet", default=False)
    signed_up_at = models.DateTimeField("anmäldes", default=timezone.now)
    reminded_at = models.DateTimeField("påmindes", null=True, blank=True)
    cancelled_at = models.DateTimeField("avbokades", null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = "anmälan till träff"
        verbose_name_plural = "anmälningar till träffar"
        ordering = ["signed_up_at", "pk"]
        constraints = [
            of_one_party("meeting_sign_up_is_somebodys", "Anmäl en organisation eller en myndighet."),
            models.UniqueConstraint(
                name="meeting_sign_up_once_per_organisation",
                fields=["meeting", "organisation"],
                condition=Q(cancelled_at=None, organisation__isnull=False),
                violation_error_message="Ni är redan anmälda.",
            ),
            models.UniqueConstraint(
                name="meeting_sign_up_once_per_authority",
                fields=["meeting", "authority"],
                condition=Q(cancelled_at=None, authority__isnull=False),
                violation_error_message="Ni är redan anmälda.",
            ),
            models.CheckConstraint(
                name="meeting_sign_up_of_some_persons",
                condition=Q(persons__gte=1, persons__lte=MOST_PERSONS),
                violation_error_message=f"Skriv ett antal från 1 till {MOST_PERSONS}.",
            ),
            models.CheckConstraint(
                name="meeting_sign_up_contact_while_it_stands",
                condition=Q(cancelled_at=None) | Q(wants_contact=False),
                violation_error_message="Den som inte kommer ska inte kontaktas.",
            ),
        ]

    def __str__(self):
        return f"{self.party} till {self.meeting}"


class MeetingQuestionQuerySet(models.QuerySet):
    def answered(self):
        return self.exclude(answered_at=None)


class MeetingQuestion(OfParty):
    """A question to the host, and the answer to everybody. Before it is answered the asker and the host see it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="questions", verbose_name="träff")
    text = models.TextField("fråga", max_length=2000)
    asked_at = models.DateTimeField("ställdes", default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField("svar", max_length=4000, blank=True)
    answered_at = models.DateTimeField("besvarades", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeetingQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "fråga inför en träff"
        verbose_name_plural = "frågor inför träffar"
        ordering = ["asked_at", "pk"]
        constraints = [
            of_one_party("meeting_question_is_somebodys", "Den som frågar företräder en organisation eller myndighet."),
            models.CheckConstraint(
                name="meeting_question_has_words",
                condition=Q(text__regex=SOME_WORDS),
                violation_error_message="Skriv din fråga.",
            ),
            models.CheckConstraint(
                name="meeting_question_answered_by_somebody",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | Q(answer__regex=SOME_WORDS, answered_at__isnull=False, answered_by__isnull=False),
                violation_error_message="Ett svar har ord, dag och någon som svarade.",
            ),
        ]

    def __str__(self):
        return f"{self.meeting}: {self.text[:60]}"
