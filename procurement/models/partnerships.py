"""Partnerships: authorities and idéburna organisations agree on something that both give to (IOP).

No statute speaks of them. A partnership stands beside grants and procurement; one that is in truth a purchase of a
service for pecuniary interest must be procured (HFD 2020 ref. 15).
"""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from procurement.models.authorities import ContractingAuthority
from procurement.models.contracts import Contract
from registry.models.events import CaseEvent
from registry.sorting import sort_key_field


class PartnershipState(models.TextChoices):
    """Where a partnership is (PRODUCT, Flows)."""

    INITIATIVE = "initiative", "Initiativ"
    DIALOGUE = "dialogue", "Dialog"
    LEGAL_REVIEW = "legal_review", "Juridisk bedömning"
    DECIDED = "decided", "Beslutat"
    ACTIVE = "active", "Gäller"
    FOLLOW_UP = "follow_up", "Följs upp"
    RENEGOTIATION = "renegotiation", "Omförhandlas"
    ENDED = "ended", "Avslutat"


WRITING = [PartnershipState.INITIATIVE, PartnershipState.DIALOGUE, PartnershipState.RENEGOTIATION]
IN_FORCE = [PartnershipState.ACTIVE, PartnershipState.FOLLOW_UP, PartnershipState.RENEGOTIATION]


class PartnershipQuerySet(models.QuerySet):
    def shown(self):
        """What everybody may see: from the first decision on, also after the end and while it is renegotiated."""
        return self.exclude(decided_on=None)

    def of_areas(self, areas):
        """In one of the service areas."""
        return self.filter(service_area__in=areas)

    def in_force(self, at=None):
        """Those that hold on the day, with or without a last day."""
        day = at or timezone.localdate()
        return self.filter(
            Q(holds_to=None) | Q(holds_to__gte=day), Q(ended_on=None) | Q(ended_on__gte=day), holds_from__lte=day
        )

    def of_organisations(self, organisations):
        """Those with a legal entity of one of the organisations among the parties."""
        parties = PartnershipParty.objects.filter(legal_entity__organisation__in=organisations)
        return self.filter(pk__in=parties.values("partnership"))

    def of_authorities(self, authorities):
        """Those with one of the authorities among the parties."""
        return self.filter(pk__in=PartnershipParty.objects.filter(authority__in=authorities).values("partnership"))

    def decided_with(self, **party):
        """Those whose decided text has such a party: one that was asked after the last decision is not in it."""
        decisions = PartnershipEvent.objects.filter(partnership=OuterRef("partnership"), action="decide")
        newest = decisions.order_by("-created_at").values("created_at")[:1]
        parties = PartnershipParty.objects.filter(**party).filter(added_at__lte=Subquery(newest))
        return self.shown().filter(pk__in=parties.values("partnership"))

    def visible_to(self, user):
        """What everybody may see, and everything of the authorities and organisations that the user acts for."""
        if not user.is_authenticated:
            return self.shown()
        parties = PartnershipParty.objects.filter(
            Q(authority__in=user.authority_memberships.buying().values("authority"))
            | Q(legal_entity__organisation__in=user.memberships.filter(ended_at=None).values("organisation"))
        )
        return self.filter(Q(decided_on__isnull=False) | Q(pk__in=parties.values("partnership")))


