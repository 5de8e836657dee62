"""How the reservation is told in the notice: the code of eForms that fits, and the sentence to paste.

LOU's 19 kap. does not say how a notice states its reservation. eForms has three codes (field BT-71): `none`,
`res-pub-ser` and `res-ws`. `res-pub-ser` is for 25 §: the rules BR-BT-00262-0200 and BR-BT-00036-0150 refuse it for
other CPV codes than those of 25 §, and for a contract longer than three years. So a notice on 25 a § can use it only
where 25 § would hold too.
"""

from procurement.legality.answers import Legal
from procurement.legality.facts import CpvSet
from procurement.legality.rules import MOST_MONTHS_25
from procurement.models.law import Law
from registry.models.eligibility import Ground

NONE = "none"
PUBLIC_SERVICE = "res-pub-ser"
SHELTERED = "res-ws"

SENTENCES = {
    Ground.LOU_19_25A: (
        "Upphandlingen är reserverad enligt 19 kap. 25 a § lagen (2016:1145) om offentlig upphandling. Bara idéburna "
        "organisationer vars allmännyttiga syfte bidrar till att uppnå ändamålet med tjänsten får delta."
    ),
    Ground.LOU_19_25: (
        "Upphandlingen är reserverad enligt 19 kap. 25 § {law}. Bara organisationer som har till syfte att fullgöra "
        "ett offentligt uppdrag kopplat till tjänsten, och som uppfyller övriga krav i paragrafen, får delta. Avtalet "
        "gäller i högst tre år."
    ),
    Ground.LOU_4_18: (
        "Upphandlingen är reserverad enligt {paragraph} {law}. Bara leverantörer där minst 30 procent av de anställda "
        "är personer med funktionsnedsättning eller personer som har svårt att komma in på arbetsmarknaden får delta."
    ),
    Ground.LOV_1_2A: (
        "Valfrihetssystemet är reserverat enligt 1 kap. 2 a § lagen (2008:962) om valfrihetssystem. Bara idéburna "
        "organisationer vars allmännyttiga syfte bidrar till att uppnå ändamålet med tjänsten får delta."
    ),
}
LAWS = {
    Law.LOU: "lagen (2016:1145) om offentlig upphandling",
    Law.LUF: "lagen (2016:1146) om upphandling inom försörjningssektorerna",
    Law.LUK: "lagen (2016:1147) om upphandling av koncessioner",
}
PARAGRAPHS = {Law.LOU: "4 kap. 18 §", Law.LUF: "4 kap.", Law.LUK: "4 kap. 8 §"}


def of(facts, law, answer):
    """(code, sentence, note) for the notice. Nothing to paste where the answer is no."""
    if answer == Legal.NO:
        return NONE, "", ""
    sentence = SENTENCES[facts.ground].format(law=LAWS[facts.law], paragraph=PARAGRAPHS[facts.law])
    if facts.ground == Ground.LOU_4_18:
        return SHELTERED, sentence, "Koden res-ws gäller reservation för skyddade verkstäder och social integration."
    if facts.ground == Ground.LOV_1_2A:
        return NONE, sentence, "Valfrihetssystem annonseras på den nationella webbplatsen, inte med eForms."
    refused = why_not_public_service(facts, law)
    if refused:
        return NONE, sentence, f"Koden res-pub-ser går inte att använda. {refused} Skriv reservationen i klartext."
    note = "Koden res-pub-ser passar."
    if facts.ground == Ground.LOU_19_25A:
        note += " Den skiljer inte på 25 § och 25 a §. Klistra därför in meningen också."
    return PUBLIC_SERVICE, sentence, note


def why_not_public_service(facts, law):
    """Why eForms would refuse `res-pub-ser`, in a sentence; nothing when it would not."""
    if not facts.codes:
        return "CPV-kod saknas."
    if out := law.outside(CpvSet.LOU_19_25, facts.codes, facts.day):
        return f"Den godtas bara för koderna i 25 §, och dit hör inte {', '.join(out)} (regel BR-BT-00262-0200)."
    if facts.is_open_ended or not facts.whole_months:
        return "Den kräver en avtalstid på högst tre år, och avtalstiden är inte bestämd (regel BR-BT-00036-0150)."
    if facts.whole_months > MOST_MONTHS_25:
        length = f"avtalet kan gälla i {facts.whole_months} månader"
        return f"Den godtas för högst tre år, och {length} (regel BR-BT-00036-0150)."
    return ""
