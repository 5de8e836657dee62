"""What narrows lists of municipalities and regions. Everything stands in the address."""

from portal.governance import Standing
from portal.models import Place
from portal.models.governance import GovernanceDocument
from registry.filters import AnyOf, FilterForm
from registry.search.labels import labels

Kind = GovernanceDocument.Kind
FIRST_ASKED = Kind.PROGRAMME  # the one that the law demands
GOVERNED = [(kind.value, kind.label) for kind in Place.Kind if kind != Place.Kind.COUNTRY]
SHOWN = (Standing.MISSING, Standing.DUE, Standing.IN_FORCE, Standing.COMING)


class InCounties(FilterForm):
    """A list that can be narrowed to counties, whose names stand in the database."""

    lan = AnyOf(label="Län")

    def full_clean(self):
        """Read the choices first."""
        self.fields["lan"].choices = list(labels().counties.items())
        super().full_clean()


class GovernedFilter(InCounties):
    """Municipalities and regions by name, kind and county. Subclasses say what holds of each."""

    plats = AnyOf(label="Kommun eller region", choices=GOVERNED)

    def narrow(self, queryset):
        """The places, but for what each page asks about them."""
        if self.text:
            queryset = queryset.filter(name__icontains=self.text)
        if self.value("plats"):
            queryset = queryset.filter(kind__in=self.value("plats"))
        if self.value("lan"):
            queryset = queryset.filter(county__in=self.value("lan"))
        return queryset


class GovernanceFilter(GovernedFilter):
    """Municipalities and regions by one kind of document, county, and what holds of it. One kind at a time."""

    dokument = AnyOf(label="Dokument", choices=[(kind.value, kind.label) for kind in Kind])
    lage = AnyOf(label="Läge", choices=[(state.value, state.label) for state in SHOWN])
    field_order = ["q", "sort", "dokument", "lage", "plats", "lan"]

    def groups(self):
        """The filters as filter_panel.html takes them: one document is chosen, of the rest as many as one likes."""
        _, *rest = super().groups()
        options = [{"value": kind.value, "label": kind.label, "selected": kind == self.kind} for kind in Kind]
        document = {"label": "Dokument", "name": "dokument", "open": True, "choices": [], "more": []}
        select = {"name": "dokument", "label": "Visa", "options": options}
        return [document | {"select": select}, *rest]

    @property
    def kind(self):
        """The document that the list is about."""
        chosen = self.value("dokument")
        return Kind(chosen[0]) if chosen else FIRST_ASKED

    def holds(self, standing):
        """Whether a line with that standing is to be shown."""
        return not self.value("lage") or standing in self.value("lage")
