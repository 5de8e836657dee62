"""The rules of the legality check, one function for each: given facts and law they give findings. Pure.

A finding is written for somebody in a hurry: what holds, why, and what to do about it.
"""

from datetime import date

from procurement.legality.answers import Finding, Legal
from procurement.legality.facts import OPEN_ENDED_MONTHS, CpvSet, Kind
from procurement.models.law import Law
from registry.calendar import years_later
from registry.models.eligibility import Ground
from registry.wording import day_in_words, in_a_row, kronor, number_in_words

PRESENT_RULES = date(2022, 2, 1)  # SFS 2021:1110 put the present 19 kap. in place
GROUND_25A_BEGAN = date(2023, 1, 1)  # SFS 2022:902
LOV_1_2A_BEGAN = date(2023, 1, 1)  # SFS 2022:901
MOST_MONTHS_25 = 36
REPEAT_YEARS = 3
VETERINARY = "852"  # 85200000 and what stands under it
PRIMARY_CARE = ("85120000", "85121000", "85121100")
LEAST_SHARE = 30

OLDER_RULES_URL = (
    "https://www.upphandlingsmyndigheten.se/regler-och-lagstiftning/"
    "regler-for-upphandlingar-paborjade-fore-1-februari-2022/upphandling-av-valfardstjanster/"
)
LOV_URL = (
    "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/"
    "lag-2008962-om-valfrihetssystem_sfs-2008-962/"
)
AMOUNTS_URL = (
    "https://www.upphandlingsmyndigheten.se/regler-och-lagstiftning/troskelvarden-och-direktupphandlingsgranser"
)
CODE_SETS = {
    Ground.LOU_19_25A: CpvSet.LOU_19_25A,
    Ground.LOU_19_25: CpvSet.LOU_19_25,
    Ground.LOV_1_2A: CpvSet.LOV,
}
PROVISIONS = {
    (Law.LOU, Ground.LOU_19_25A): "LOU 19 kap. 25 a §",
    (Law.LOU, Ground.LOU_19_25): "LOU 19 kap. 25 §",
    (Law.LUF, Ground.LOU_19_25): "LUF 19 kap. 25 §",
    (Law.LOU, Ground.LOU_4_18): "LOU 4 kap. 18 §",
    (Law.LUF, Ground.LOU_4_18): "LUF 4 kap.",
    (Law.LUK, Ground.LOU_4_18): "LUK 4 kap. 8 §",
    (Law.LOU, Ground.LOV_1_2A): "LOV 1 kap. 2 a §",
}


def provision(facts):
    """The paragraph that gives the ground under the law that is bought under."""
    return PROVISIONS.get((facts.law, facts.ground)) or Ground(facts.ground).label


def older_rules(facts):
    """What is said of a procurement that older rules hold for: nothing but where they are."""
    return Finding(
        Legal.OPEN,
        f"Upphandlingen påbörjades {day_in_words(facts.day)}. För upphandlingar som påbörjades före den "
        f"{day_in_words(PRESENT_RULES)} gäller äldre regler. Portalen svarar inte för dem.",
        "SFS 2021:1110",
        "Läs de äldre reglerna hos Upphandlingsmyndigheten.",
        OLDER_RULES_URL,
    )


def before_lov_1_2a(facts):
    """What is said of a choice system from before LOV had its ground. LOU's older rules have no part in it."""
    return Finding(
        Legal.NO,
        f"1 kap. 2 a § LOV finns från den {day_in_words(LOV_1_2A_BEGAN)}. Ett valfrihetssystem som påbörjades "
        f"{day_in_words(facts.day)} kan inte reserveras på den grunden.",
        "SFS 2022:901, LOV 1 kap. 2 a §",
        url=LOV_URL,
    )


