"""What the legality check answers."""

from dataclasses import dataclass

from procurement.models.legality import Legal

WORST_FIRST = [Legal.NO, Legal.OPEN, Legal.YES]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the answer, a sentence, where the law says so, and what somebody has to look up.

    `is_about_amount`: it is about whether the purchase must be advertised, and not about the ground itself.
    """

    answer: Legal
    text: str
    provision: str
    look_up: str = ""
    url: str = ""
    is_about_amount: bool = False


@dataclass(frozen=True)
class Check:
    """The answer for one lot and one ground.

    `notice_code` is what fits the field BT-71 of a notice in eForms, `notice_sentence` what to paste into it.
    `barred` holds the organisation numbers of those who may not be awarded the contract (LOU 19 kap. 25 §).
    """

    ground: str
    answer: Legal
    findings: tuple[Finding, ...]
    notice_code: str = "none"
    notice_sentence: str = ""
    notice_note: str = ""
    barred: tuple[str, ...] = ()
    is_older_rules: bool = False

    @property
    def open_findings(self):
        """What has to be looked up before there is an answer."""
        return tuple(finding for finding in self.findings if finding.answer == Legal.OPEN)

    @property
    def summary(self):
        """The answer as a sentence."""
        if self.is_older_rules:
            return "Äldre regler gäller. Portalen svarar inte för dem."
        if self.answer == Legal.YES:
            return "Det går att reservera på den här grunden."
        if self.answer == Legal.NO:
            return "Det går inte att reservera på den här grunden."
        if all(finding.is_about_amount for finding in self.open_findings):
            return "Grunden i sig håller. Det som inte kan avgöras är om ni måste annonsera."
        return "Ta reda på det som står nedan först."


def worst(findings):
    """The answer of all together: one no is a no, and without a no anything open leaves it open."""
    given = {finding.answer for finding in findings}
    return next((answer for answer in WORST_FIRST if answer in given), Legal.OPEN)
