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

    @property
    def url(self):
        """The page, named as the task."""
        return reverse(self.name, args=self.args)

    @property
    def status(self):
        return "Klar" if self.done else "Inte klar"


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
    tasks = [
        Task(
            "application_entity",
            "Namn, form och adress",
            at,
            bool(entity.name and form and entity.seat_id and entity.address_lines and _own_address_is_whole(entity)),
        ),
        Task("application_owners", "Ägare och styrelse", at, bool(owners)),
        Task(
            "application_statutes",
            document_word,
            at,
            bool(entity.governing_document_id),
        ),
        Task(
            "application_purpose",
            "Syfte",
            at,
            bool(entity.purpose_text and entity.purpose_clause and entity.purpose_exclusive),
        ),
    ]
    if not entity.is_foundation:
        tasks.append(
            Task(
                "application_dissolution",
                "Tillgångar vid upplösning",
                at,
                bool(entity.dissolution_text and entity.dissolution_clause),
            )
        )
    tasks += [
        Task(
            "application_control",
            "Stat, region eller kommun",
            at,
            bool(entity.public_control and entity.public_control_note),
        ),
        Task(
            "application_welfare",
            "Välfärd som det offentliga betalar",
            at,
            bool(entity.welfare_runs and entity.welfare_text),
        ),
        Task("application_services", "Tjänster", at, bool(services)),
        Task(
            "application_signatories",
            "Firmatecknare",
            at,
            bool(entity.signatories.all()),
        ),
    ]
    return tasks


def _own_address_is_whole(entity):
    return not entity.own_address or bool(entity.street and entity.postal_code and entity.city)


def tasks_left(application):
    """The tasks of the entity that are not done."""
    return [task for task in entity_tasks(application) if not task.done]