def law_offers(facts):
    """Whether the law that is bought under has the ground at all, on the day."""
    if facts.ground == Ground.LOU_19_25A and facts.law != Law.LOU:
        yield Finding(
            Legal.NO,
            f"{facts.law.upper()} har ingen motsvarighet till 25 a §. Det går inte att reservera för idéburna "
            f"organisationer när ni upphandlar enligt {facts.law.upper()}.",
            f"Jämför LOU 19 kap. 25 a § med {'LUF 19 kap.' if facts.law == Law.LUF else 'LUK'}",
        )
    elif facts.ground == Ground.LOU_19_25A and facts.day < GROUND_25A_BEGAN:
        yield _not_yet(facts, "25 a §", "SFS 2022:902")
    elif facts.ground == Ground.LOU_19_25 and facts.law == Law.LUK:
        yield Finding(
            Legal.NO,
            "LUK har ingen motsvarighet till 25 §. Där finns bara reservation för leverantörer där minst "
            f"{LEAST_SHARE} procent av de anställda har en funktionsnedsättning eller står långt från arbetsmarknaden.",
            "LUK 4 kap. 8 §",
        )


def _not_yet(facts, paragraph, source):
    return Finding(
        Legal.NO,
        f"{paragraph} finns från den {day_in_words(GROUND_25A_BEGAN)}. Upphandlingen påbörjades "
        f"{day_in_words(facts.day)} och kan inte reserveras på den grunden.",
        source,
    )


def codes_in_list(facts, law):
    """Every code must stand in the statute's list."""
    cpv_set = CODE_SETS.get(facts.ground)
    if cpv_set is None:
        return
    paragraph = "LOV 1 kap. 1 §" if cpv_set == CpvSet.LOV else provision(facts)
    if not facts.codes:
        yield Finding(
            Legal.OPEN, "CPV-kod saknas.", paragraph, "Ange alla CPV-koder. Det är de som avgör om listan räcker till."
        )
        return
    out = law.outside(cpv_set, facts.codes, max(facts.day, GROUND_25A_BEGAN))
    if out:
        yield Finding(Legal.NO, _outside_words(facts, law, out), paragraph)
    elif len(facts.codes) == 1:
        yield Finding(Legal.YES, f"CPV-koden {facts.codes[0]} finns i paragrafens lista.", paragraph)
    else:
        number = number_in_words(len(facts.codes))
        yield Finding(Legal.YES, f"Alla {number} CPV-koder finns i paragrafens lista.", paragraph)


def _outside_words(facts, law, out):
    one = len(out) == 1
    names = in_a_row(list(out))
    text = f"CPV-kod{'en' if one else 'erna'} {names} finns inte i paragrafens lista."
    others = [
        ("19 kap. 25 a §", Ground.LOU_19_25A),
        ("19 kap. 25 §", Ground.LOU_19_25),
    ]
    for label, ground in others:
        if ground != facts.ground and not law.outside(CODE_SETS[ground], facts.codes, facts.day):
            text += f" Däremot finns {'den' if len(facts.codes) == 1 else 'alla'} i listan i {label}."
    if len(out) < len(facts.codes):
        text += " Dela upp köpet: ett anbudsområde kan bara reserveras om alla dess koder finns i listan."
    return text


def veterinary(facts):
    """The run 85000000 to 85323000 holds animal health too, which hardly was meant."""
    caught = [code for code in facts.codes if code.startswith(VETERINARY)]
    if caught and facts.ground in CODE_SETS:
        yield Finding(
            Legal.OPEN,
            f"{in_a_row(caught)} gäller veterinärtjänster eller djuruppfödning. Koden ligger mellan listans ändar, "
            "men listan gäller vård och omsorg. Det är inte klarlagt om tjänsten kan reserveras.",
            provision(facts),
            "Pröva om tjänsten är sådan vård eller omsorg som paragrafen avser. Fråga en jurist innan ni annonserar.",
        )


def primary_care(facts):
    """A choice system in primary care may not be reserved, whatever the code."""
    caught = [code for code in facts.codes if code in PRIMARY_CARE]
    if caught and facts.ground == Ground.LOV_1_2A:
        yield Finding(
            Legal.OPEN,
            f"{in_a_row(caught)} används för primärvård. Regionens vårdvalssystem i primärvården får inte reserveras.",
            "HSL (2017:30) 7 kap. 3 §, LOV 1 kap. 2 a §",
            "Ta reda på om systemet är regionens vårdval i primärvården. Är det så är svaret nej.",
        )


