"""What a person has done in dialogue: meetings, invitations, sign-ups and questions."""

from portal.models import Meeting, MeetingInvitation, MeetingQuestion, MeetingSignUp, MeetingState
from portal.personal_data.kept import CASES, Kept, labelled


def dialogue(user):
    """As host, as guest and as the one who asked."""
    yield Kept(
        "meetings",
        "Träffar du har lagt in, och inbjudningar du har skickat",
        "För att kollegor ska se vem som gjorde vad. Ditt namn visas inte publikt.",
        CASES,
        False,
        [
            *labelled(
                Meeting.objects.filter(created_by=user).order_by("pk").values("title", "state", "created_at"),
                state=MeetingState,
            ),
            *MeetingInvitation.objects.filter(invited_by=user)
            .order_by("pk")
            .values("meeting__title", "organisation__name", "authority__name", "invited_at"),
        ],
    )
    yield Kept(
        "meeting_sign_ups",
        "Anmälningar till träffar som du har gjort",
        "För att värden ska veta vilka som kommer. Att du ville bli kontaktad tas bort när träffen har varit.",
        CASES,
        False,
        list(
            MeetingSignUp.objects.filter(user=user)
            .order_by("pk")
            .values(
                "meeting__title",
                "organisation__name",
                "authority__name",
                "persons",
                "wants_contact",
                "signed_up_at",
                "cancelled_at",
            )
        ),
    )
    yield Kept(
        "meeting_questions",
        "Frågor inför träffar som du har ställt, och svar du har gett",
        "För att svaren ska visas för alla. Vem som frågade ser bara värden.",
        CASES,
        False,
        [
            *MeetingQuestion.objects.filter(asked_by=user)
            .order_by("pk")
            .values("meeting__title", "text", "asked_at", "answer", "answered_at"),
            *MeetingQuestion.objects.filter(answered_by=user)
            .order_by("pk")
            .values("meeting__title", "text", "answer", "answered_at"),
        ],
    )
