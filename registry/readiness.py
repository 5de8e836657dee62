"""What is done and what is missing before an application can be handed in.

One list, three uses: the task list, the meter on the family page, and the refusal to submit.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone


@dataclass(frozen=True)
class Task:
    """One page of the application: its name, where it is, and whether it is done."""

    name: str
    label: str
    args: tuple
    done: bool
    hint: str = ""
    begun: bool = False

    @property
    def url(self):
        """The page, named as the task."""
        return reverse(self.name, args=self.args)

    @property
    def status(self):
        """The task's state in words: done, begun or not begun."""
        if self.done:
            return "Klar"
        return "Påbörjad" if self.begun else "Inte börjad"

    @property
    def tone(self):
        """The tone of the status in the task list; plain text when done."""
        if self.done:
            return ""
        return "info" if self.begun else "neutral"


def family_tasks(organisation):
    """What is typed once for the whole family."""
    at = (organisation.slug,)
    return [
        Task(
            "organisation_common",
            "Om organisationen",
            at,
            bool(organisation.lead and organisation.seat_id and organisation.has_address),
            "Vad ni gör, säte och adress",
        ),
        Task(
            "organisation_contact",
            "Kontaktperson",
            at,
            hasattr(organisation, "contact_person"),
            "Vem handläggaren ringer",
        ),
    ]


def entity_tasks(application):
    """What is asked about each legal entity (2022:900, 2 to 4 §§). Expects related rows prefetched by the caller."""
    entity = application.legal_entity
    at = (application.uuid,)
    form = entity.legal_form
    today = timezone.localdate()
    owners = [row for row in entity.ownerships.all() if row.period.upper is None or row.period.upper > today]
    services = [service for service in entity.services.all() if service.ended_on is None]
    document_word = form.governing_document.capitalize() if form else "Stadgar"
    address = entity.street and entity.postal_code and entity.city
    asked = {
        "application_entity": (
            "Namn, form och adress",
            {
                "namn": entity.name,
                "juridisk form": form,
                "säte": entity.seat_id,
                "adress": entity.address_lines and (address or not entity.own_address),
            },
        ),
        "application_owners": ("Ägare och styrelse", {"minst en ägare": owners}),
        "application_statutes": (document_word, {"fil": entity.governing_document_id}),
        "application_purpose": (
            "Syfte",
            {
                "texten": entity.purpose_text,
                "var den står": entity.purpose_clause,
                "om syftet är enbart allmännyttigt": entity.purpose_exclusive,
            },
        ),
        "application_dissolution": (
            "Tillgångar vid upplösning",
            {"texten": entity.dissolution_text, "var den står": entity.dissolution_clause},
        ),
        "application_control": (
            "Stat, region eller kommun",
            {"om de bestämmer": entity.public_control, "hur styrelsen utses": entity.public_control_note},
        ),
        "application_welfare": (
            "Välfärd som det offentliga betalar",
            {"om ni bedriver den": entity.welfare_runs, "vilken det är": entity.welfare_text},
        ),
        "application_services": ("Tjänster", {"minst en tjänst": services}),
        "application_signatories": ("Firmatecknare", {"minst en person": entity.signatories.all()}),
    }
    if entity.is_foundation:
        del asked["application_dissolution"]
    return [_task(name, label, at, answers) for name, (label, answers) in asked.items()]


def _task(name, label, at, answers):
    """A task that says what is missing, once it is begun."""
    left = [words for words, answer in answers.items() if not answer]
    begun = len(left) < len(answers)
    return Task(name, label, at, not left, f"Saknas: {', '.join(left)}" if left and begun else "", begun)


def tasks_left(application):
    """The tasks of the entity that are not done."""
    return [task for task in entity_tasks(application) if not task.done]
