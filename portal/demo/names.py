"""Names that nobody can take for real: each says that it is made up."""

FIRST = ["Påhittade", "Fiktiva", "Exempel", "Prov", "Test", "Låtsas", "Övnings"]
THINGS = [
    "Grannar",
    "Lyktan",
    "Gården",
    "Hamnen",
    "Bryggan",
    "Lunden",
    "Källan",
    "Kompassen",
    "Fyren",
    "Ängen",
    "Tråden",
    "Bikupan",
]
FORMS = [
    ("61", "Föreningen {0} {1}"),
    ("72", "Stiftelsen {0} {1}"),
    ("51", "Kooperativet {0} {1} ek. för."),
    ("61", "{0} {1} ideell förening"),
]

# Service, what they say about it, target groups, capacity.
WORK = [
    (
        "aldre-boende",
        "Driver ett litet särskilt boende för äldre med egen trädgård.",
        ["aldre", "demens"],
        (24, "places"),
    ),
    ("hemtjanst", "Ger hemtjänst med samma personal varje vecka.", ["aldre"], (80, "persons")),
    ("aldre-dag", "Dagverksamhet för den som lever med demens.", ["demens", "anhoriga"], (18, "places")),
    ("lss-daglig", "Daglig verksamhet på en gård med djur.", ["funktionsnedsattning"], (32, "places")),
    ("lss-bostad", "Bostad med särskild service för vuxna.", ["funktionsnedsattning"], (12, "places")),
    ("lss-assistans", "Personlig assistans på kundens villkor.", ["funktionsnedsattning"], (40, "persons")),
    ("socialpsykiatri", "Boendestöd för personer med psykisk ohälsa.", ["psykisk-ohalsa"], (45, "persons")),
    ("skyddat-boende", "Skyddat boende för den som lämnar våld.", ["valdsutsatta", "barn"], (11, "places")),
    ("hemloshet", "Boende, mat och stöd för den som saknar hem.", ["hemlosa"], (32, "places")),
    ("radgivning", "Stöd till brottsutsatta och deras anhöriga.", ["valdsutsatta", "anhoriga"], None),
    ("anhorig", "Anhörigstöd och samtalsgrupper.", ["anhoriga"], None),
    ("arbete-rehab", "Arbetsträning i kafé, verkstad och second hand.", ["arbetssokande"], (25, "places")),
    ("integration", "Språkkafé, vägledning och praktik för nyanlända.", ["nyanlanda"], None),
    ("hvb-vuxna", "Behandlingshem för vuxna med beroende.", ["beroende"], (14, "places")),
    ("hospice", "Hospicevård med frivilliga vid varje säng.", ["svart-sjuka"], (8, "places")),
    ("unga-fritid", "Öppen ungdomsgård sex kvällar i veckan.", ["unga"], None),
]
TOWNS = [
    "1480", "1481", "1489", "1490", "0180", "0182", "0380", "0480", "0580", "0680", "0780", "0880", "0980", "1080",
    "1280", "1281", "1283", "1380", "1780", "1880", "1980", "2080", "2180", "2280", "2281", "2380", "2480", "2580",
]  # fmt: skip
