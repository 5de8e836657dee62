"""The demo's people: what they sign in as, and what they may do."""

from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from procurement.models import AuthorityMembership, ContractingAuthority
from registry.access import CASE_OFFICER
from registry.models import Municipality

DOMAIN = "@demo.example"
PASSWORD = "demo-portalen-2026"
USERS = {
    "foretradare": ("Kim Exempel", "företräder en familj med sex juridiska personer"),
    "ny": ("Noor Ny", "har ingen organisation ännu"),
    "upphandlare": ("Uma Upphandlare", "upphandlare i Göteborgs kommun"),
    "politiker": ("Pim Förtroendevald", "förtroendevald i Göteborgs kommun"),
    "handlaggare": ("Robin Prov", "handläggare"),
    "admin": ("Adel Administratör", "administratör"),
}
OTHERS = {"alex": "Alex Test", "charlie": "Charlie Påhittad", "sam": "Sam Kollega", "ylva": "Ylva Påhittad"}


@cache
def hashed_password():
    """The password's hash: slow to make, and the same for all."""
    return make_password(PASSWORD)


def ensure(name, shown, **rights):
    """The user with that name, with a verified address. Made once."""
    email = name + DOMAIN
    facts = {"name": shown, "password": hashed_password(), **rights}
    user, new = get_user_model().objects.get_or_create(email=email, defaults=facts)
    if new:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def ensure_all():
    """Everybody, by name."""
    people = {name: ensure(name, shown) for name, shown in OTHERS.items()}
    for name, (shown, _) in USERS.items():
        rights = {"is_staff": True, "is_superuser": True} if name == "admin" else {}
        people[name] = ensure(name, shown, **rights)
    officers = Group.objects.get_or_create(name=CASE_OFFICER)[0]
    for name in ("handlaggare", "alex"):
        people[name].groups.add(officers)
    gothenburg, _ = ContractingAuthority.objects.get_or_create(
        slug="goteborgs-kommun",
        defaults={
            "name": "Göteborgs kommun",
            "kind": ContractingAuthority.Kind.MUNICIPALITY,
            "municipality": Municipality.objects.get(code="1480"),
            "email_domains": [DOMAIN.lstrip("@")],
        },
    )
    if DOMAIN.lstrip("@") not in gothenburg.email_domains:  # every municipality is there, without domains
        gothenburg.email_domains.append(DOMAIN.lstrip("@"))
        gothenburg.save(update_fields=["email_domains"])
    for name, role in (("ylva", "administrator"), ("upphandlare", "officer"), ("politiker", "politician")):
        AuthorityMembership.objects.get_or_create(authority=gothenburg, user=people[name], defaults={"role": role})
    return people
