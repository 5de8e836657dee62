"""What search reads: a slim row per organisation, what a hit shows, and counts kept ready.

Written by `registry.search`.

Nothing here is a fact of its own. All of it can be rebuilt from the register (`registry.search.writer.reindex_all`).
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

from registry.fields import BitsField


class SearchEntry(models.Model):
    """An organisation as search sees it: facet values as slots, terms, and the keys it is sorted by.

    What a hit shows is kept elsewhere (`SearchCard`). Few hits are counted from these rows, many from `SlotMembers`.
    """

    organisation_id = models.BigIntegerField(primary_key=True)
    sort_key = models.TextField(db_collation="C", help_text="Namnet så skrivet att byteordning är svensk ordning.")
    name_length = models.SmallIntegerField(help_text="Hur lång den del av namnet är som skiljer det från andra.")
    slots = ArrayField(models.SmallIntegerField(), help_text="Alla värden i alla filter, se registry.search.slots.")
    confirmed_on = models.DateField(null=True)
    terms = SearchVectorField()

    class Meta:
        verbose_name = "sökpost"
        verbose_name_plural = "sökposter"
        indexes = [
            models.Index("sort_key", "organisation_id", name="searchentry_by_name"),
            models.Index(
                F("confirmed_on").desc(nulls_last=True), "sort_key", "organisation_id", name="searchentry_by_day"
            ),
            GinIndex(
                OpClass("terms", name="tsvector_ops"),
                OpClass("slots", name="array_ops"),
                name="searchentry_found_by",
                fastupdate=False,
            ),
        ]

    def __str__(self):
        return self.sort_key


class SearchCard(models.Model):
    """What a hit shows, ready to be drawn: a page of hits needs no joins."""

    organisation_id = models.BigIntegerField(primary_key=True)
    card = models.JSONField()

    class Meta:
        verbose_name = "sökträff"
        verbose_name_plural = "sökträffar"

    def __str__(self):
        return str(self.card.get("name", self.pk))


class FacetCount(models.Model):
    """How many organisations have each facet value, given none, one or two chosen slots (0 stands for none).

    `first` < `second` when two are chosen; `first` is 0 when one is. Exact together with the rows of `FacetChange`.
    """

    pk = models.CompositePrimaryKey("first", "second")
    first = models.SmallIntegerField()
    second = models.SmallIntegerField()
    total = models.IntegerField()
    slots = ArrayField(models.SmallIntegerField())
    counts = ArrayField(models.IntegerField())

    class Meta:
        verbose_name = "räknat filter"
        verbose_name_plural = "räknade filter"

    def __str__(self):
        return f"{self.first}, {self.second}: {self.total}"


class SlotMembers(models.Model):
    """Which organisations have a slot: a bit for each of the 15,360 numbers that begin at 15,360 times `chunk`."""

    pk = models.CompositePrimaryKey("slot", "chunk")
    slot = models.SmallIntegerField()
    chunk = models.IntegerField()
    members = BitsField()

    class Meta:
        verbose_name = "organisationer med ett filtervärde"
        verbose_name_plural = "organisationer per filtervärde"

    def __str__(self):
        return f"{self.slot}, {self.chunk}"


class FacetChange(models.Model):
    """One organisation that came (+1) or went (-1) and is not yet folded into `FacetCount` and `SlotMembers`.

    Writers only append, so two of them never wait for each other; readers add the few rows that are here.
    """

    organisation_id = models.BigIntegerField()
    slots = ArrayField(models.SmallIntegerField())
    sign = models.SmallIntegerField()

    class Meta:
        verbose_name = "ändrat filter"
        verbose_name_plural = "ändrade filter"
        constraints = [
            models.CheckConstraint(
                name="facetchange_comes_or_goes",
                condition=models.Q(sign__in=[-1, 1]),
                violation_error_message="En ändring lägger till eller drar ifrån en organisation.",
            )
        ]

    def __str__(self):
        return f"{self.sign:+d} {self.slots}"


class FrequentWord(models.Model):
    """A search term in so many organisations that it is counted ahead, as if it were a facet value."""

    term = models.TextField(primary_key=True)
    slot = models.SmallIntegerField(unique=True)

    class Meta:
        verbose_name = "vanligt ord"
        verbose_name_plural = "vanliga ord"

    def __str__(self):
        return self.term


class SearchWord(models.Model):
    """A word that occurs, for "Menade du". `entries` is how many organisations have it, as of the last rebuild."""

    word = models.TextField(primary_key=True)
    folded = models.TextField(help_text="Ordet utan å, ä och ö.")
    entries = models.IntegerField(default=1)

    class Meta:
        verbose_name = "förekommande ord"
        verbose_name_plural = "förekommande ord"
        indexes = [GinIndex(OpClass("folded", name="gin_trgm_ops"), name="searchword_alike")]

    def __str__(self):
        return self.word
