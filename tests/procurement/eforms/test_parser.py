"""Reading one eForms file: what is taken, what is refused, and what is never kept."""

import json

import pytest

from procurement.eforms import parser
from procurement.eforms.notice import from_json, to_json
from registry.validators import contains_personal_number
from tests.procurement.notices import lot, notice, outcome
from tests.shared_data import shared_data

FOLDERS = ["sdk_examples", "swedish_converted", "swedish_generated"]
TOLVAN = "19121212-1212"


def refusal(content):
    with pytest.raises(parser.Refused) as caught:
        parser.read(content)
    return caught.value


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_real_notice_is_read_and_kept_whole_as_json(folder):
    files = sorted(shared_data(f"eforms/{folder}").glob("*.xml"))

    read = [parser.read(file.read_bytes()) for file in files]

    assert len(read) == {"sdk_examples": 25, "swedish_converted": 24, "swedish_generated": 32}[folder]
    assert [from_json(json.loads(json.dumps(to_json(found)))) for found in read] == read


def test_a_notice_without_what_it_must_have_is_refused_by_field():
    empty = refusal(shared_data("eforms/invalid/INVALID_cn_24_empty.xml").read_bytes())
    stage = refusal(shared_data("eforms/invalid/INVALID_cn_24_stage-2.xml").read_bytes())
    no_lots = refusal(notice(lots=[]))

    assert (empty.field, stage.field, no_lots.field) == ("BT-701", "BT-701", "BT-137")
    assert all(word in empty.reason for word in ("annonsens id", "köpare", "rubrik", "anbudsområde"))
    assert parser.read(shared_data("eforms/invalid/INVALID_cn_24_multiple.xml").read_bytes()).lots


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        ("INVALID_res-pub-ser_48_manader.xml", "BR-BT-00036-0150"),
        ("INVALID_res-pub-ser_cpv_utanfor_lista.xml", "BR-BT-00262-0200"),
    ],
)
def test_a_broken_rule_on_reservation_is_named(file, rule):
    found = parser.read(shared_data(f"eforms/invalid/{file}").read_bytes())

    assert [warning.split(":")[0] for warning in found.warnings] == [rule]


def test_the_social_codes_are_those_of_the_sdk():
    rows = shared_data("cpv_social.csv").read_text().splitlines()

    codes = {row.split(",")[0] for row in rows if row.endswith(",1")}

    assert codes == parser.rules.SOCIAL_SERVICES


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<x>&c;</x>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>"""


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        (LAUGHS, 2, "DOCTYPE"),
        (OUTSIDE, 2, "DOCTYPE"),
        (b" " * (parser.LARGEST_FILE + 1), None, "20 MB"),
        (notice().decode().encode("utf-16"), 1, "UTF-8"),
        (notice(encoding="UTF-16"), None, ""),
        (notice(encoding="ISO-8859-1"), 1, "teckenkodning"),
        (notice(title="Ö").replace("Ö".encode(), b"\xd6"), None, "UTF-8"),
        (notice()[:2000], None, "avbruten"),
        (b"", None, "tom"),
        (b"inte xml", 1, "XML"),
        (b"<html/>", 1, "inte en annons"),
        (notice(subtype="X01"), None, "undertyp"),
        (b"<a>" * 100_000, None, "XML"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_a_reason(content, line, word):
    refused = refusal(content)

    assert word in refused.reason
    assert line in (None, refused.line)


def test_a_sole_trader_is_nobody():
    numbers = [TOLVAN, "121212-1212", "191212121212", "SE121212121201", "121212-1213"]

    found = [parser.read(notice("result", result=outcome(), supplier=("Tolvan Tolvansson", n))) for n in numbers]
    flagged = parser.read(notice("result", result=outcome(), supplier=("Tolvan Tolvansson", ""), person=True))

    for read in [*found, flagged]:
        assert (read.awards[0].supplier.name, read.awards[0].supplier.number) == ("enskild näringsidkare", "")
        assert "Tolvan" not in str(to_json(read))
        assert not contains_personal_number(str(to_json(read)))


def test_a_personnummer_in_a_text_or_an_id_is_not_kept():
    found = parser.read(notice(title=f"Insatser för {TOLVAN}", procedure=TOLVAN, lots=[lot(TOLVAN, title=TOLVAN)]))

    assert not contains_personal_number(str(to_json(found)))
    assert TOLVAN not in refusal(notice(number=TOLVAN)).reason


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("212000-0142", "2120000142"),
        ("SE556859291801", "5568592918"),
        ("441414-1170", ""),
        ("16212000-0142", "2120000142"),
        ("finns ej", ""),
    ],
)
def test_a_buyers_number_is_kept_only_when_it_is_right(number, kept):
    found = parser.read(notice(buyer=("Provköpings kommun", number)))

    assert found.buyer.number == kept
    assert bool(found.warnings) == (not kept)


def test_days_that_mean_unknown_are_unknown_and_a_length_is_no_last_day():
    dummy = "<cbc:StartDate>1900-01-01+01:00</cbc:StartDate><cbc:EndDate>2099-12-31+01:00</cbc:EndDate>"
    length = '<cbc:DurationMeasure unitCode="YEAR">2</cbc:DurationMeasure>'
    stated = "<cbc:StartDate>2027-01-01Z</cbc:StartDate><cbc:EndDate>2028-12-31Z</cbc:EndDate>"

    found = [parser.read(notice(lots=[lot(period=period)])).lots[0] for period in (dummy, length, stated)]

    assert [(str(row.starts_on), str(row.ends_on), row.months) for row in found] == [
        ("None", "None", None),
        ("None", "None", 24),
        ("2027-01-01", "2028-12-31", 24),
    ]


def test_a_deadline_is_kept_in_utc():
    found = parser.read(notice(lots=[lot(deadline="2026-07-01")]))

    assert found.closes_at.isoformat() == "2026-07-01T22:59:00+00:00"
