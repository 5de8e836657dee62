"""Notices for tests: eForms of a few lines, and an import of one."""

from procurement.services import eforms_import

BUYER = ("Provköpings kommun", "212000-0142")
SUPPLIER = ("Exempelhemmets ideella förening", "802000-1239")
ROOTS = {"planning": "PriorInformationNotice", "call": "ContractNotice", "result": "ContractAwardNotice"}
SUBTYPES = {"planning": "7", "call": "20", "result": "33"}
SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"


def company(identifier, name, number, *, country="SWE", person=False):
    flag = "<efbc:NaturalPersonIndicator>true</efbc:NaturalPersonIndicator>" if person else ""
    return f"""<efac:Organization>{flag}<efac:Company>
    <cac:PartyIdentification><cbc:ID>{identifier}</cbc:ID></cac:PartyIdentification>
    <cac:PartyName><cbc:Name languageID="SWE">{name}</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyLegalEntity><cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyLegalEntity>
    </efac:Company></efac:Organization>"""


def lot(
    identifier="LOT-0001", *, title="Stödboende", cpv="85311000", reserved="none", period="", deadline="2026-12-20"
):
    ends = f"<cac:TenderSubmissionDeadlinePeriod><cbc:EndDate>{deadline}+01:00</cbc:EndDate><cbc:EndTime>23:59:00+01:00</cbc:EndTime></cac:TenderSubmissionDeadlinePeriod>"
    return f"""<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">{identifier}</cbc:ID>
    <cac:TenderingTerms><cac:TendererQualificationRequest><cac:SpecificTendererRequirement>
    <cbc:TendererRequirementTypeCode listName="reserved-procurement">{reserved}</cbc:TendererRequirementTypeCode>
    </cac:SpecificTendererRequirement></cac:TendererQualificationRequest></cac:TenderingTerms>
    <cac:TenderingProcess>{ends if deadline else ""}</cac:TenderingProcess>
    <cac:ProcurementProject><cbc:Name languageID="SWE">{title}</cbc:Name>
    <cac:MainCommodityClassification><cbc:ItemClassificationCode listName="cpv">{cpv}</cbc:ItemClassificationCode></cac:MainCommodityClassification>
    <cac:PlannedPeriod>{period}</cac:PlannedPeriod></cac:ProcurementProject></cac:ProcurementProjectLot>"""


def outcome(lot="LOT-0001", *, status="selec-w", signed="2026-10-01", value="500000"):
    """A result with the contract of one winner, ORG-2."""
    return f"""<efac:NoticeResult>
    <efac:LotResult><cbc:TenderResultCode>{status}</cbc:TenderResultCode><efac:TenderLot><cbc:ID>{lot}</cbc:ID></efac:TenderLot></efac:LotResult>
    <efac:LotTender><cbc:ID>TEN-1</cbc:ID><cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="SEK">{value}</cbc:PayableAmount></cac:LegalMonetaryTotal>
    <efac:TenderingParty><cbc:ID>TPA-1</cbc:ID></efac:TenderingParty><efac:TenderLot><cbc:ID>{lot}</cbc:ID></efac:TenderLot></efac:LotTender>
    <efac:SettledContract><cbc:ID>CON-1</cbc:ID><cbc:IssueDate>{signed}+01:00</cbc:IssueDate>
    <efac:ContractReference><cbc:ID>SN 2026/12</cbc:ID></efac:ContractReference>
    <efac:LotTender><cbc:ID>TEN-1</cbc:ID></efac:LotTender></efac:SettledContract>
    <efac:TenderingParty><cbc:ID>TPA-1</cbc:ID><efac:Tenderer><cbc:ID>ORG-2</cbc:ID></efac:Tenderer></efac:TenderingParty>
    </efac:NoticeResult>"""


def notice(
    kind="call",
    *,
    number="annons-1",
    version="01",
    procedure="forfarande-1",
    sent="2026-09-01",
    title="Stödboende för unga",
    changes="",
    result="",
    lots=None,
    buyer=BUYER,
    supplier=SUPPLIER,
    person=False,
    encoding="UTF-8",
    subtype=None,
):
    """The bytes of a notice."""
    root, lots = ROOTS[kind], lots if lots is not None else [lot()]
    change = (
        f"<efac:Changes><efbc:ChangedNoticeIdentifier>{changes}</efbc:ChangedNoticeIdentifier></efac:Changes>"
        if changes
        else ""
    )
    return f"""<?xml version="1.0" encoding="{encoding}"?>
<{root} xmlns="{SCHEMA}{root}-2" xmlns:cac="{SCHEMA}CommonAggregateComponents-2" xmlns:cbc="{SCHEMA}CommonBasicComponents-2"
 xmlns:ext="{SCHEMA}CommonExtensionComponents-2" xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1"
 xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1"
 xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1">
<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>{change}{result}
<efac:NoticeSubType><cbc:SubTypeCode>{subtype or SUBTYPES[kind]}</cbc:SubTypeCode></efac:NoticeSubType>
<efac:Organizations>{company("ORG-1", *buyer)}{company("ORG-2", *supplier, person=person)}</efac:Organizations>
</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
<cbc:ID schemeName="notice-id">{number}</cbc:ID><cbc:ContractFolderID>{procedure}</cbc:ContractFolderID>
<cbc:IssueDate>{sent}+01:00</cbc:IssueDate><cbc:IssueTime>08:00:00+01:00</cbc:IssueTime><cbc:VersionID>{version}</cbc:VersionID>
<cbc:RegulatoryDomain>32014L0024</cbc:RegulatoryDomain><cbc:NoticeLanguageCode>SWE</cbc:NoticeLanguageCode>
<cac:ContractingParty><cac:ContractingPartyType><cbc:PartyTypeCode listName="buyer-legal-type">la</cbc:PartyTypeCode></cac:ContractingPartyType>
<cac:Party><cac:PartyIdentification><cbc:ID>ORG-1</cbc:ID></cac:PartyIdentification></cac:Party></cac:ContractingParty>
<cac:ProcurementProject><cbc:Name languageID="SWE">{title}</cbc:Name></cac:ProcurementProject>
{"".join(lots)}
</{root}>""".encode()


def make_import(*contents, actor, at=None):
    """The import of the notices, of one contract notice unless told otherwise."""
    named = [(f"annons-{place}.xml", content) for place, content in enumerate(contents or [notice()], 1)]
    imported, _ = eforms_import.import_contents(named, actor=actor, at=at)
    return imported
