"""The statutes' own words on which CPV codes, copied as they stand, and a reading of them apart from the portal's.

LOU (2016:1145) as consolidated with SFS 2023:815, LOV (2008:962). The spaces that the consolidated text has inside
codes ("80110000- 8") are left as they are.
"""

import re

LOU_19_25 = """tjänster som anges i bilaga 2 och som omfattas av CPV-koderna 79622000-0, 79624000-4, 79625000-1, 85000000-9
till 85323000-9, 98133000-4, 75121000-0, 75122000-7, 80110000- 8, 80300000-7, 80420000-4, 80430000-7, 80511000-9,
80520000-5, 80590000-6, 92500000-6, 92600000-7, 98133110-8 och 75123000-4, för sådana organisationer som"""

LOU_19_25A = """tjänster som avses i bilaga 2 och som omfattar CPV-koderna 75200000-8, 75231200-6, 75231240-8, 79611000-0,
79622000-0, 79624000-4, 79625000-1, från 85000000- 9 till 85323000-9, 98133100-5, 98133000-4, 98200000-5, 98500000-8,
från 98513000-2 till 98514000-9, 75000000-6, 75121000-0, 75122000-7, från 80000000-4 till 80660000-8 för idéburna
organisationer"""

BILAGA_2 = """Hälsovård, socialtjänst och närbesläktade tjänster 75200000-8 75231200-6 75231240-8 79611000-0 79622000-0
(Tillhandahållande av hemtjänstpersonal) 79624000-4 (Förmedling av vårdpersonal) 79625000-1 (Förmedling av läkare) Från
85000000-9 till 85323000-9 98133100-5 98133000-4 98200000-5 98500000-8 (Privata hushåll med anställd personal) Från
98513000-2 till 98514000-9 (Arbetskrafttjänster för hushåll, Bemanningstjänster för enskilda, Tjänster utförda av
kontorspersonal för enskilda, Tillfällig personal för hushåll och Hemtjänst) Administration inom socialtjänsten,
utbildningsadministration, hälsovårdsförvaltning och administration avseende kultur 85321000-5 85322000-2 75000000-6
(Offentlig förvaltning, försvar och socialförsäkringstjänster) 75121000-0 75122000-7 75124000-1 Från 79995000-5 till
79995200-7 Från 80000000-4 (Undervisning och utbildning) till 80660000-8 Från 92000000-1 till 92700000-8 79950000-8
(Tjänster för organisering av utställningar, mässor och kongresser) 79951000-5 (Organisering av seminarier) 79952000-2
(Evenemang) 79952100-3 (Anordnande av kulturevenemang) 79953000-9 (Festivalarrangemang) 79954000-6 (Festarrangemang)
79955000-3 (Anordnande av modevisningar) 79956000-0 (Anordnande av mässor och utställningar) Obligatorisk
socialförsäkring 75300000-9 Bidragstjänster 75310000-2 75311000-9 75312000-6 75313000-3 75313100-4 75314000-0 75320000-5
75330000-8 75340000-1 Andra samhälleliga och personliga tjänster, inklusive fackföreningstjänster, tjänster utförda av
politiska organisationer, tjänster tillhandahållna av ungdomsorganisationer och andra medlemsorganisationstjänster
98000000-3 98120000-0 98132000-7 98133110-8 98130000-3 Tjänster i samband med religionsutövande 98131000-0 Hotell- och
restaurangtjänster Från 55100000-1 till 55410000-7 Från 55521000-8 till 55521200-0 (55521000-8 Catering för privata
hushåll, 55521100-9 Hemkörning av mat, 55521200-0 Måltidsleveranser) 55520000-1 Catering 55522000-5 Catering för
transportföretag 55523000-2 Catering för övriga företag eller övriga institutioner 55524000-9 Skolbespisning 55510000-8
Matsalstjänster 55511000-5 Matsalstjänster och övrig kafeteriaverksamhet för särskild kundgrupp 55512000-2 Drift av
matsal 55523100-3 Servering av skolmåltider Juridiska tjänster, i den mån de inte är undantagna enligt 3 kap. 22 och 23
§§ denna lag Från 79100000-5 till 79140000-7 75231100-5 Övrig statsförvaltning och statliga tjänster Från 75100000-7
till 75120000-3 75123000-4 Från 75125000-8 till 75131000-3 Samhällstjänster Från 75200000-8 till 75231000-4
Fängelserelaterade tjänster, tjänster för allmän säkerhet och räddningstjänster, i den mån de inte är undantagna enligt
3 kap. 26 § denna lag Från 75231210-9 till 75231230-5 Från 75240000-0 till 75252000-7 79430000-7 98113100-9
Undersöknings- och säkerhetstjänster Från 79700000-1 till 79721000-4 (Undersöknings- och säkerhetstjänster,
Säkerhetstjänster, Larmövervakningstjänster, Vakttjänster, Övervakningstjänster, Eftersökning, Uppspårning av
försvunna, Patrullering, Utfärdande av id-kort, Utredning och Detektivtjänster) 79722000-1 (Grafologi) 79723000-8
(Avfallsanalys) Internationella tjänster 98900000-2 98910000-5 Posttjänster 64000000-6 64100000-7 64110000-0 64111000-7
64112000-4 64113000-1 64114000-8 64115000-5 64116000-2 64122000-7 Diverse tjänster 50116510-9 (Regummering av däck)
71550000-8 (Smedtjänster)"""

LOV = """CPV-kod 79611000-0 eller 85000000-9 till 85323000-9 … inte 85311300-5, 85321000-5 eller 85322000-2"""

LEFT_OUT = "… inte "  # what stands after it is not taken in, though it lies within a run
CODE = r"(\d{8})-\s?\d"
RUN = re.compile(rf"{CODE}(?:\s*\([^)]*\))?\s+till\s+{CODE}|{CODE}")


def ends(text):
    """Every run of the text as (first, last); a single code is a run of itself."""
    return [(first or single, last or single) for first, last, single in RUN.findall(text)]


def takes_in(text, code):
    """Whether the wording takes in the code."""
    named, _, left_out = text.partition(LEFT_OUT)
    return _lies_in(named, code) and not _lies_in(left_out, code)


def _lies_in(text, code):
    return any(int(first) <= int(code) <= int(last) for first, last in ends(text))