def duration(facts):
    """At most three years on 25 §, extensions included; no limit on 25 a §."""
    if facts.ground == Ground.LOU_19_25A:
        yield Finding(Legal.YES, "25 a § sätter ingen gräns för hur länge avtalet får gälla.", provision(facts))
    if facts.ground != Ground.LOU_19_25:
        return
    if facts.is_open_ended:
        yield Finding(Legal.NO, "Avtalet gäller tills vidare. Löptiden får vara högst tre år.", provision(facts))
    elif facts.whole_months is None:
        yield Finding(
            Legal.OPEN,
            "Avtalstiden är inte angiven. Löptiden får vara högst tre år, förlängning inräknad.",
            provision(facts),
            "Ange avtalstid och längsta förlängning i månader.",
        )
    elif facts.whole_months > MOST_MONTHS_25:
        yield Finding(
            Legal.NO,
            f"Avtalet kan gälla i {facts.whole_months} månader, förlängning inräknad. Löptiden får vara högst tre år.",
            provision(facts),
        )
    else:
        yield Finding(
            Legal.YES,
            f"Avtalet gäller i högst {facts.whole_months} månader, förlängning inräknad. Gränsen är tre år.",
            provision(facts),
        )


def barred(facts):
    """Earlier contracts that keep their supplier from this one: awarded within three years before the day."""
    if facts.ground != Ground.LOU_19_25:
        return ()
    return tuple(row for row in facts.earlier or () if years_later(row.decided_on, REPEAT_YEARS) >= facts.day)


def repeat_award(facts):
    """The same organisation may not be awarded the same service again within three years on 25 §."""
    if facts.ground != Ground.LOU_19_25:
        return
    known = barred(facts)
    elsewhere = (
        "Portalen känner bara till avtal som finns här. Kontrollera i era egna avtal att ingen anbudsgivare har fått "
        "kontrakt för samma tjänst på samma grund de senaste tre åren, ensam eller tillsammans med andra. "
        "I ett gemensamt anbud gäller det var och en."
    )
    won = [row for row in known if row.number and row.number in facts.winners]
    names = in_a_row([_told(row) for row in won or known]) if known else ""
    if won:
        yield Finding(
            Legal.NO,
            "I det vinnande anbudet finns en organisation som redan har fått kontrakt för samma tjänst de senaste tre "
            f"åren: {names}.",
            provision(facts),
        )
    elif known:
        yield Finding(
            Legal.OPEN,
            f"Ni har redan tilldelat kontrakt för tjänsten på samma grund: {names}. Samma organisation kan inte få ett "
            "till inom tre år.",
            provision(facts),
            f"Pröva om det är samma tjänst. Är det så kan organisationen inte få kontraktet. {elsewhere}",
        )
    else:
        yield Finding(
            Legal.YES,
            "En organisation som har fått kontrakt för samma tjänst på den här grunden de senaste tre åren kan inte "
            "få ett till av er." + (" Inget sådant kontrakt finns i portalen." if facts.earlier is not None else ""),
            provision(facts),
            elsewhere,
        )


def _told(row):
    together = f", tillsammans med {row.together_with}" if row.together_with else ""
    return f"{row.supplier} ({day_in_words(row.decided_on)}{together})"


def sheltered(facts, law):
    """4 kap. 18 §: any subject matter, and a share of those employed. Whether it holds in 19 kap. is not settled."""
    if facts.ground != Ground.LOU_4_18:
        return
    yield Finding(
        Legal.YES,
        f"Grunden gäller alla slags köp. Minst {LEAST_SHARE} procent av dem som är anställda hos leverantören ska "
        "ha en funktionsnedsättning eller ha svårt att komma in på arbetsmarknaden. Det är antalet anställda "
        "som räknas, inte ägande eller omsättning.",
        provision(facts),
    )
    if facts.law == Law.LUK or _is_above_threshold(facts, law):
        return
    yield Finding(
        Legal.OPEN,
        "Det är inte klarlagt om grunden gäller när ni upphandlar enligt 19 kap. Det gör ni under tröskelvärdet, och "
        "alltid för tjänster i bilaga 2. 19 kap. 1 § räknar upp vilka kapitel som gäller. 4 kap. är inte med.",
        f"{facts.law.upper()} 19 kap. 1 §",
        "Fråga en jurist, eller Upphandlingsmyndighetens frågeservice, innan ni annonserar.",
    )


