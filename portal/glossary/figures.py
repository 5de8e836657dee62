"""Words of municipalities and regions: figures, and whom they are compared with."""

from portal.glossary.term import Term

TERMS = [
    Term(
        "nyckeltal",
        "nyckeltal",
        "Indicator",
        "Ett mått som räknas på samma sätt för alla kommuner eller regioner, år efter år. Källan bestämmer vad det "
        "heter och betyder.",
        "Kolada (RKA)",
    ),
    Term(
        "jämförelsekommuner",
        "jamforelsekommuner",
        "Peers",
        "De kommuner som en kommun jämförs med: sju av samma storlek, de andra i länet, eller dem som du väljer själv.",
    ),
    Term(
        "median",
        "median",
        "median",
        "Det mittersta värdet när alla står i ordning. Hälften ligger under och hälften över.",
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
    Term(
        "köp av verksamhet",
        "kop-av-verksamhet",
        None,
        "När en kommun eller region betalar någon annan för att utföra dess uppdrag, till exempel ett äldreboende. "
        "Bidrag är inte köp.",
        "SCB, räkenskapssammandraget",
    ),
    Term(
        "påhittade värden",
        "pahittade-varden",
        "is_invented",
        "Tal som portalen har gjort upp för att visa hur sidorna fungerar. De säger ingenting om den verkliga platsen.",
    ),
]