class Partnership(models.Model):
    """Idéburet offentligt partnerskap (IOP), from the first idea until it has ended.

    The columns of text are the headings of the agreement as it is being written. `ends_on` is empty where it runs until
    somebody gives notice. What holds is the text of the last decision; `holds_from` and `holds_to` are the days of what
    was signed, also while something else is negotiated. `decided_words` is what one finds it by. What is aid to an
    undertaking is assessed before the decision (reg. (EU) 2023/2831 and 2023/2832).
    """

    class Initiator(models.TextChoices):
        ORGANISATION = "organisation", "Den idéburna organisationen"
        AUTHORITY = "authority", "Myndigheten"

    class Aid(models.TextChoices):
        NONE = "none", "Inget statligt stöd"
        DE_MINIMIS = "de_minimis", "Stöd av mindre betydelse (de minimis)"
        SGEI = "sgei", "Stöd av mindre betydelse för allmännyttig tjänst (SGEI)"
        OTHER = "other", "Annan grund, se motiveringen"

    title = models.CharField("rubrik", max_length=200)
    initiator = models.CharField("vem som tog initiativet", max_length=12, choices=Initiator)
    state = models.CharField("läge", max_length=13, choices=PartnershipState, default=PartnershipState.INITIATIVE)
    service_area = models.ForeignKey(
        "registry.ServiceArea", models.PROTECT, related_name="partnerships", verbose_name="verksamhet"
    )
    target_groups = models.ManyToManyField(
        "registry.TargetGroup", blank=True, related_name="partnerships", verbose_name="målgrupper"
    )
    whole_country = models.BooleanField("hela landet", default=False)
    municipalities = models.ManyToManyField(
        "registry.Municipality", blank=True, related_name="partnerships", verbose_name="kommuner"
    )
    background = models.TextField("bakgrund och behov", max_length=4000, blank=True)
    programme = models.CharField("program eller plan som nämner idéburna", max_length=300, blank=True)
    programme_url = models.URLField("länk till programmet", max_length=500, blank=True)
    common_values = models.TextField("värdegrund", max_length=4000, blank=True)
    steering = models.TextField("ledning, styrgrupp och arbetsgrupp", max_length=4000, blank=True)
    follow_up_plan = models.TextField("så följs partnerskapet upp", max_length=4000, blank=True)
    social_gains = models.TextField("vad det ger samhället", max_length=4000, blank=True)
    starts_on = models.DateField("börjar", null=True, blank=True)
    ends_on = models.DateField("slutar", null=True, blank=True)
    extension = models.CharField("förlängning", max_length=300, blank=True)
    notice_months = models.PositiveSmallIntegerField("uppsägningstid i månader", null=True, blank=True)
    changes = models.TextField("ändringar och tillägg", max_length=2000, blank=True)
    disputes = models.TextField("omförhandling, hävning och tvist", max_length=4000, blank=True)
    flag_answer = models.TextField("vår bedömning av flaggorna", max_length=4000, blank=True)
    not_a_contract = models.TextField("varför det inte är ett offentligt kontrakt", max_length=4000, blank=True)
    aid = models.CharField("statligt stöd", max_length=10, choices=Aid, blank=True)
    aid_reasons = models.TextField("skäl till bedömningen av stöd", max_length=4000, blank=True)
    decision_body = models.CharField("vem som beslutade", max_length=200, blank=True)
    decided_on = models.DateField("beslutades", null=True, blank=True)
    reference = models.CharField("diarienummer", max_length=80, blank=True)
    signed_on = models.DateField("undertecknades", null=True, blank=True)
    holds_from = models.DateField("gäller från", null=True, blank=True)
    holds_to = models.DateField("gäller till och med", null=True, blank=True)
    ended_on = models.DateField("avslutades", null=True, blank=True)
    end_reason = models.TextField("varför det avslutades", max_length=2000, blank=True)
    created_at = models.DateTimeField("lades in", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("ändrades", default=timezone.now)
    sort_key = sort_key_field("title")
    decided_words = models.TextField("ord ur det beslutade", blank=True)
    search_terms = models.GeneratedField(
        expression=SearchVector("title", "decided_words", config="swedish"),
        output_field=SearchVectorField(),
        db_persist=True,
        verbose_name="sökord",
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = "partnerskap"
        verbose_name_plural = "partnerskap"
        indexes = [
            models.Index(fields=["sort_key", "id"], name="partnership_by_title"),
            models.Index(F("decided_on").desc(nulls_last=True), F("id").desc(), name="partnership_newest_first"),
            models.Index(fields=["service_area", "state"], name="partnership_of_service_area"),
            GinIndex(fields=["search_terms"], name="partnership_by_words", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                name="partnership_state_is_known",
                condition=Q(state__in=PartnershipState.values),
                violation_error_message="Okänt läge.",
            ),
            models.CheckConstraint(
                name="partnership_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="Sista dagen kan inte ligga före den första.",
            ),
            models.CheckConstraint(
                name="partnership_decided_whole",
                condition=Q(decided_on=None, decision_body="", reference="")
                | (
                    Q(decided_on__isnull=False)
                    & ~(Q(decision_body="") | Q(reference="") | Q(not_a_contract="") | Q(aid="") | Q(aid_reasons=""))
                ),
                violation_error_message="Ett beslut har dag, beslutande organ, diarienummer och skäl om kontrakt och "
                "statligt stöd.",
            ),
            models.CheckConstraint(
                name="partnership_decided_before_it_holds",
                condition=~Q(state__in=[PartnershipState.DECIDED, *IN_FORCE]) | Q(decided_on__isnull=False),
                violation_error_message="Ett partnerskap beslutas innan det gäller.",
            ),
            models.CheckConstraint(
                name="partnership_signed_before_it_holds",
                condition=~Q(state__in=IN_FORCE) | Q(signed_on__isnull=False, starts_on__isnull=False),
                violation_error_message="Ett partnerskap som gäller är undertecknat och har en första dag.",
            ),
            models.CheckConstraint(
                name="partnership_holds_what_was_signed",
                condition=Q(signed_on=None, holds_from=None, holds_to=None)
                | Q(signed_on__isnull=False, holds_from__isnull=False),
                violation_error_message="Bara ett undertecknat partnerskap gäller från en dag.",
            ),
            models.CheckConstraint(
                name="partnership_ended_with_reason",
                condition=(Q(state=PartnershipState.ENDED, ended_on__isnull=False) & ~Q(end_reason=""))
                | (~Q(state=PartnershipState.ENDED) & Q(ended_on=None, end_reason="")),
                violation_error_message="Ange dag och varför partnerskapet avslutades.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("partnership", args=[self.pk])

    @property
    def is_shown(self):
        """Whether everybody may see it."""
        return self.decided_on is not None

    def holds(self, on):
        """Whether it holds on the day: the row's own answer to `in_force`."""
        last = min(filter(None, [self.holds_to, self.ended_on]), default=None)
        return self.holds_from is not None and self.holds_from <= on and (last is None or on <= last)

    @property
    def is_being_written(self):
        """Whether the parties may change the text."""
        return self.state in WRITING


class PartnershipParty(models.Model):
    """Somebody who takes part: an authority, or an organisation's legal entity.

    Whoever starts a partnership has joined; the others join themselves. `agreed_at` is when the party said yes to the
    text as it stands: a change of the text takes every yes back. `contract` is what an idéburen party's
    partnership became in the radar.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="parties")
    authority = models.ForeignKey(
        ContractingAuthority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnership_parties",
        verbose_name="myndighet",
    )
    legal_entity = models.ForeignKey(
        "registry.LegalEntity",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnership_parties",
        verbose_name="idéburen part",
    )
    added_at = models.DateTimeField("lades till", default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField("gick med", null=True, blank=True)
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField("sade ja till texten", null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    contract = models.OneToOneField(
        Contract, models.PROTECT, null=True, blank=True, related_name="partnership_party", verbose_name="avtal"
    )

    class Meta:
        verbose_name = "part i partnerskap"
        verbose_name_plural = "parter i partnerskap"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="partnership_party_is_one_or_the_other",
                condition=Q(authority__isnull=False, legal_entity=None, contract=None)
                | Q(authority=None, legal_entity__isnull=False),
                violation_error_message="En part är antingen en myndighet eller en idéburen juridisk person.",
            ),
            models.UniqueConstraint(
                name="partnership_party_authority_once",
                fields=["partnership", "authority"],
                violation_error_message="Myndigheten är redan med.",
            ),
            models.UniqueConstraint(
                name="partnership_party_entity_once",
                fields=["partnership", "legal_entity"],
                violation_error_message="Den juridiska personen är redan med.",
            ),
            models.CheckConstraint(
                name="partnership_party_joined_by_somebody",
                condition=Q(joined_at=None, joined_by=None) | Q(joined_at__isnull=False, joined_by__isnull=False),
                violation_error_message="Ange vem som gick med för parten.",
            ),
            models.CheckConstraint(
                name="partnership_party_agreed_after_joining",
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, joined_at__isnull=False),
                violation_error_message="En part går med innan den säger ja till texten.",
            ),
        ]

    def __str__(self):
        return str(self.authority or self.legal_entity)

    @property
    def is_public(self):
        """Whether the party is an authority."""
        return self.authority_id is not None


class PartnershipEvent(CaseEvent):
    """What happened to a partnership, who did it, and from which state to which. Append only."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="events")

    class Meta(CaseEvent.Meta):
        verbose_name = "händelse i partnerskap"
        verbose_name_plural = "händelser i partnerskap"

    def __str__(self):
        return f"{self.partnership}: {self.action}"
