"""What case officers keep about authorities: their facts, and the e-mail domains that are theirs."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from procurement import email_domains
from procurement.models import AuthorityChange, AuthorityMembership, ContractingAuthority
from procurement.services.entitlements import require_officer
from registry import status_log
from registry.services import invitations
from registry.workflow import StepNotAllowed, lock

FACTS = ["name", "kind", "organisation_number"]
Action = AuthorityChange.Action


@transaction.atomic
def register(*, actor, name, kind, organisation_number, at=None):
    """Add an authority that is not here, or find the one so numbered or called. Returns (authority, is it new)."""
    require_officer(actor, None)
    known = like(name=name, organisation_number=organisation_number)
    if known:
        require_officer(actor, known)
        return known, False
    authority = ContractingAuthority(
        name=name, kind=kind, organisation_number=organisation_number or None, slug=free_slug(name)
    )
    authority.full_clean()
    try:
        with transaction.atomic():
            authority.save()
    except IntegrityError as taken:
        raise StepNotAllowed("Någon annan lade just till myndigheten. Sök upp den.") from taken
    _note(authority, Action.REGISTER, name, actor=actor, at=at)
    return authority, True


def like(*, name, organisation_number):
    """The authority with that number, or else with that very name. None when there is none."""
    numbered = ContractingAuthority.objects.filter(organisation_number=organisation_number or None)
    named = ContractingAuthority.objects.filter(name__iexact=name).order_by("pk")
    return (numbered.first() if organisation_number else None) or named.first()


def free_slug(name):
    """An address that no authority has."""
    wanted = slugify(name)[:110] or "myndighet"
    taken = set(ContractingAuthority.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


@transaction.atomic
def change_facts(authority, *, actor, at=None, **facts):
    """Correct name, kind or number. The address stays: links to it are out in the world."""
    require_officer(actor, authority)
    authority = lock(authority)
    facts["organisation_number"] = facts.get("organisation_number") or None
    changed = [name for name in FACTS if name in facts and getattr(authority, name) != facts[name]]
    if not changed:
        return authority
    before = [_told(authority, name) for name in changed]
    for name in changed:
        setattr(authority, name, facts[name])
    authority.full_clean()
    authority.save(update_fields=changed)
    lines = [f"{was} blev {_told(authority, name)}" for was, name in zip(before, changed, strict=True)]
    _note(authority, Action.FACTS, "\n".join(lines), actor=actor, at=at)
    return authority


@transaction.atomic
def add_domain(authority, text, *, actor, at=None):
    """Register a domain as the authority's own. Raises ValidationError for one that is nobody's own."""
    require_officer(actor, authority)
    domain = email_domains.normalise(text)
    authority = lock(authority)
    if domain in authority.email_domains:
        raise StepNotAllowed("Domänen är redan registrerad för myndigheten.")
    authority.email_domains = sorted([*authority.email_domains, domain])
    authority.save(update_fields=["email_domains"])
    _note(authority, Action.DOMAIN_ADD, domain, actor=actor, at=at)
    return authority


@transaction.atomic
def remove_domain(authority, domain, *, actor, at=None):
    """The domain is no longer the authority's. Invitations to buy that go there end; those who are in stay."""
    require_officer(actor, authority)
    authority = lock(authority)
    if domain not in authority.email_domains:
        raise StepNotAllowed("Domänen är redan borttagen.")
    at = at or timezone.now()
    authority.email_domains = [kept for kept in authority.email_domains if kept != domain]
    authority.save(update_fields=["email_domains"])
    _note(authority, Action.DOMAIN_REMOVE, domain, actor=actor, at=at)
    waiting = authority.invitations.filter(accepted_at=None, revoked_at=None)
    gone = [
        row.pk
        for row in waiting.exclude(role=AuthorityMembership.Role.POLITICIAN)
        if email_domains.domain_of(row.email) == domain
    ]
    invitations.withdraw(waiting.filter(pk__in=gone), actor=actor, reason="domain_removed", at=at)
    return authority


def _told(authority, name):
    value = authority.get_kind_display() if name == "kind" else getattr(authority, name)
    return f"{authority._meta.get_field(name).verbose_name} {value or 'saknas'}"


def _note(authority, action, note, *, actor, at):
    at = at or timezone.now()
    AuthorityChange.objects.create(authority=authority, action=action, note=note, actor=actor, created_at=at)
    status_log.write(authority, action, actor=actor, at=at)
