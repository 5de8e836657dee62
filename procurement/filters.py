"""What narrows procurement's lists, and in which order they stand. Everything stands in the address."""

import re

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q
from django.utils import timezone

from procurement.models import Contract, ContractingAuthority, Lot, Procurement
from procurement.models.contracts import NO_END
from procurement.models.procurements import State
from procurement.reading.words import NOT_RESERVED
from registry.calendar import months_later
from registry.filters import AnyOf, FilterForm
from registry.models.eligibility import Ground
from registry.search.labels import labels

TO_CONFIRM, NONE = "att-bekrafta", "ingen"
GROUNDS = [
    *[(str(code), code.label) for code in Ground if code != Ground.LOV_1_2A],
    (TO_CONFIRM, "Grund att bekräfta"),
    (NONE, NOT_RESERVED),
]
MOST_WORDS = 8


class Places(AnyOf):
    """Municipalities by code or by name. What is no municipality is kept apart, so that the page can say so."""

    def clean(self, value):
        known = labels()
        self.unknown = []
        found = []
        for typed in value or []:
            if code := known.municipality_code(typed[:80]):
                found.append(code)
            elif typed.strip():
                self.unknown.append(typed[:80])
        return list(dict.fromkeys(found))


class MatterFilter(FilterForm):
    """What procurements, contracts and choice systems are narrowed by: words, service, place and authority."""

    model = None
    order_labels = []
    own = ()  # fields of the subclass, with all their boxes in sight
    tjanst = AnyOf(label="Tjänst")
    kommun = Places(label="Var")
    lan = AnyOf(label="Län")
    landet = AnyOf(label="Hela landet", choices=[("ja", "Hela landet")])
    myndighet = forms.CharField(label="Myndighet", required=False, max_length=200)

    def full_clean(self):
        """Read the choices that stand in the database first."""
        known = labels()
        self.fields["tjanst"].choices = [(area.slug, area.name) for area in known.areas.values()]
        self.fields["kommun"].choices = list(known.municipalities.items())
        self.fields["lan"].choices = list(known.counties.items())
        super().full_clean()

    @property
    def unknown_places(self):
        """What was typed as a municipality and is none."""
        return getattr(self.fields["kommun"], "unknown", [])

    def narrow(self, queryset):
        queryset = self.with_words(queryset)
        if self.value("tjanst"):
            queryset = queryset.of_areas(self._areas())
        if self.value("kommun") or self.value("lan") or self.value("landet"):
            queryset = queryset.filter(self._places())
        if name := self.value("myndighet").strip():
            named = ContractingAuthority.objects.filter(Q(name__icontains=name) | Q(slug=name))
            queryset = self.of_authorities(queryset, named)
        return queryset

    def of_authorities(self, queryset, named):
        """The rows of one of the authorities."""
        return queryset.filter(authority__in=named)

    def with_words(self, queryset):
        """The rows that hold every word."""
        if terms := _terms(self.text):
            return queryset.filter(search_terms=SearchQuery(terms, config="swedish", search_type="raw"))
        return queryset

    def _areas(self):
        """The chosen service areas with those under them: an area of welfare stands for its services."""
        known = labels()
        chosen = {known.area_by_slug[slug].key for slug in self.value("tjanst")}
        return [pk for pk, area in known.area_by_pk.items() if area.key in chosen or area.parent in chosen]

    def _places(self):
        found = Q()
        codes = set(self.value("kommun") or [])
        for county in self.value("lan") or []:
            codes |= {code for code in labels().municipalities if code.startswith(county)}
        if codes:
            through = self.model.municipalities.through.objects.filter(municipality__in=codes)
            found |= Q(pk__in=through.values(self.model._meta.model_name))
        if self.value("landet"):
            found |= Q(whole_country=True)
        return found

    def ordered_fields(self):
        """The chosen order's fields. Only by title may the list be turned round."""
        fields = self.orders[self.order.lstrip("-")]
        return [f"-{field}" for field in fields] if self.order == "-rubrik" else fields

    def ordered_by(self):
        """The orders as result_count.html takes them."""
        return [
            {
                "label": label,
                "url": self.address(sort=None if name == self.default_order else name),
                "current": self.order == name,
            }
            for name, label in self.order_labels
        ]

    @property
    def groups(self):
        """The filters as filter_panel.html takes them: long ones show what is chosen, and hold the rest folded."""
        known = labels()
        welfare = [
            (area, [row for row in known.areas.values() if row.parent == area.key]) for area in known.welfare_areas
        ]
        return [
            self._folded(
                "tjanst",
                [(area.name, [(row.slug, row.name) for row in [area, *rows]]) for area, rows in welfare],
                "Visa alla tjänster",
            ),
            self._folded("kommun", [], "", others=[name for name in ("landet",) if name in self.fields])
            | {"entry": {"name": "kommun", "label": "Kommun", "value": ", ".join(self.unknown_places)}},
            self._folded("lan", [("", list(known.counties.items()))], "Visa alla län"),
            *[self._plain(name) for name in self.own],
            self._folded("myndighet", [], "")
            | {"entry": {"name": "myndighet", "label": "Myndighetens namn", "value": self.value("myndighet")}},
        ]

    def _plain(self, name):
        return {"label": self.fields[name].label, "name": name, "open": True, "choices": self._boxes(name), "more": []}

    def _boxes(self, name, choices=None):
        chosen = self.value(name)
        rows = self.fields[name].choices if choices is None else choices
        return [
            {"name": name, "value": key, "label": label, "count": None, "checked": str(key) in chosen}
            for key, label in rows
        ]

    def _folded(self, name, sections, label, others=()):
        boxes = self._boxes(name) if hasattr(self.fields[name], "choices") else []
        chosen = [box for box in boxes if box["checked"]]
        chosen += [box for other in others for box in self._boxes(other)]
        return {
            "label": self.fields[name].label,
            "name": name,
            "open": True,
            "choices": chosen,
            "more": [],
            "sections": [
                {"label": title, "choices": [box for box in self._boxes(name, rows) if not box["checked"]]}
                for title, rows in sections
            ],
            "all_label": label,
        }

    def chosen(self):
        rows = super().chosen()
        if name := self.value("myndighet"):
            rows.append({"label": name, "url": self.address(myndighet=None)})
        return rows

    def kept_by_search(self):
        rows = super().kept_by_search()
        return rows + ([("myndighet", self.value("myndighet"))] if self.value("myndighet") else [])


