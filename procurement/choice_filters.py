"""What narrows the list of choice systems. Everything stands in the address."""

from django.db.models import Q

from procurement.filters import ProcurementFilter
from procurement.models import ChoiceSystem, ContractingAuthority
from procurement.models.choice_systems import SHOWN, ChoiceState
from registry.filters import AnyOf
from registry.search.labels import labels

RESERVED, FOR_ALL = "ja", "nej"


class ChoiceSystemFilter(ProcurementFilter):
    """Choice systems that everybody may see, by title until something else is asked for."""

    orders = {"rubrik": ["sort_key", "id"], "nyast": ["-opened_at", "-id"]}
    default_order = "rubrik"
    order_labels = [("rubrik", "Rubrik"), ("nyast", "Nyast först")]
    landet = None
    grund = None
    reserverat = AnyOf(label="Vem får söka", choices=[(RESERVED, "Bara idéburna"), (FOR_ALL, "Alla")])
    lage = AnyOf(label="Läge", choices=[(state.value, state.label) for state in ChoiceState if state in SHOWN])

    def narrow(self, queryset):
        if self.text:
            queryset = queryset.filter(Q(title__icontains=self.text) | Q(summary__icontains=self.text))
        if self.value("tjanst"):
            queryset = queryset.filter(service_area__in=self._areas())
        if self.value("kommun") or self.value("lan"):
            queryset = queryset.filter(self._places())
        if len(self.value("reserverat")) == 1:
            queryset = queryset.filter(is_reserved=RESERVED in self.value("reserverat"))
        if self.value("lage"):
            queryset = queryset.filter(state__in=self.value("lage"))
        if name := self.value("myndighet").strip():
            named = ContractingAuthority.objects.filter(Q(name__icontains=name) | Q(slug=name))
            queryset = queryset.filter(authority__in=named)
        return queryset

    def _places(self):
        codes = set(self.value("kommun") or [])
        for county in self.value("lan") or []:
            codes |= {code for code in labels().municipalities if code.startswith(county)}
        through = ChoiceSystem.municipalities.through.objects.filter(municipality__in=codes)
        return Q(pk__in=through.values("choicesystem"))

    @property
    def groups(self):
        """The filters as filter_panel.html takes them."""
        known = labels()
        welfare = [(area.name, [(row.slug, row.name) for row in _under(area, known)]) for area in known.welfare_areas]
        return [
            self._folded("tjanst", welfare, "Visa alla tjänster"),
            self._folded("kommun", [], "")
            | {"entry": {"name": "kommun", "label": "Kommun", "value": ", ".join(self.unknown_places)}},
            self._folded("lan", [("", list(known.counties.items()))], "Visa alla län"),
            self._plain("reserverat"),
            self._plain("lage"),
            self._folded("myndighet", [], "")
            | {"entry": {"name": "myndighet", "label": "Myndighetens namn", "value": self.value("myndighet")}},
        ]


def _under(area, known):
    """An area of welfare with its services."""
    return [area, *(row for row in known.areas.values() if row.parent == area.key)]
