"""What narrows procurement's lists."""

import re

from django.db.models import Q

from procurement.models import ContractingAuthority
from registry.filters import AnyOf, FilterForm


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
