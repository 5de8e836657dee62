"""Reads one eForms file (UBL 2.3, SDK 1.x) into a `Notice`, or refuses it with line and reason.

The file comes from outside and is not trusted: no entities, no document type, no network, UTF-8 alone, at most 20 MB.
No reason repeats what stands in the file.
"""

from lxml import etree

from procurement.eforms import rules, words
from procurement.eforms.notice import (
    CALL,
    INTENT,
    MODIFICATION,
    OTHER,
    PLANNING,
    RESULT,
    Award,
    LotResult,
    LotStatus,
    Notice,
    NoticeLot,
)
from procurement.eforms.periods import read_period

LARGEST_FILE = 20 * 1024 * 1024
MOST_PARTS = 2_000
ROOTS = {"ContractNotice", "PriorInformationNotice", "ContractAwardNotice"}
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
NS = {
    "cac": UBL + "CommonAggregateComponents-2",
    "cbc": UBL + "CommonBasicComponents-2",
    "ext": UBL + "CommonExtensionComponents-2",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
}
EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
LAWS = {"32014L0024": "lou", "32014L0025": "luf", "32014L0023": "luk"}
KINDS = {
    **dict.fromkeys(["4", "5", "6", "7", "8", "9", "E1", "E2"], PLANNING),
    **dict.fromkeys([*map(str, range(10, 25)), "E3"], CALL),
    **dict.fromkeys(["25", "26", "27", "28"], INTENT),
    **dict.fromkeys([*map(str, range(29, 38)), "E4", "E5"], RESULT),
    **dict.fromkeys(["38", "39", "40", "E6"], MODIFICATION),
    **dict.fromkeys(["1", "2", "3", "CEI"], OTHER),
}


class Refused(Exception):
    """The file is not taken. `line` is where in the file, `field` which term of eForms."""

    def __init__(self, reason, line=None, field=""):
        super().__init__(reason)
        self.reason, self.line, self.field = reason, line, field


def read(content):
    """The notice in a file. Raises `Refused`."""
    root = _parse(content)
    reader = _Reader(root)
    return reader.notice()


def _parse(content):
    if len(content) > LARGEST_FILE:
        raise Refused("Filen är större än 20 MB.")
    if not content.strip():
        raise Refused("Filen är tom.")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refused("Filen är inte i UTF-8, som eForms kräver.", line) from None
    for sign in (b"<!DOCTYPE", b"<!ENTITY"):
        if sign in content:
            line = content[: content.index(sign)].count(b"\n") + 1
            raise Refused("Filen har en dokumenttyp (DOCTYPE). Sådana filer läses inte.", line)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # The parser's own words may repeat what stands in the file.
        raise Refused("Filen är inte hel XML. Den kan vara avbruten.", getattr(error, "lineno", None)) from None
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII", "US-ASCII"):
        raise Refused("Filen säger sig ha en annan teckenkodning än UTF-8, som eForms kräver.", 1)
    name = etree.QName(root)
    if name.localname not in ROOTS or name.namespace != f"{UBL}{name.localname}-2":
        raise Refused("Filen är inte en annons i eForms.", root.sourceline)
    return root


