"""A yearly statement as a text that may be copied into Kammarkollegiet's own form."""

from registry.models import ValueTransfer
from registry.reading.family_words import KINDS, readable_number
from registry.wording import kronor

WHOM = dict(ValueTransfer.Recipient.choices)
RECIPIENT = ValueTransfer.Recipient


def for_kammarkollegiet(content):
    """The statement in plain words, from what was handed in. Businesslike dealings are no transfers and stay out."""
    first, last = content["year"]
    lines = [
        f"{content['entity']['name']}, {readable_number(content['entity']['number'])}",
        f"Räkenskapsår: {first} till {last}",
        "",
    ]
    transfers = [line for line in content["transfers"] if not line["businesslike"]]
    if not transfers:
        return "\n".join([*lines, "Inga värdeöverföringar har gjorts eller beslutats under räkenskapsåret."])
    lines.append("Värdeöverföringar under räkenskapsåret (lagen 2022:900, 9 §):")
    lines += [f"{place}. {_line(line)}" for place, line in enumerate(transfers, 1)]
    total = sum(line["amount"] for line in transfers)
    return "\n".join([*lines, "", f"Sammanlagt: {kronor(total)}"])


def _line(line):
    to = line["name"]
    if line["number"]:
        to += f", {readable_number(line['number'])}"
    elif line["to"] == RECIPIENT.FOREIGN:
        to += ", utländsk organisation"
    elif line["to"] == RECIPIENT.RESEARCH and line["name"] != WHOM[RECIPIENT.RESEARCH]:
        to += ", forskning"
    return f"{line['on']}: {kronor(line['amount'])} till {to}. {KINDS[line['kind']]}."
