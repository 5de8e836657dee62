"""What a notice does wrong by the rules of eForms that concern reservation. A warning, named by its rule.

BT-71 is never trusted alone: a warning confirms nothing, and neither does its absence.
"""

RESERVED_SERVICES = "res-pub-ser"
RESERVED_WORKSHOPS = "res-ws"

# Code list eforms-social-service-cpv of eForms SDK 1.15.1: the codes of directive 2014/24/EU, article 77.
SOCIAL_SERVICES = frozenset(
    [
        "75121000",
        "75122000",
        "75123000",
        "79622000",
        "79624000",
        "79625000",
        "80110000",
        "80300000",
        "80420000",
        "80430000",
        "80511000",
        "80520000",
        "80590000",
        "85000000",
        "85100000",
        "85110000",
        "85111000",
        "85111100",
        "85111200",
        "85111300",
        "85111310",
        "85111320",
        "85111400",
        "85111500",
        "85111600",
        "85111700",
        "85111800",
        "85111810",
        "85111820",
        "85111900",
        "85112000",
        "85112100",
        "85112200",
        "85120000",
        "85121000",
        "85121100",
        "85121200",
        "85121210",
        "85121220",
        "85121230",
        "85121231",
        "85121232",
        "85121240",
        "85121250",
        "85121251",
        "85121252",
        "85121270",
        "85121271",
        "85121280",
        "85121281",
        "85121282",
        "85121283",
        "85121290",
        "85121291",
        "85121292",
        "85121300",
        "85130000",
        "85131000",
        "85131100",
        "85131110",
        "85140000",
        "85141000",
        "85141100",
        "85141200",
        "85141210",
        "85141211",
        "85141220",
        "85142000",
        "85142100",
        "85142200",
        "85142300",
        "85142400",
        "85143000",
        "85144000",
        "85144100",
        "85145000",
        "85146000",
        "85146100",
        "85146200",
        "85147000",
        "85148000",
        "85149000",
        "85150000",
        "85160000",
        "85170000",
        "85171000",
        "85172000",
        "85200000",
        "85210000",
        "85300000",
        "85310000",
        "85311000",
        "85311100",
        "85311200",
        "85311300",
        "85312000",
        "85312100",
        "85312110",
        "85312120",
        "85312200",
        "85312300",
        "85312310",
        "85312320",
        "85312330",
        "85312400",
        "85312500",
        "85312510",
        "85320000",
        "85321000",
        "85322000",
        "85323000",
        "92500000",
        "92600000",
        "98133000",
        "98133110",
    ]
)


def warnings(lot):
    """What is wrong with a lot's reservation, each with the name of the rule."""
    if RESERVED_SERVICES not in lot.reserved:
        return []
    found = []
    if lot.too_long:
        found.append(
            f"BR-BT-00036-0150: {lot.identifier} är reserverat med {RESERVED_SERVICES} och gäller längre än tre år. "
            "Ingen grund är bekräftad."
        )
    if lot.cpv and lot.cpv not in SOCIAL_SERVICES:  # BT-262 is the main code; the rule asks nothing of the others
        found.append(
            f"BR-BT-00262-0200: {lot.identifier} är reserverat med {RESERVED_SERVICES} och CPV {lot.cpv} finns inte i "
            "listan för sådana tjänster. Ingen grund är bekräftad."
        )
    return found