class _Reader:
    """Takes a notice apart."""

    def __init__(self, root):
        self.root = root
        self.extension = root.find(EXTENSION, NS)
        self.language = self.value(root, "cbc:NoticeLanguageCode")
        self.warnings = []

    # --- Finding ---

    def value(self, place, path):
        """The text at the path, stripped; empty when there is none."""
        if place is None:
            return ""
        return (place.findtext(path, "", NS) or "").strip()

    def all(self, place, path):
        return [] if place is None else place.findall(path, NS)[:MOST_PARTS]

    def in_swedish(self, place, path):
        """Of texts in several languages the Swedish one, else that of the notice, else the first."""
        found = {part.get("languageID", ""): (part.text or "") for part in reversed(self.all(place, path))}
        for language in ("SWE", self.language):
            if found.get(language, "").strip():
                return found[language]
        return next((text for text in reversed(found.values()) if text.strip()), "")

    def kronor(self, element):
        if element is None:
            return None
        currency = element.get("currencyID", "SEK")
        if currency != "SEK":
            self.warn("Belopp i annan valuta än kronor är inte med.")
            return None
        return words.money(element.text)

    def warn(self, warning):
        if warning not in self.warnings:
            self.warnings.append(warning)

    # --- Reading ---

    def notice(self):
        root = self.root
        subtype = self.value(self.extension, "efac:NoticeSubType/cbc:SubTypeCode")
        kind = KINDS.get(subtype)
        if kind is None:
            raise Refused("Filen har ingen undertyp som portalen läser.", root.sourceline, "OPP-070")
        self.kind = kind
        organisations = self.organisations()
        buyer = self.buyer(organisations)
        project = root.find("cac:ProcurementProject", NS)
        self.framework = False
        lots = self.lots()
        title = words.line(self.in_swedish(project, "cbc:Name"), 200) or (lots[0].title if lots else "")
        notice_id = words.identifier(self.value(root, "cbc:ID[@schemeName='notice-id']") or self.value(root, "cbc:ID"))
        self.refuse_if_missing(notice_id, buyer, title, lots)
        publication = self.extension.find("efac:Publication", NS)
        results, awards = self.outcome(organisations, {lot.identifier: lot for lot in lots})
        changes = words.identifier(self.value(self.extension, "efac:Changes/efbc:ChangedNoticeIdentifier"))
        reasons = self.all(self.extension, "efac:Changes/efac:ChangeReason/cbc:ReasonCode")
        law = LAWS.get(self.value(root, "cbc:RegulatoryDomain"), "lou")
        notice = Notice(
            kind=kind,
            subtype=subtype,
            notice_id=notice_id,
            version=words.identifier(self.value(root, "cbc:VersionID"))[:10] or "01",
            buyer=buyer,
            title=title,
            summary=words.text(self.in_swedish(project, "cbc:Description"), 4000),
            procedure_id=words.identifier(self.value(root, "cbc:ContractFolderID")),
            publication_number=words.identifier(
                self.value(publication, "efbc:NoticePublicationID[@schemeName='ojs-notice-id']")
            )[:40],
            published_on=words.day(self.value(publication, "efbc:PublicationDate")),
            sent_at=words.moment(self.value(root, "cbc:IssueDate"), self.value(root, "cbc:IssueTime")),
            changes=_without_version(changes),
            is_cancelling=any((reason.text or "").strip() == "cancel" for reason in reasons),
            law=law,
            value=self.kronor(_find(project, "cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount")),
            ceiling=self.kronor(_find(project, f"cac:RequestedTenderTotal/{EXTENSION}/efbc:FrameworkMaximumAmount")),
            is_framework=self.framework,
            planned_notice_on=words.day(self.value(root, "cbc:PlannedDate")),
            questions_until=self.last_day("AdditionalInformationRequestPeriod"),
            closes_at=self.deadline(),
            lots=tuple(lots),
            results=tuple(results),
            awards=tuple(awards),
        )
        return notice.with_warnings([*self.warnings, *(text for lot in lots for text in rules.warnings(lot))])

    def refuse_if_missing(self, notice_id, buyer, title, lots):
        needed = [("annonsens id (BT-701)", notice_id), ("köpare (BT-500)", buyer and buyer.name)]
        if self.kind != OTHER:
            needed += [("rubrik (BT-21)", title), ("anbudsområde (BT-137)", lots)]
        missing = [name for name, value in needed if not value]
        if missing:
            field = missing[0].partition("(")[2].rstrip(")")
            raise Refused(f"Det saknas: {', '.join(missing)}.", self.root.sourceline, field)

    def organisations(self):
        """{id: (the company's element, whether it is a natural person)}; its points of contact count as itself."""
        found = {}
        for organisation in self.all(self.extension, "efac:Organizations/efac:Organization"):
            company = organisation.find("efac:Company", NS)
            if company is None:
                continue
            person = self.value(organisation, "efbc:NaturalPersonIndicator") == "true"
            for part in [company, *self.all(organisation, "efac:TouchPoint")]:
                found[self.value(part, "cac:PartyIdentification/cbc:ID")] = (company, person)
        found.pop("", None)
        return found

    def named(self, company):
        """Name, number and country of a company."""
        return (
            self.in_swedish(company, "cac:PartyName/cbc:Name"),
            self.value(company, "cac:PartyLegalEntity/cbc:CompanyID"),
            self.value(company, "cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
        )

    def buyer(self, organisations):
        first = self.root.find("cac:ContractingParty", NS)
        reference = self.value(first, "cac:Party/cac:PartyIdentification/cbc:ID")
        if reference not in organisations:
            return None
        name, number, country = self.named(organisations[reference][0])
        kind = self.value(first, "cac:ContractingPartyType/cbc:PartyTypeCode[@listName='buyer-legal-type']")
        found, warnings = words.buyer(name, number, country=country, kind=words.identifier(kind)[:30])
        for warning in warnings:
            self.warn(warning)
        return found

    def lots(self):
        """Lots, or the parts that planning notices have in their place."""
        lots = []
        for place in self.all(self.root, "cac:ProcurementProjectLot"):
            scheme = place.find("cbc:ID", NS)
            identifier = words.line(self.value(place, "cbc:ID"), 60)
            if identifier and scheme.get("schemeName") in ("Lot", "Part", None):
                lots.append(self.lot(place, identifier))
        return lots

    def lot(self, place, identifier):
        project = place.find("cac:ProcurementProject", NS)
        outer = self.root.find("cac:ProcurementProject", NS)
        main = "cac:MainCommodityClassification/cbc:ItemClassificationCode"
        more = self.all(project, "cac:AdditionalCommodityClassification/cbc:ItemClassificationCode")
        code = words.cpv(self.value(project, main)) or words.cpv(self.value(outer, main))
        codes = [words.cpv(part.text) for part in more]
        reserved = self.all(
            place,
            "cac:TenderingTerms/cac:TendererQualificationRequest/cac:SpecificTendererRequirement"
            "/cbc:TendererRequirementTypeCode[@listName='reserved-procurement']",
        )
        frames = self.all(place, "cac:TenderingProcess/cac:ContractingSystem/cbc:ContractingSystemTypeCode")
        framework = any(
            part.get("listName") == "framework-agreement" and (part.text or "").strip().startswith("fa-")
            for part in frames
        )
        self.framework = self.framework or framework
        return NoticeLot(
            identifier=identifier,
            title=words.line(self.in_swedish(project, "cbc:Name") or self.in_swedish(outer, "cbc:Name"), 200),
            description=words.text(self.in_swedish(project, "cbc:Description"), 4000),
            cpv=code,
            more_cpv=tuple(dict.fromkeys(other for other in codes if other and other != code))[:50],
            reserved=tuple(dict.fromkeys((part.text or "").strip()[:20] for part in reserved if part.text)),
            value=self.kronor(_find(project, "cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount")),
            is_framework=framework,
            **read_period(_find(project, "cac:PlannedPeriod"), self.value),
        )

    def periods(self, name):
        return self.all(self.root, f"cac:ProcurementProjectLot/cac:TenderingProcess/cac:{name}")

    def deadline(self):
        """The last moment for tenders of any lot; else for requests to take part, else for showing interest."""
        interest = f"cac:ProcurementProjectLot/cac:TenderingProcess/{EXTENSION}/efac:InterestExpressionReceptionPeriod"
        for places in (
            self.periods("TenderSubmissionDeadlinePeriod"),
            self.periods("ParticipationRequestReceptionPeriod"),
            self.all(self.root, interest),
        ):
            ends = [
                words.moment(self.value(place, "cbc:EndDate"), self.value(place, "cbc:EndTime"), end_of_day=True)
                for place in places
            ]
            if found := [end for end in ends if end]:
                return max(found)
        return None

    def last_day(self, name):
        days = [words.day(self.value(place, "cbc:EndDate")) for place in self.periods(name)]
        return max((found for found in days if found), default=None)

    # --- Results ---

    def outcome(self, organisations, lots):
        """(what became of each lot, the contracts)."""
        result = _find(self.extension, "efac:NoticeResult")
        if result is None:
            return [], []
        statuses = []
        for part in self.all(result, "efac:LotResult"):
            status = self.value(part, "cbc:TenderResultCode")
            lot = words.line(self.value(part, "efac:TenderLot/cbc:ID"), 60)
            if lot and status in list(LotStatus):
                statuses.append(LotResult(lot, status))
        parties = {
            self.value(part, "cbc:ID"): self.supplier(part, organisations)
            for part in self.all(result, "efac:TenderingParty")
        }
        tenders = {self.value(part, "cbc:ID"): part for part in self.all(result, "efac:LotTender")}
        awards = []
        for contract in self.all(result, "efac:SettledContract"):
            for reference in self.all(contract, "efac:LotTender/cbc:ID"):
                tender = tenders.get((reference.text or "").strip())
                supplier = parties.get(self.value(tender, "efac:TenderingParty/cbc:ID"))
                lot = words.line(self.value(tender, "efac:TenderLot/cbc:ID"), 60)
                if supplier and lot:
                    awards.append(self.award(contract, tender, supplier, lots.get(lot), lot))
        return statuses, awards

    def award(self, contract, tender, supplier, lot, identifier):
        framework = self.value(contract, "efbc:ContractFrameworkIndicator") == "true"
        return Award(
            lot=identifier,
            supplier=supplier,
            reference=words.line(self.value(contract, "efac:ContractReference/cbc:ID"), 80),
            title=words.line(self.in_swedish(contract, "cbc:Title"), 200),
            signed_on=words.day(self.value(contract, "cbc:IssueDate")),
            starts_on=lot.starts_on if lot else None,
            ends_on=lot.ends_on if lot else None,
            is_open_ended=lot.is_open_ended if lot else False,
            value=self.kronor(_find(tender, "cac:LegalMonetaryTotal/cbc:PayableAmount")),
            is_framework=framework or bool(lot and lot.is_framework),
        )

    def supplier(self, place, organisations):
        """The supplier, of a group the one who leads it with the number of others; None when nobody is named."""
        tenderers = self.all(place, "efac:Tenderer")
        leads = [part for part in tenderers if self.value(part, "efbc:GroupLeadIndicator") == "true"]
        found = [organisations.get(self.value(part, "cbc:ID")) for part in [*leads, *tenderers]]
        found = [part for part in found if part]
        if not found:
            return None
        company, person = found[0]
        name, number, country = self.named(company)
        if not name.strip():
            return None
        supplier, _ = words.party(name, number, country=country, is_person=person)
        if supplier.name == words.SOLE_TRADER:
            self.warn("En leverantör är enskild näringsidkare. Namn och nummer är inte med.")
        return supplier


def _find(place, path):
    return None if place is None else place.find(path, NS)


def _without_version(changed):
    """BT-758 is the id of a notice, and -01 for its version."""
    head, dash, tail = changed.rpartition("-")
    return head if dash and tail.isdecimal() and len(tail) == 2 else changed