class ProcurementFilter(MatterFilter):
    """Procurements that everybody may see: the newest first until something else is asked for."""

    model = Procurement
    # What was known only from its result has no day of publication, and comes last.
    orders = {
        "nyast": [F("published_at").desc(nulls_last=True), "-id"],
        "slutar": ["closes_at", "id"],
        "rubrik": ["sort_key", "id"],
    }
    default_order = "nyast"
    order_labels = [("nyast", "Nyast först"), ("slutar", "Sista anbudsdag"), ("rubrik", "Rubrik")]
    own = ("grund", "lage")
    grund = AnyOf(label="Reservation", choices=GROUNDS)
    lage = AnyOf(label="Läge", choices=State.choices)

    def apply(self, queryset):
        """The rows that match, in the chosen order. By last day: only those that one can still tender for."""
        queryset = self.narrow(queryset)
        if self.order.lstrip("-") == "slutar":
            queryset = queryset.filter(state=State.PUBLISHED, closes_at__gte=timezone.now())
        return queryset.order_by(*self.ordered_fields())

    def narrow(self, queryset):
        queryset = super().narrow(queryset)
        if self.value("grund"):
            queryset = queryset.filter(self._grounds())
        if self.value("lage"):
            queryset = queryset.filter(state__in=self.value("lage"))
        return queryset

    def _lots(self, *args, **kwargs):
        return Lot.objects.filter(*args, **kwargs).values("procurement")

    def _grounds(self):
        found = Q()
        chosen = self.value("grund")
        if codes := [code for code in chosen if code in Ground]:
            found |= Q(pk__in=self._lots(ground__in=codes))
        if TO_CONFIRM in chosen:
            found |= Q(pk__in=self._lots(~Q(ground=""), ground_confirmed=False))
        if NONE in chosen:
            found |= Q(is_reserved=False)
        return found


ENDINGS = [
    ("12", "Slutar inom ett år"),
    ("24", "Slutar inom två år"),
    ("okant", "Slutdatum okänt"),
    ("tills-vidare", "Gäller tills vidare"),
    ("slutat", "Har slutat"),
]


class ContractFilter(MatterFilter):
    """Contracts: those that have not ended, the one that ends first on top, until something else is asked for."""

    model = Contract
    orders = {"slutar": ["ends_by", "id"], "rubrik": ["sort_key", "id"]}
    default_order = "slutar"
    order_labels = [("slutar", "Slutar först"), ("rubrik", "Rubrik")]
    own = ("slut",)
    slut = AnyOf(label="När det slutar", choices=ENDINGS)

    def apply(self, queryset):
        """The rows that match, in the chosen order."""
        return self.narrow(queryset).order_by(*self.orders[self.order.lstrip("-")])

    def narrow(self, queryset):
        today = timezone.localdate()
        chosen = self.value("slut")
        queryset = super().narrow(queryset)
        if not chosen:
            return queryset.filter(ends_by__gte=today)
        found = Q()
        if within := [int(code) for code in chosen if code.isdigit()]:
            found |= Q(ends_by__range=(today, months_later(today, max(within))))
        # All without a last day stand at the end of the list, which is where Postgres then begins to look.
        if "okant" in chosen:
            found |= Q(ends_by=NO_END, ends_on=None, ended_on=None, is_open_ended=False)
        if "tills-vidare" in chosen:
            found |= Q(ends_by=NO_END, is_open_ended=True, ended_on=None)
        if "slutat" in chosen:
            found |= Q(ends_by__lt=today)
        return queryset.filter(found)


def _terms(text):
    """The words as Postgres asks for them: each must be there, as a word or as the beginning of one."""
    found = re.findall(r"\w+", text.lower())[:MOST_WORDS]
    return " & ".join(f"'{word}':*" for word in found)


def authority_matches(text):
    """Authorities whose name holds the words, or whose number begins with the digits."""
    digits = re.sub(r"[\s-]", "", text)
    found = Q(name__icontains=text)
    return found | Q(organisation_number__startswith=digits) if digits.isdigit() else found


class AuthorityFilter(FilterForm):
    """Contracting authorities by name or number, and kind."""

    orders = {"name": ["sort_key"], "kind": ["kind", "sort_key"]}
    default_order = "name"
    kind = AnyOf(label="Slag", choices=ContractingAuthority.Kind.choices)

    def narrow(self, queryset):
        if self.value("kind"):
            queryset = queryset.filter(kind__in=self.value("kind"))
        return queryset.filter(authority_matches(self.text)) if self.text else queryset