def _is_above_threshold(facts, law):
    """Whether it is certain that 4 kap. holds: nothing in bilaga 2, and a value that reaches a known threshold."""
    if not facts.codes or len(law.outside(CpvSet.SPECIAL, facts.codes, facts.day)) < len(facts.codes):
        return False
    row = law.amount(facts.law, Kind.OTHER_SERVICES, facts.amounts_day)
    value = facts.whole_value
    return row is not None and row.sek is not None and value is not None and value >= row.sek


def value(facts, law):
    """Against the limit for direct award, which for services in bilaga 2 is the threshold (19 a kap. 2 §)."""
    if facts.ground == Ground.LOV_1_2A:
        return
    paragraph = "LUK" if facts.law == Law.LUK else f"{facts.law.upper()} 19 a kap. 2 §"
    estimated = facts.whole_value
    if estimated is None:
        yield Finding(
            Legal.OPEN,
            "Upphandlingens värde är inte uppskattat. Därför går det inte att säga om ni måste annonsera.",
            f"{facts.law.upper()} 5 kap. 3 §",
            "Uppskatta värdet utan moms för hela upphandlingen: alla anbudsområden, optioner och förlängningar.",
            is_about_amount=True,
        )
        return
    kind = _kind(facts, law)
    if kind is None:
        yield Finding(
            Legal.OPEN,
            "Köpet har både tjänster i bilaga 2 och annat. Vilken gräns som gäller beror på vad som väger tyngst."
            if facts.codes
            else "CPV-kod saknas. Därför går det inte att säga vilken gräns som gäller.",
            "LOU 2 kap., 19 a kap. 2 §",
            "Ta reda på vad som är huvudföremålet." if facts.codes else "Ange alla CPV-koder.",
            is_about_amount=True,
        )
        return
    row = law.amount(facts.law, kind, facts.amounts_day)
    if row is None or row.sek is None:
        yield _amount_missing(facts, row, paragraph)
    elif estimated < row.sek:
        yield Finding(
            Legal.YES,
            f"{_said(facts)} Det är under gränsen för direktupphandling, {kronor(row.sek)}. Ni behöver inte annonsera "
            "enligt 19 kap. Då behövs heller ingen reservation, men ni får annonsera och reservera ändå.",
            paragraph,
            url=row.source_url,
            is_about_amount=True,
        )
    else:
        yield Finding(
            Legal.YES,
            f"{_said(facts)} Gränsen för direktupphandling är {kronor(row.sek)}. Upphandlingen ska annonseras.",
            paragraph,
            url=row.source_url,
            is_about_amount=True,
        )


def _said(facts):
    if facts.value is None and facts.is_open_ended:
        monthly = f"{kronor(facts.monthly_value)} i {OPEN_ENDED_MONTHS} månader"
        return f"Värdet räknas som {monthly} (5 kap. 13 §): {kronor(facts.whole_value)}."
    return f"Värdet är {kronor(facts.whole_value)}."


def _kind(facts, law):
    """Which amount is the limit. None when the codes do not settle it."""
    if facts.law == Law.LUK:
        return Kind.DIRECT_AWARD
    outside = law.outside(CpvSet.SPECIAL, facts.codes, facts.day)
    if not facts.codes or 0 < len(outside) < len(facts.codes):
        return None
    return Kind.DIRECT_AWARD if outside else Kind.SPECIAL_SERVICES


def _amount_missing(facts, row, paragraph):
    euro = ""
    if row is not None and row.eur is not None:
        euro = f" Tröskelvärdet är {kronor(row.eur).removesuffix('kr')}euro, men portalen räknar inte om det själv."
    return Finding(
        Legal.OPEN,
        f"Portalen saknar beloppet i kronor för den {day_in_words(facts.amounts_day)}.{euro} Därför går det inte att "
        "säga om värdet är under gränsen för direktupphandling.",
        paragraph,
        f"Leta upp beloppet för {facts.amounts_day.year} hos Upphandlingsmyndigheten och jämför med "
        f"{kronor(facts.whole_value)}.",
        AMOUNTS_URL,
        is_about_amount=True,
    )
