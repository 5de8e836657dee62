"""What narrows the register of partnerships. Everything stands in the address."""

from django.db.models import F, Q
from django.utils import timezone

from procurement.filters import MatterFilter
from procurement.models import Partnership
from registry.filters import AnyOf

NOW, LATER, OVER = "nu", "senare", "slut"


class PartnershipFilter(MatterFilter):
    """Partnerships that have been decided on, the newest first until something else is asked for."""

    model = Partnership
    orders = {"nyast": [F("decided_on").desc(nulls_last=True), "-id"], "rubrik": ["sort_key", "id"]}
    default_order = "nyast"
    order_labels = [("nyast", "Nyast först"), ("rubrik", "Rubrik")]
    own = ("galler",)
    galler = AnyOf(
        label="Gäller", choices=[(NOW, "Gäller nu"), (LATER, "Gäller inte än"), (OVER, "Gäller inte längre")]
    )

    def apply(self, queryset):
        """The rows that match, in the chosen order."""
        return self.narrow(queryset).order_by(*self.ordered_fields())

    def narrow(self, queryset):
        queryset = super().narrow(queryset)
        chosen = self.value("galler")
        if not chosen:
            return queryset
        today = timezone.localdate()
        over = Q(holds_to__lt=today) | Q(ended_on__lt=today)
        later = Q(holds_from=None) | Q(holds_from__gt=today)
        found = Q()
        if NOW in chosen:
            found |= Q(pk__in=Partnership.objects.in_force(today).values("pk"))
        if LATER in chosen:
            found |= later & Q(ended_on=None)
        if OVER in chosen:
            found |= over | (Q(holds_from=None) & Q(ended_on__isnull=False))
        return queryset.filter(found)

    def of_authorities(self, queryset, named):
        return queryset.filter(pk__in=Partnership.objects.decided_with(authority__in=named).values("pk"))
