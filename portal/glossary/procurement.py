"""Words of buying and agreeing: authorities, procurements, choice systems, contracts."""

from portal.glossary.term import CHOICE_ACT, PROCUREMENT_ACT, Term

TERMS = [
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
        "Partnership",
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
        "anbudsområde",
        "anbudsomrade",
        "Lot",
        "En del av en upphandling som man kan lämna anbud på för sig. Varje anbudsområde tilldelas, och kan "
        "reserveras, för sig.",
        PROCUREMENT_ACT,
    ),
    Term(
        "tidig dialog",
        "tidig-dialog",
        "dialogue",
        "Myndigheten frågar innan den annonserar: vad behövs, vem kan göra det, vilka krav är rimliga? Alla får se "
        "samma frågor och svar, så att ingen får ett försprång.",
        PROCUREMENT_ACT,
    ),
    Term(
        "överprövning",
        "overprovning",
        "CourtReview",
        "En leverantör ber förvaltningsrätten att pröva om upphandlingen har gått rätt till. Medan rätten prövar får "
        "avtalet oftast inte ingås.",
        f"{PROCUREMENT_ACT}, 20 kap. 8 §",
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
        "annons",
        "annons",
        "notice_url",
        "Det som en myndighet skriver öppet när den vill köpa något: vad, på vilka villkor och till vilken dag. "
        "Annonsen ligger i en registrerad annonsdatabas.",
        f"{PROCUREMENT_ACT}, 19 kap. 8 §",
    ),
    Term(
        "anbud",
        "anbud",
        "Tender",
        "Svaret på en annons. Det säger vad man lovar att göra och till vilket pris. Det lämnas där annonsen säger.",
    ),
    Term(
        "leverantör",
        "leverantor",
        None,
        "Den som erbjuder det som myndigheten vill köpa. I vård och omsorg sägs ofta utförare.",
        f"{PROCUREMENT_ACT}, 1 kap. 16 §",
    ),
    Term(
        "ska-krav", "ska-krav", None, "Ett krav som måste uppfyllas. Ett anbud som missar ett ska-krav får inte väljas."
    ),
    Term(
        "tilldelningskriterium",
        "tilldelningskriterium",
        None,
        "Det som avgör vilket anbud som vinner, till exempel kvalitet eller pris.",
        f"{PROCUREMENT_ACT}, 19 kap. 9 §",
    ),
    Term(
        "mervärde",
        "mervarde",
        None,
        "Det en organisation ger utöver det som kravet säger, till exempel frivilligas tid eller ett sammanhang.",
    ),
    Term("brukare", "brukare", None, "Den som en tjänst är till för. Köpare skriver ofta brukare, kund eller enskild."),
    Term(
        "bevispaket",
        "bevispaket",
        "EvidencePack",
        "En förseglad ZIP-fil med allt som portalen har om en upphandling som är avgjord. Vem som helst kan "
        "kontrollera att filen är oförändrad.",
    ),
    Term(
        "avrop",
        "avrop",
        "CallOff",
        "Ett köp som görs med stöd av ett ramavtal. Alla avrop tillsammans får inte gå över ramavtalets takvolym.",
        f"{PROCUREMENT_ACT}, 7 kap.",
    ),
    Term(
        "gemensamt anbud",
        "gemensamt-anbud",
        "JointBid",
        "Ett anbud som flera lämnar tillsammans. Är upphandlingen reserverad ska var och en av dem uppfylla kravet.",
        f"{PROCUREMENT_ACT}, 19 kap. 25 a §",
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
        "händelse att titta på",
        "handelse-att-titta-pa",
        "ContractConcern",
        "Något som har hänt hos en leverantör medan avtalet gäller, till exempel att verifieringen har upphört. "
        "Köparen och leverantören får veta det. Det säger inget om hur avtalet sköts.",
    ),
    Term(
        "socialt villkor",
        "socialt-villkor",
        "SocialTerm",
        "Ett villkor i en upphandling som hjälper människor, till exempel att leverantören anställer någon som har "
        "långt till arbetsmarknaden. Nivån är dialog eller krav.",
        f"{PROCUREMENT_ACT}, 4 kap. 3 § och 17 kap. 1 §",
    ),
    Term(
        "mål för sociala villkor",
        "mal-for-sociala-villkor",
        "SocialTarget",
        "Hur stor andel av årets upphandlingar som ska ha sociala villkor, enligt myndighetens eget beslut. Ett mål "
        "utan beskrivning av vad som räknas tas inte emot.",
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
    Term(
        "offentligt kontrakt",
        "offentligt-kontrakt",
        None,
        "Ett skriftligt avtal där en myndighet får en vara eller tjänst mot betalning. Det ska i regel upphandlas, vad "
        "det än kallas.",
        f"{PROCUREMENT_ACT}, 1 kap. 15 §",
    ),
    Term(
        "röd flagga",
        "rod-flagga",
        "red_flags",
        "Ett svar som visar att ett partnerskap liknar ett offentligt kontrakt. Varje flagga har en källa.",
        "HFD 2020 ref. 15",
    ),
    Term(
        "statligt stöd",
        "statligt-stod",
        "aid",
        "Stöd av offentliga medel till ett företag. En idéburen organisation som säljer tjänster räknas också som "
        "företag. Stödet ska anmälas till EU-kommissionen om inget undantag gäller.",
        "EUF-fördraget, artiklarna 107 och 108",
    ),
    Term(
        "stöd av mindre betydelse (de minimis)",
        "stod-av-mindre-betydelse",
        "DE_MINIMIS",
        "Statligt stöd som är så litet att det inte behöver anmälas. Ett företag får ha högst 300 000 euro under tre "
        "år.",
        "Förordning (EU) 2023/2831, artikel 3",
    ),
    Term(
        "tjänst av allmänt ekonomiskt intresse (SGEI)",
        "sgei",
        "SGEI",
        "En tjänst för alla som ett företag har fått i uppdrag att utföra och som marknaden inte ger. Kallas också "
        "allmännyttig tjänst. Stöd upp till 750 000 euro under tre år behöver inte anmälas.",
        "Förordning (EU) 2023/2832, artikel 3",
    ),
    Term(
        "ett enda företag",
        "ett-enda-foretag",
        "FamilyAid",
        "Företag som hör ihop räknas som ett när stöd läggs samman. Portalen räknar organisationens juridiska "
        "personer.",
        "Förordning (EU) 2023/2831, artikel 2.2",
    ),
    Term(
        "intyg om stöd",
        "intyg-om-stod",
        None,
        "Det som mottagaren lämnar om annat stöd av mindre betydelse under tre år. Behövs tills EU:s centrala register "
        "har tre års uppgifter.",
        "Förordning (EU) 2023/2831, artikel 7",
    ),
    Term(
        "åtagande i partnerskap",
        "atagande",
        "PartnershipCommitment",
        "Det som en part bidrar med till ett partnerskap under ett år: pengar, lokaler, personal, frivilliga eller "
        "annat.",
    ),
    Term(
        "styrgrupp",
        "styrgrupp",
        "steering",
        "De som leder ett partnerskap tillsammans, med någon från varje part.",
    ),
    Term(
        "lokal överenskommelse",
        "lokal-overenskommelse",
        "LocalCompact",
        "En avsiktsförklaring om hur en kommun eller region och idéburna organisationer vill samarbeta i stort. Den är "
        "inget partnerskap.",
    ),
    Term(
        "sex principer",
        "sex-principer",
        "PartnershipPrinciple",
        "Självständighet och oberoende, dialog, kvalitet, långsiktighet, öppenhet och insyn samt mångfald. De kommer "
        "från Överenskommelsen mellan regeringen och idéburna organisationer inom det sociala området (2008).",
    ),
    Term(
        "omförhandling av partnerskap",
        "omforhandling",
        "RENEGOTIATION",
        "När parterna skriver om texten i ett partnerskap. Det som är beslutat gäller tills det finns ett nytt beslut.",
    ),
]
