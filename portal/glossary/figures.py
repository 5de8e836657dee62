"""Words of the figures that places are followed by."""

from portal.glossary.term import Term

TERMS = [
    Term(
        "nyckeltal",
        "nyckeltal",
        "Indicator",
        "Ett mått som en källa räknar ut för varje kommun eller region och år, till exempel hur stor andel av "
        "verksamheten som köps från föreningar och stiftelser. Källan bestämmer vad det heter och hur det räknas.",
    ),
    Term(
        "preliminärt värde",
        "preliminart-varde",
        "is_preliminary",
        "Ett värde som källan har lämnat men ännu kan ändra. Kolada lämnar preliminära värden i mars och slutliga i "
        "augusti.",
    ),
    Term(
        "borttaget värde",
        "borttaget-varde",
        "is_deleted",
        "Ett värde som källan har haft och sedan tagit bort. Portalen visar att det saknas.",
    ),
]
