"""What a person has done about procurements, choice systems, contracts and partnerships."""

from django.db.models import Q

from portal.personal_data.kept import CASES, Kept, labelled
from procurement.models import (
    ConcernAnswer,
    Interest,
    PartnershipCriterion,
    PartnershipParty,
    ProviderApplication,
    Question,
    ReadyTick,
    SocialStep,
)
from procurement.models.readiness import ReadyItem


def buying(user):
    """For an organisation or an authority."""
    yield Kept(
        "questions",
        "Frågor du har ställt om upphandlingar",
        "För att upphandlaren ska kunna svara. Vem som frågade visas inte för andra.",
        CASES,
        False,
        list(
            Question.objects.filter(asked_by=user)
            .order_by("pk")
            .values("procurement__title", "text", "asked_at", "answered_at")
        ),
    )
    yield Kept(
        "interests",
        "Intresse du har visat för upphandlingar",
        "För att bara den som får företräda en organisation ska kunna visa dess intresse.",
        CASES,
        False,
        list(
            Interest.objects.filter(shown_by=user)
            .order_by("pk")
            .values("procurement__title", "legal_entity__name", "note", "shown_at", "withdrawn_at")
        ),
    )
    yield Kept(
        "ready_ticks",
        "Rutor du har kryssat i Är vi redo",
        "För att organisationen ska se vem som har gjort vad inför ett anbud. Ingen annan ser det.",
        "Så länge upphandlingen finns i portalen.",
        False,
        labelled(
            ReadyTick.objects.filter(ticked_by=user)
            .order_by("pk")
            .values("procurement__title", "organisation__name", "item", "ticked_at", "unticked_at"),
            item=ReadyItem,
        ),
    )
    yield Kept(
        "choice_applications",
        "Ansökningar till valfrihetssystem som du har skickat",
        "För att bara den som får företräda en organisation ska kunna söka för den.",
        CASES,
        False,
        list(
            ProviderApplication.objects.filter(submitted_by=user)
            .order_by("pk")
            .values("system__title", "legal_entity__name", "message", "received_at")
        ),
    )
    yield Kept(
        "concern_answers",
        "Svar du har skrivit om händelser hos leverantörer",
        "För att kollegor hos myndigheten ska se vad som är gjort.",
        "Så länge avtalet finns i portalen.",
        False,
        labelled(
            ConcernAnswer.objects.filter(answered_by=user)
            .order_by("pk")
            .values("concern__contract__title", "answer", "comment", "answered_at"),
            answer=ConcernAnswer.Answer,
        ),
    )
    yield Kept(
        "social_steps",
        "Steg i myndighetens arbete som du ansvarar för",
        "För att kollegor ska se vem som gör vad.",
        "Tills ni byter ansvarig.",
        False,
        list(
            SocialStep.objects.filter(owner=user)
            .order_by("pk")
            .values("authority__name", "step", "due_on", "done_on", "note")
        ),
    )
    yield Kept(
        "partnerships",
        "Partnerskap som du har gått med i eller sagt ja till för en part, och svar du har gett om dem",
        "För att bara den som får företräda en part ska kunna gå med och säga ja för den.",
        CASES,
        False,
        [
            *PartnershipParty.objects.filter(Q(joined_by=user) | Q(agreed_by=user))
            .order_by("pk")
            .values("partnership__title", "authority__name", "legal_entity__name", "joined_at", "agreed_at"),
            *PartnershipCriterion.objects.filter(answered_by=user)
            .order_by("pk")
            .values("partnership__title", "key", "answer", "reason", "answered_at"),
        ],
    )
