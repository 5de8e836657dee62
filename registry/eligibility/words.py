"""A verdict in words: what the answer is, why, and what would change it. Short sentences, nothing but the facts."""

from registry.eligibility.rules import IDEBURNA, Source
from registry.models.eligibility import Answer, Criterion, Ground, GroundStatement
from registry.wording import day_in_words, in_a_row

SHORT = {
    Answer.REGISTERED: "Registrerad",
    Answer.EVIDENCED: "Styrkt",
    Answer.STATED: "Enligt egen uppgift",
    Answer.NOT_MET: "Krav inte uppfyllt",
    Answer.UNKNOWN: "Okänt",
    Answer.NO_VERDICT: "Inget svar",
}
TONES = {
    Answer.REGISTERED: "success",
    Answer.EVIDENCED: "success",
    Answer.STATED: "info",
    Answer.NOT_MET: "danger",
    Answer.UNKNOWN: "",
    Answer.NO_VERDICT: "",
}
CRITERIA = {
    Criterion.PURPOSE: "enbart allmännyttigt syfte",
    Criterion.TRANSFERS: "bara tillåtna värdeöverföringar",
    Criterion.PUBLIC_CONTROL: "att stat, region eller kommun inte bestämmer",
}
PER_PROCUREMENT = "Om syftet bidrar till målet med just den tjänst som köps prövar köparen, i varje upphandling."


def short(verdict):
    """The answer in two or three words, as a table has it."""
    return SHORT[verdict.answer]


def reasons(verdict, rule):
    """Why, as sentences in the order a reader wants them."""
    if verdict.answer == Answer.NO_VERDICT:
        return (f"{rule.provision} ger inget svar för {day_in_words(verdict.on)}.", *filter(None, [rule.before]))
    if Ground(verdict.ground) not in IDEBURNA:
        return _stated(verdict, rule)
    sentences = [register_sentence(verdict.register)]
    if verdict.answer == Answer.EVIDENCED:
        sentences.append("Handläggare i portalen har bedömt varje krav som uppfyllt.")
    if verdict.failed:
        sentences += [judged_sentence(row) for row in verdict.findings if row.is_met is False]
    if verdict.is_contradicted:
        sentences.append("Bedömningen säger emot registret. Läs båda innan ni bestämmer er.")
    if verdict.answer == Answer.UNKNOWN and verdict.missing:
        sentences.append(f"Inget visar {in_a_row([CRITERIA[item] for item in verdict.missing])}.")
    if verdict.answer == Answer.UNKNOWN and verdict.failed and not verdict.register.is_sound:
        sentences.append("Svaret är okänt så länge registret inte har kunnat kontrolleras.")
    return tuple(sentences)


def register_sentence(register):
    """What Kammarkollegiet's register says, and how old that is."""
    answered = register.answered_on and day_in_words(register.answered_on)
    if register.source == Source.SILENT:
        return "Ingen har kontrollerat registret hos Kammarkollegiet än."
    if register.source == Source.FAILED:
        last = f" Senaste svaret är från {answered}." if answered else ""
        return f"Registret hos Kammarkollegiet svarade inte {day_in_words(register.failed_on)}.{last}"
    if register.source == Source.GONE:
        return f"Stod som registrerad hos Kammarkollegiet, men fanns inte kvar i listan {answered}."
    if register.source == Source.AT_ODDS:
        return (
            f"Kammarkollegiet svarade {answered} att den är registrerad, men portalen har ingen registrering antecknad "
            "då. Registret behöver kontrolleras på nytt."
        )
    if register.is_registered:
        since = day_in_words(register.since)
        if register.until:
            return f"Registrerad hos Kammarkollegiet från {since} till {day_in_words(register.until)}."
        old = " Kontrollen är för gammal för att lita på." if register.source == Source.STALE else ""
        return f"Registrerad hos Kammarkollegiet sedan {since}, kontrollerat {answered}.{old}"
    if register.source == Source.STALE:
        return f"Inte registrerad hos Kammarkollegiet vid kontrollen {answered}, som är för gammal för att lita på."
    return f"Inte registrerad hos Kammarkollegiet, kontrollerat {answered}. Registreringen är frivillig."


def judged_sentence(finding):
    """One criterion with its judgement, evidence and day."""
    if finding.judged is None:
        return f"{finding.criterion.label}: inget visar det än."
    met = "uppfyllt" if finding.is_met else "inte uppfyllt"
    judged = finding.judged
    evidence = f" Bygger på {judged.evidence}." if judged.evidence else ""
    case = f", ärende {judged.case}" if judged.case else ""
    return f"{finding.criterion.label}: {met}, bedömt {day_in_words(judged.judged_on)} av handläggare{case}.{evidence}"


def _stated(verdict, rule):
    stated = verdict.stated
    if stated is None:
        return ("Den juridiska personen har inte lämnat några egna uppgifter för den här grunden.",)
    day = day_in_words(stated.on)
    if verdict.ground == Ground.LOU_19_25:
        surplus = "Överskottet går tillbaka till verksamheten" if stated.reinvests else "Överskottet kan delas ut"
        facts = f"{surplus}. Styrning: {GroundStatement.Governance(stated.governance).label.lower()}."
    else:
        share = f"{stated.headcount_target} av {stated.headcount} anställda hör till målgruppen"
        aim = "Främsta syftet är social och yrkesmässig integration. " if stated.integrates else ""
        facts = f"{aim}{share}; lagen kräver minst {rule.least_share} procent."
    sentences = [f"Egen uppgift {day}, som ingen har prövat: {facts}"]
    if verdict.answer == Answer.UNKNOWN:
        sentences.append("Det räcker inte: uppgiften är för gammal, eller visar inte det som grunden kräver.")
    return tuple(sentences)
