"""What a person has done about municipalities and regions, and in guidance."""

from django.db.models import Q

from portal.models import (
    BoardAsking,
    BoardQuestion,
    BoardStatement,
    ContactFunction,
    ContactNote,
    ContactNoteEvent,
    CouncilNote,
    FunctionContact,
    GuidancePage,
    GuidanceVersion,
    LocalMeasure,
    LocalParticipant,
    LocalValue,
    Met,
    ReadMark,
)
from portal.personal_data.kept import CASES, Kept, labelled


def board(user):
    """On the follow-up board."""
    yield Kept(
        "board_askings",
        "Frågor till kommuner och regioner som du har lagt in",
        "För att alla ska se vad organisationen har frågat. Ditt namn visas inte.",
        CASES,
        False,
        labelled(
            BoardAsking.objects.filter(created_by=user)
            .order_by("pk")
            .values(
                "case__place__name",
                "case__question",
                "organisation__name",
                "asked_on",
                "way",
                "remind_on",
                "created_at",
            ),
            way=BoardAsking.Way,
            case__question=BoardQuestion,
        ),
    )
    yield Kept(
        "board_statements",
        "Uppgifter och svar om frågorna till kommuner och regioner som du har lämnat",
        "För att alla ska se vad organisationen eller myndigheten säger. Ditt namn visas inte.",
        CASES,
        False,
        labelled(
            BoardStatement.objects.filter(said_by=user)
            .order_by("pk")
            .values(
                "case__place__name", "case__question", "says", "day", "words", "evidence", "evidence_url", "said_at"
            ),
            says=BoardStatement.Says,
            case__question=BoardQuestion,
        ),
    )


def contacts(user):
    """In the directory of contacts, and in the organisations' own logs."""
    yield Kept(
        "function_contacts",
        "Kontakter hos myndigheter som du har lagt in",
        "För att det ska gå att följa vem som lade in vad. Ditt namn visas inte.",
        CASES,
        False,
        labelled(
            FunctionContact.objects.filter(entered_by=user)
            .order_by("pk")
            .values("authority__name", "function", "unit", "email", "phone", "page_url", "seen_on", "entered_at"),
            function=ContactFunction,
        ),
    )
    yield Kept(
        "contact_notes",
        "Anteckningar i er kontaktlogg som du har skrivit",
        "För att kollegerna ska veta vem som mötte vem. Bara organisationen ser dem.",
        "Tills organisationen tar bort dem. Ditt namn tas bort när du raderar kontot.",
        False,
        labelled(
            ContactNote.objects.filter(written_by=user)
            .order_by("pk")
            .values(
                "organisation__name", "place__name", "authority__name", "met", "met_on", "text", "next_step",
                "next_step_on", "written_at",
            ),
            met=Met,
        ),
    )  # fmt: skip
    yield Kept(
        "contact_note_events",
        "Vad du har gjort i er kontaktlogg",
        "För att det ska gå att se att en anteckning ändrades eller togs bort. Vad som stod i den sparas inte.",
        "Så länge organisationen finns i portalen.",
        False,
        labelled(
            ContactNoteEvent.objects.filter(actor=user)
            .order_by("pk")
            .values("organisation__name", "note_number", "action", "changed", "created_at"),
            action=ContactNoteEvent.Action,
        ),
    )


def local_figures(user):
    """What organisations count themselves."""
    why = "För att det ska gå att se vem som lade in en siffra. Ditt namn visas inte."
    yield Kept(
        "local_figures",
        "Egna siffror som du har lagt in eller tagit tillbaka för en organisation",
        why,
        CASES,
        False,
        list(
            LocalValue.objects.filter(Q(given_by=user) | Q(closed_by=user))
            .order_by("pk")
            .values(
                "measure__name", "organisation__name", "year", "value", "source", "source_url", "given_at", "closed_at"
            )
        ),
    )
    yield Kept(
        "local_measures",
        "Räkningar som du har börjat, bjudit in till eller svarat om för en organisation",
        why,
        CASES,
        False,
        [
            *LocalMeasure.objects.filter(created_by=user).order_by("pk").values("name", "place__name", "created_at"),
            *LocalParticipant.objects.filter(Q(invited_by=user) | Q(answered_by=user))
            .order_by("pk")
            .values("measure__name", "organisation__name", "invited_at", "answered_at"),
        ],
    )


def guidance(user):
    """In guidance."""
    yield Kept(
        "guidance",
        "Vägledning du har skrivit eller granskat",
        "För att det ska gå att se vem som ändrade en text. Namnet visas inte publikt.",
        "Så länge texten finns i portalen.",
        False,
        [
            *GuidanceVersion.objects.filter(written_by=user).order_by("pk").values("title", "number", "shown_from"),
            *GuidancePage.objects.filter(reviewed_by=user).order_by("pk").values("title", "reviewed_on"),
        ],
    )


def own_notes(user):
    """What one keeps for oneself as an elected person."""
    yield Kept(
        "council_notes",
        "Dina anteckningar som förtroendevald",
        "För att du ska minnas. Ingen annan ser dem.",
        "Tills du tar bort dem eller raderar kontot.",
        True,
        list(CouncilNote.objects.visible_to(user).order_by("pk").values("place__name", "text", "written_at")),
    )
    yield Kept(
        "read_marks",
        "Hur långt du har läst om din kommun eller region",
        "För att visa det som är nytt sedan sist.",
        "Tills du raderar kontot.",
        True,
        list(ReadMark.objects.filter(user=user).order_by("pk").values("place__name", "read_at")),
    )
