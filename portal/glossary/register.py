"""Words of the register: organisations, cases, what is known of them."""

from portal.glossary.term import ADMINISTRATION_ACT, REGISTER_ACT, Term

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
        "vägledning",
        "vagledning",
        "GuidancePage",
        "Texter om hur man kan arbeta tillsammans. Varje text säger när någon senast läste den mot källorna. Det som "
        "har stått förr sparas.",
    ),
]
