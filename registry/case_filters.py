"""The case officers' lists: which rows, in which order, and how many in each quick view."""

import re

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from registry.access import CASE_OFFICER
from registry.filters import AnyOf, FilterForm
from registry.models import Application, Communication, CompletionRequest, LegalForm
from registry.models.applications import OPEN, SIX_MONTHS, State


def answer_overdue(day):
    """Cases in which the applicant's last day has gone without an answer."""
    late = {"application": OuterRef("pk"), "answered_at": None, "due_on__lt": day}
    return Q(waiting_since__isnull=False) & (
        Exists(CompletionRequest.objects.filter(**late)) | Exists(Communication.objects.filter(**late))
    )


class CaseFilter(FilterForm):
    """The queue: open cases, the longest with us first, until something else is asked for."""

    FLAGS = [
        ("six_months", "Sex månader hos oss"),
        ("answered", "Sökanden har svarat"),
        ("waiting", "Väntar på sökanden"),
        ("late", "Svarstiden är ute"),
    ]
    orders = {"age": ["age"], "received": ["received_at"], "name": ["legal_entity__sort_key"]}
    default_order = "-age"
    state = AnyOf(label="Läge", choices=[row for row in State.choices if row[0] != State.DRAFT])
    flag = AnyOf(label="Att tänka på", choices=FLAGS)
    assignee = AnyOf(label="Handläggare")
    kind = AnyOf(label="Slag", choices=Application.Kind.choices)
    legal_form = AnyOf(label="Juridisk form")

    def __init__(self, data, *, path, officer, at=None):
        self.officer, self.at = officer, at or timezone.now()
        super().__init__(data, path=path)

    def full_clean(self):
        """Read the choices that stand in the database first."""
        officers = get_user_model().objects.filter(
            Q(groups__name=CASE_OFFICER) | Exists(Application.objects.open().filter(officer=OuterRef("pk")))
        )
        named = [(str(row.pk), str(row)) for row in officers.exclude(pk=self.officer.pk).distinct().order_by("name")]
        self.fields["assignee"].choices = [("mine", "Mina"), ("none", "Ingen handläggare"), *named]
        self.fields["legal_form"].choices = list(
            LegalForm.objects.filter(offered=True).values_list("code", "name").order_by("position")
        )
        super().full_clean()

    def narrow(self, queryset):
        queryset = queryset.filter(state__in=self.value("state") or OPEN)
        if self.value("kind"):
            queryset = queryset.filter(kind__in=self.value("kind"))
        if self.value("legal_form"):
            queryset = queryset.filter(legal_entity__legal_form__in=self.value("legal_form"))
        if self.value("assignee"):
            queryset = queryset.filter(self._assigned())
        for flag in self.value("flag") or []:
            queryset = queryset.filter(self._flagged(flag))
        return queryset.filter(self._matching()) if self.text else queryset

    def _assigned(self):
        wanted = Q()
        for value in self.value("assignee"):
            if value == "none":
                wanted |= Q(officer=None)
            else:
                wanted |= Q(officer=self.officer if value == "mine" else value)
        return wanted

    def _flagged(self, flag):
        return {
            "six_months": Q(state__in=OPEN, age__gte=SIX_MONTHS),
            "answered": Q(answered_at__isnull=False),
            "waiting": Q(waiting_since__isnull=False),
            "late": answer_overdue(timezone.localdate(self.at)),
        }[flag]

    def _matching(self):
        found = Q(case_number__icontains=self.text) | entity_matches(self.text, "legal_entity__")
        return found | Q(legal_entity__organisation__name__icontains=self.text)


def entity_matches(text, prefix=""):
    """Legal entities by a part of their name, or by the beginning of their number."""
    found = Q(**{f"{prefix}name__icontains": text})
    digits = re.sub(r"[\s-]", "", text)
    if digits.isdigit():
        digits = digits[2:] if len(digits) == 12 and digits.startswith("16") else digits
        found |= Q(**{f"{prefix}organisation_number__startswith": digits})
    return found


def quick_views(officer, at=None):
    """How many open cases each quick view holds, in one query."""
    return (
        Application.objects.open()
        .with_age(at)
        .aggregate(
            all=Count("pk"),
            mine=Count("pk", filter=Q(officer=officer)),
            unassigned=Count("pk", filter=Q(officer=None)),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
            six_months=Count("pk", filter=Q(age__gte=SIX_MONTHS)),
        )
    )


class EntityFilter(FilterForm):
    """Legal entities by name or number, for officers."""

    orders = {"name": ["sort_key"]}
    default_order = "name"

    def narrow(self, queryset):
        if not self.text:
            return queryset
        return queryset.filter(entity_matches(self.text) | Q(organisation__name__icontains=self.text))
