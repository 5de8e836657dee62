"""The portal's words, as data: shown at /ordlista/, and tested against the code.

A term is told in plain Swedish. `identifier` is what the code calls it, or None while nothing in the code bears the
name. `source` is the paragraph the meaning comes from, when there is one.
"""

from dataclasses import dataclass

from registry.sorting import swedish_sort_key

REGISTER_ACT = "Lag (2022:900) om registrering av idéburna organisationer"
ADMINISTRATION_ACT = "Förvaltningslagen (2017:900)"
PROCUREMENT_ACT = "Lagen (2016:1145) om offentlig upphandling"
CHOICE_ACT = "Lagen (2008:962) om valfrihetssystem"


@dataclass(frozen=True)
class Term:
    """One word. `slug` is its anchor on the page."""

    swedish: str
    slug: str
    identifier: str | None
    explanation: str
    source: str = ""


TERMS = [
    Term(
        "kontrollsumma",
        "kontrollsumma",
        "LogDigest",
        "En lång rad tecken som räknas ut av allt som skrevs i portalens logg en dag. Ändrar någon något i efterhand "
        "blir summan en annan.",
    ),
    Term(
        "statuslogg",
        "statuslogg",
        "StatusLog",
        "Portalens logg över varje ändring av ett läge: vad, när, av vem som ett nummer, och varför som en kod.",
    ),
    Term(
        "handläggningstid",
        "handlaggningstid",
        "service_level",
        "Tiden från att en ansökan kommer in till beslut. Tiden då portalen väntar på sökandens svar räknas inte.",
    ),
    Term(
        "idéburen organisation",
        "ideburen-organisation",
        "Organisation",
        "En förening, stiftelse eller annan organisation som bara har allmännyttiga syften. I lagen är det en enda "
        "juridisk person. I portalen är det hela organisationen som allmänheten känner den, ofta med flera juridiska "
        "personer.",
        f"{REGISTER_ACT}, 2 §",
    ),
    Term(
        "juridisk person",
        "juridisk-person",
        "LegalEntity",
        "En förening, en stiftelse eller ett bolag som kan äga saker och sluta avtal i eget namn. Varje juridisk "
        "person granskas och registreras för sig.",
    ),
    Term(
        "organisationsnummer",
        "organisationsnummer",
        "organisation_number",
        "De tio siffror som visar vilken juridisk person det gäller, till exempel 802000-1239. Ett personnummer är "
        "inte ett organisationsnummer, och portalen tar inte emot personnummer.",
    ),
    Term(
        "associationsform",
        "associationsform",
        "LegalForm",
        "Vilken sorts juridisk person det är, till exempel ideell förening, stiftelse eller aktiebolag.",
    ),
    Term(
        "allmännyttigt syfte",
        "allmannyttigt-syfte",
        "purpose",
        "Ett mål som är till nytta för andra än medlemmarna och ägarna. Det ska vara organisationens enda syfte och "
        "stå i den styrande handlingen.",
        f"{REGISTER_ACT}, 2 §",
    ),
    Term(
        "styrande handling",
        "styrande-handling",
        "governing_document",
        "Stadgar, bolagsordning, stiftelseförordnande eller motsvarande. Vad den kallas beror på associationsformen.",
        f"{REGISTER_ACT}, 4 §",
    ),
    Term(
        "upplösningsbestämmelse",
        "upplosningsbestammelse",
        "dissolution",
        "Det som står i den styrande handlingen om vart tillgångarna går när organisationen upplöses. Stiftelser "
        "behöver ingen.",
        f"{REGISTER_ACT}, 3 §",
    ),
    Term(
        "rättsligt bestämmande inflytande",
        "rattsligt-bestammande-inflytande",
        "public_control",
        "Rätten att bestämma i en organisation. Har staten, en region eller en kommun den rätten kan organisationen "
        "inte registreras.",
        f"{REGISTER_ACT}, 3 §",
    ),
    Term(
        "firmatecknare",
        "firmatecknare",
        "Signatory",
        "Den som får skriva under för en juridisk person, ensam eller tillsammans med någon annan.",
    ),
    Term(
        "företrädare",
        "foretradare",
        "Membership",
        "Den som får arbeta i portalen för en organisation. En företrädare är ägare, redaktör eller läsare.",
    ),
    Term(
        "kontaktperson",
        "kontaktperson",
        "ContactPerson",
        "Den som vi skriver till om en juridisk person. Kontaktpersonens uppgifter visas inte för andra.",
    ),
    Term("inbjudan", "inbjudan", "Invitation", "Ett brev med en länk som ger någon rätt att företräda organisationen."),
    Term(
        "anspråk",
        "ansprak",
        "Claim",
        "En begäran om att få företräda en organisation som redan finns i portalen. En handläggare prövar den mot en "
        "fullmakt eller ett protokoll.",
    ),
    Term(
        "ägarkoppling",
        "agarkoppling",
        "Ownership",
        "Att en juridisk person äger andelar i en annan, har röster i den eller får utse dess styrelse.",
    ),
    Term(
        "handling",
        "handling",
        "Document",
        "En fil som hör till en organisation eller ett ärende. Alla får se den bara om den som laddar upp den säger "
        "ja till det.",
    ),
    Term(
        "verksamhet",
        "verksamhet",
        "Service",
        "Vad en juridisk person gör, var och för vem: ett verksamhetsområde, kommuner eller hela landet, och "
        "målgrupper.",
    ),
    Term(
        "verksamhetsområde",
        "verksamhetsomrade",
        "ServiceArea",
        "Ett slags välfärdstjänst, till exempel hemtjänst eller skyddat boende.",
    ),
    Term("målgrupp", "malgrupp", "TargetGroup", "De som en tjänst är till för, till exempel äldre eller nyanlända."),
    Term(
        "ansökan om verifiering",
        "ansokan",
        "Application",
        "Begäran om att portalen ska granska en juridisk person. Varje juridisk person får en egen ansökan.",
    ),
    Term(
        "diarienummer",
        "diarienummer",
        "case_number",
        "Ärendets nummer. Det sätts när ansökan kommer in och används aldrig igen.",
    ),
    Term(
        "diarium",
        "diarium",
        "JournalEntry",
        "Listan över vad som har kommit in till och gått ut från portalen, en rad för varje handling.",
    ),
    Term(
        "handläggare",
        "handlaggare",
        "CaseOfficer",
        "Den som granskar ansökningar och fattar beslut i portalen.",
    ),
    Term(
        "bedömning",
        "bedomning",
        "Assessment",
        "Handläggarens svar på om ett krav är uppfyllt, med underlag och kommentar.",
        f"{REGISTER_ACT}, 3 §",
    ),
    Term(
        "komplettering",
        "komplettering",
        "CompletionRequest",
        "Det som behöver läggas till innan ansökan kan prövas. Begäran säger vad som saknas, varför och till när.",
        f"{ADMINISTRATION_ACT}, 20 §",
    ),
    Term(
        "beslut",
        "beslut",
        "Decision",
        "Svaret på en ansökan, med skäl och de paragrafer som har använts.",
        f"{ADMINISTRATION_ACT}, 32 §",
    ),
    Term("bifalla", "bifalla", "approve", "Säga ja. Den juridiska personen blir verifierad."),
    Term("avslå", "avsla", "reject", "Säga nej efter prövning, för att ett krav inte är uppfyllt."),
    Term(
        "avvisa",
        "avvisa",
        "dismiss",
        "Avsluta utan prövning, till exempel för att ansökan är så ofullständig att den inte kan prövas.",
    ),
    Term("återkalla", "aterkalla", "withdraw", "Ta tillbaka sin ansökan. Det gör den som har skickat in den."),
    Term(
        "jäv",
        "jav",
        None,
        "Att handläggaren har ett eget intresse i ärendet eller är partisk av annat skäl. Då får någon annan ta det.",
        f"{ADMINISTRATION_ACT}, 16 §",
    ),
    Term(
        "verifierad av portalen",
        "verifierad",
        "Verification",
        "Våra handläggare har granskat den juridiska personen mot lagens krav. Det är inte samma sak som att vara "
        "registrerad hos Kammarkollegiet.",
    ),
    Term(
        "registrerad hos Kammarkollegiet",
        "registrerad",
        "OfficialRegistration",
        "Den juridiska personen står i det register som lagen bestämmer om. Uppgiften har alltid källa och datum. "
        "Registrering är frivillig.",
        f"{REGISTER_ACT}, 3 §",
    ),
    Term(
        "kontroll mot registret",
        "kontroll-mot-registret",
        "OfficialCheck",
        "Att någon har tittat efter om en juridisk person är registrerad hos Kammarkollegiet, och vilken dag.",
    ),
    Term(
        "Kammarkollegiets lista",
        "kammarkollegiets-lista",
        "RegisterImport",
        "En fil med alla som är registrerade hos Kammarkollegiet en viss dag. Handläggaren ser vad listan ändrar innan "
        "något ändras, och kan ångra.",
    ),
    Term(
        "borta ur listan",
        "borta-ur-listan",
        "GONE",
        "Den juridiska personen fanns i Kammarkollegiets lista men finns inte kvar, utan att vi vet om ett beslut. Det "
        "är inte samma sak som avregistrerad.",
    ),
    Term(
        "bekräftad tjänst",
        "bekraftad-tjanst",
        "confirmed_on",
        "En tjänst som organisationen själv har sagt stämmer. Efter ett år utan bekräftelse tonas den ned.",
    ),
    Term(
        "avregistrering",
        "avregistrering",
        "bound_until",
        "Kammarkollegiets beslut att en registrering upphör. Reglerna om värdeöverföringar gäller i fem år till.",
        f"{REGISTER_ACT}, 8 och 10 §§",
    ),
    Term(
        "anmälan om ändring",
        "anmalan-om-andring",
        "ChangeNotice",
        "Besked om att något har ändrats sedan vi granskade, till exempel adressen eller stadgarna.",
        f"{REGISTER_ACT}, 5 §",
    ),
    Term("meddelande", "meddelande", "Notification", "Det portalen talar om för dig, på Mina sidor och med e-post."),
    Term(
        "värdeöverföring",
        "vardeoverforing",
        None,
        "En händelse som minskar organisationens förmögenhet och som inte är rent affärsmässig, till exempel en gåva. "
        "Den som är registrerad får bara föra över värden till andra registrerade organisationer eller till forskning.",
        f"{REGISTER_ACT}, 2 och 8 §§",
    ),
    Term(
        "årlig uppgift om värdeöverföringar",
        "arlig-uppgift",
        None,
        "Det registrerade organisationer skriver till Kammarkollegiet varje år, också när de inte har fört över något.",
        f"{REGISTER_ACT}, 9 §",
    ),
    Term(
        "avgift",
        "avgift",
        "FeeRate",
        "Det Kammarkollegiet tar betalt för ansökan och för tillsyn varje år. Portalen tar inget betalt.",
        f"{REGISTER_ACT}, 7 §",
    ),
    Term("kommun", "kommun", "Municipality", "En av landets 290 kommuner, med sin officiella kod på fyra siffror."),
    Term("län", "lan", "County", "Ett av landets 21 län. Ett län är en plats. Det som styr där är regionen."),
    Term("region", "region", "Region", "Den som ansvarar för hälso- och sjukvården i ett län och har valda politiker."),
    Term(
        "reserverad upphandling",
        "reserverad-upphandling",
        None,
        "En upphandling där bara vissa leverantörer får delta, till exempel idéburna organisationer. Man behöver inte "
        "vara registrerad för att få delta, men köparen ska kontrollera att kraven är uppfyllda.",
        f"{PROCUREMENT_ACT}, 19 kap. 25 a §",
    ),
    Term(
        "upphandlande myndighet",
        "upphandlande-myndighet",
        "ContractingAuthority",
        "Den som köper enligt lagen om offentlig upphandling, till exempel en kommun, en region eller en statlig "
        "myndighet.",
        f"{PROCUREMENT_ACT}, 1 kap. 22 §",
    ),
    Term(
        "valfrihetssystem (LOV)",
        "valfrihetssystem",
        "ChoiceSystem",
        "Ett system där invånaren väljer bland utförare som kommunen eller regionen har godkänt. Det kan reserveras "
        "för idéburna organisationer, men inte vårdval i primärvården.",
        f"{CHOICE_ACT}, 1 kap. 1 och 2 a §§",
    ),
    Term(
        "ickevalsalternativ",
        "ickevalsalternativ",
        "non_choice",
        "Det som gäller i ett valfrihetssystem för den som inte väljer utförare, till exempel kommunens egen "
        "verksamhet.",
        f"{CHOICE_ACT}, 9 kap. 2 §",
    ),
    Term(
        "rättelse i valfrihetssystem",
        "rattelse",
        "correction_until",
        "Den som inte godkänns som utförare kan be förvaltningsrätten att rätta felet. Tiden är tre veckor från "
        "underrättelsen om beslutet.",
        f"{CHOICE_ACT}, 10 kap. 1–3 §§",
    ),
    Term(
        "läsbarhetsindex (LIX)",
        "lix",
        "lix",
        "Ett mått på hur lättläst en text är. Det räknar hur långa meningarna är och hur många ord som har fler än "
        "sex bokstäver.",
    ),
    Term(
        "idéburet offentligt partnerskap (IOP)",
        "partnerskap",
        None,
        "Ett samarbete där en offentlig och en idéburen part gör något tillsammans och båda bidrar. Det finns ingen "
        "lag om partnerskap.",
    ),
    Term(
        "CPV-kod",
        "cpv-kod",
        "cpv_codes",
        "Åtta siffror som säger vad som köps. Koderna är gemensamma för EU och avgör vad som får reserveras.",
    ),
    Term(
        "årsuppgift",
        "arsuppgift",
        "AnnualStatement",
        "Det en organisation lämnar till portalen en gång om året: vilka värdeöverföringar den har gjort, eller att "
        "det inte blev några. Kammarkollegiet vill ha sin egen uppgift.",
        f"{REGISTER_ACT}, 9 §",
    ),
    Term(
        "rent affärsmässig",
        "rent-affarsmassig",
        "is_businesslike",
        "En affär till marknadspris, till exempel hyra eller ett köp. Den är ingen värdeöverföring.",
        f"{REGISTER_ACT}, 2 §",
    ),
    Term(
        "familj",
        "familj",
        "Family",
        "En organisations alla juridiska personer, med vem som äger vem och vem som har gett värden till vem.",
    ),
    Term(
        "kvitto",
        "kvitto",
        "EligibilityReceipt",
        "Det portalen sparar när någon vill behålla svaret på en kontroll: nummer, svar och skäl den dagen. Det ändras "
        "aldrig, går att öppna om flera år och säger inte vem som frågade.",
    ),
    Term(
        "bevis",
        "bevis",
        "is_certificate",
        "Ett kvitto för en enda juridisk person. Det visar vad portalen svarade och är inte ett beslut.",
    ),
    Term(
        "åberopat företag",
        "aberopat-foretag",
        "RELIED_ON",
        "Ett företag eller en organisation vars kapacitet en anbudsgivare stöder sig på för att klara kraven.",
        f"{PROCUREMENT_ACT}, 14 kap. 6 §",
    ),
    Term(
        "avtalsspärr",
        "avtalssparr",
        "standstill",
        "Tiden efter ett tilldelningsbeslut då avtal inte får ingås: 10 dagar om alla har underrättats elektroniskt, "
        "annars 15. Under den tiden går det att begära överprövning.",
        f"{PROCUREMENT_ACT}, 20 kap. 1 §",
    ),
    Term(
        "direktupphandling",
        "direktupphandling",
        "DIRECT_AWARD",
        "Ett köp utan annons. Det får göras när värdet är under en gräns i lagen.",
        f"{PROCUREMENT_ACT}, 19 a kap. 2 §",
    ),
    Term(
        "efterannons",
        "efterannons",
        "result_notice_due",
        "En annons om hur en upphandling slutade. Den ska göras senast 30 dagar efter att avtalet ingicks.",
        f"{PROCUREMENT_ACT}, 19 kap. 7 §",
    ),
    Term(
        "tröskelvärde",
        "troskelvarde",
        "LegalThreshold",
        "Ett belopp som avgör vilka regler en upphandling följer. EU bestämmer det i euro. Beloppet i kronor ändras "
        "vartannat år.",
        f"{PROCUREMENT_ACT}, 5 kap. 1 §",
    ),
    Term("förtroendevald", "fortroendevald", "POLITICIAN", "Den som är vald till uppdrag i en kommun eller region."),
    Term(
        "myndighetens administratör",
        "myndighetens-administrator",
        "administering",
        "Den som bjuder in och avslutar uppdrag för sin myndighet i portalen. Den första godkänns av en handläggare.",
    ),
    Term(
        "e-postdomän",
        "e-postdoman",
        "email_domains",
        "Det som står efter @ i en e-postadress. Portalens handläggare registrerar vilka domäner som är en myndighets "
        "egna, och bara den som har en adress där kan bli upphandlare.",
    ),
    Term(
        "avrop",
        "avrop",
        "CallOff",
        "Ett köp som görs med stöd av ett ramavtal. Alla avrop tillsammans får inte gå över ramavtalets takvolym.",
        f"{PROCUREMENT_ACT}, 7 kap.",
    ),
    Term(
        "option",
        "option",
        "ContractOption",
        "Myndighetens rätt att förlänga ett avtal. Utan ett beslut om optionen slutar avtalet som det står.",
    ),
    Term(
        "slutdatum okänt",
        "slutdatum-okant",
        "UNKNOWN_END",
        "Ingen har skrivit när avtalet slutar. Portalen gissar inte: myndigheten fyller i dagen.",
    ),
    Term(
        "sista dag att påverka",
        "sista-dag-att-paverka",
        "influence",
        "Dagen då ett steg mot nästa upphandling senast brukar tas, räknat bakåt från avtalets slut. Det är portalens "
        "riktmärken, inte lag.",
    ),
    Term(
        "tills vidare",
        "tills-vidare",
        "is_open_ended",
        "Ett avtal utan sista dag. Det gäller tills någon säger upp det.",
    ),
    Term(
        "villkor om insyn",
        "villkor-om-insyn",
        "insight_clause",
        "Det som avtalet säger om hur allmänheten får veta hur en privat utförare sköter uppgiften.",
        "Kommunallagen (2017:725), 10 kap. 9 §",
    ),
]


def terms_in_order():
    """The terms in Swedish order, as the page lists them."""
    return sorted(TERMS, key=lambda term: swedish_sort_key(term.swedish))
