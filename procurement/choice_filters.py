"""What narrows the list of choice systems. Everything stands in the address."""

from django.db.models import Q

from procurement.filters import MatterFilter
from procurement.models import ChoiceSystem
from procurement.models.choice_systems import SHOWN, ChoiceState
from registry.filters import AnyOf

RESERVED, FOR_ALL = "ja", "nej"


class ChoiceSystemFilter(MatterFilter):
    """Choice systems that everybody may see, by title until something else is asked for."""

    model = ChoiceSystem
    orders = {"rubrik": ["sort_key", "id"], "nyast": ["-opened_at", "-id"]}
    default_order = "rubrik"
    order_labels = [("rubrik", "Rubrik"), ("nyast", "Nyast först")]
    own = ("reserverat", "lage")
    landet = None
    reserverat = AnyOf(label="Vem får söka", choices=[(RESERVED, "Bara idéburna"), (FOR_ALL, "Alla")])
    lage = AnyOf(label="Läge", choices=[(state.value, state.label) for state in ChoiceState if state in SHOWN])

    def apply(self, queryset):
        """The rows that match, in the chosen order."""
        return self.narrow(queryset).order_by(*self.ordered_fields())

    def with_words(self, queryset):
        """They are few: the words as they were typed, in title or text."""
        if self.text:
            return queryset.filter(Q(title__icontains=self.text) | Q(summary__icontains=self.text))
        return queryset

    def narrow(self, queryset):
        queryset = super().narrow(queryset)
        if len(self.value("reserverat")) == 1:
            queryset = queryset.filter(is_reserved=RESERVED in self.value("reserverat"))
        if self.value("lage"):
            queryset = queryset.filter(state__in=self.value("lage"))
        return queryset
