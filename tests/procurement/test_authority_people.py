"""How people come to an authority and leave it: the rules, whoever presses the button."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from procurement.models import (
    AuthorityChange,
    AuthorityInvitation,
    AuthorityMembership,
    AuthorityRequest,
    ContractingAuthority,
)
from procurement.services import authorities, authority_members, authority_requests
from registry.models import StatusLog
from registry.workflow import NotEntitled, StepNotAllowed
from tests.factories import add_to_authority, make_authority, make_user

pytestmark = pytest.mark.django_db
DOMAIN = "provkommunen.example"


@pytest.fixture
def authority():
    return make_authority(email_domains=[DOMAIN])


@pytest.fixture
def administrator(authority):
    return add_to_authority(authority, make_user(f"chef@{DOMAIN}"), "administrator")


@pytest.fixture
def officer():
    return make_user(officer=True)


def ask(authority, user, email=None, **more):
    return authority_requests.ask(
        authority=authority,
        actor=user,
        email=email or user.email,
        position="upphandlare",
        verified_emails={user.email},
        **more,
    )


def role_of(user, authority):
    membership = authority.memberships.active().filter(user=user).first()
    return membership and membership.role


def letters():
    return {(letter.to[0], letter.subject) for letter in mail.outbox}


def logged(subject):
    rows = StatusLog.objects.filter(subject=subject._meta.model_name, subject_id=subject.pk).order_by("id")
    return list(rows.values_list("action", "actor_id"))


def test_the_first_one_is_approved_to_administrator(authority, officer):
    asker = make_user(f"kim@{DOMAIN}")

    asked = ask(authority, asker)
    authority_requests.approve(asked, actor=officer, role="administrator", reasons="Adressen är kommunens.")

    asked.refresh_from_db()
    assert asked.state == "approved"
    assert role_of(asker, authority) == "administrator"
    assert logged(asked) == [("ask", asker.pk), ("approve", officer.pk)]
    assert [event.action for event in asked.events.all()] == ["ask", "approve"]
    assert logged(authority.memberships.get()) == [("join", officer.pk)]


def test_the_first_one_cannot_be_anything_less(authority, officer):
    asked = ask(authority, make_user(f"kim@{DOMAIN}"))

    with pytest.raises(StepNotAllowed, match="Den första måste bli det"):
        authority_requests.approve(asked, actor=officer, role="officer", reasons="Ja.")


def test_only_a_verified_address_of_ones_own_may_ask(authority):
    with pytest.raises(NotEntitled):
        ask(authority, make_user("kim@privat.example"), email=f"chef@{DOMAIN}")


@pytest.mark.parametrize("address", [f"kim@{DOMAIN}.example.com", "kim@pr0vkommunen.example", f"kim@norra.{DOMAIN}"])
def test_a_look_alike_may_not_ask(authority, address):
    with pytest.raises(StepNotAllowed, match="be dem registrera den"):
        ask(authority, make_user(address))


def test_an_address_that_anybody_may_have_is_refused_even_where_no_domain_is_known():
    with pytest.raises(StepNotAllowed, match="Vem som helst"):
        ask(make_authority(), make_user("kim@gmail.com"))


def test_where_no_domain_is_registered_one_may_ask_but_not_be_approved(officer):
    authority = make_authority()
    asked = ask(authority, make_user("kim@ale.example"))

    with pytest.raises(StepNotAllowed, match="Registrera e-postdomänen först"):
        authority_requests.approve(asked, actor=officer, role="administrator", reasons="Ja.")
    authorities.add_domain(authority, "ale.example", actor=officer)
    authority_requests.approve(asked, actor=officer, role="administrator", reasons="Ja.")

    assert role_of(asked.asker, authority) == "administrator"


def test_an_authority_that_is_not_here_is_added_by_the_officer(officer):
    typed = {"name": "Provbolaget AB", "kind": "company", "organisation_number": ""}
    asked = ask(None, make_user("kim@provbolaget.example"), typed=typed)

    with pytest.raises(StepNotAllowed, match="Ange först"):
        authority_requests.approve(asked, actor=officer, role="administrator", reasons="Ja.")
    placed = authority_requests.place(asked, actor=officer, **typed)

    assert placed.authority.slug == "provbolaget-ab"
    assert AuthorityChange.objects.get().actor == officer
    assert placed.authority.memberships.count() == 0


def test_a_request_for_one_that_is_here_after_all_is_led_to_it(officer):
    known = make_authority("Ale kommun")
    typed = {"name": "ALE kommun", "kind": "municipality", "organisation_number": ""}
    asked = ask(None, make_user("kim@ale.example"), typed=typed)

    assert authority_requests.place(asked, actor=officer, **typed).authority == known


def test_somebody_who_no_longer_has_the_address_is_not_approved(authority, officer):
    asker = make_user(f"kim@{DOMAIN}")
    asked = ask(authority, asker)
    asker.emailaddress_set.all().delete()

    with pytest.raises(StepNotAllowed, match="tagit bort adressen"):
        authority_requests.approve(asked, actor=officer, role="administrator", reasons="Ja.")


def test_one_open_request_a_person_and_authority(authority):
    asker = make_user(f"kim@{DOMAIN}")
    first = ask(authority, asker)

    with pytest.raises(StepNotAllowed, match="redan en begäran"):
        ask(authority, asker)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityRequest.objects.create(authority=authority, asker=asker, email=asker.email, position="x")
    authority_requests.withdraw(first, actor=asker)
    ask(authority, asker)

    assert authority.requests.count() == 2


def test_an_officer_who_acts_or_has_acted_for_the_authority_may_not_decide(authority, administrator, officer):
    asked = ask(authority, make_user(f"kim@{DOMAIN}"))
    membership = AuthorityMembership.objects.create(authority=authority, user=officer, role="politician")
    authority_members.end(membership, actor=officer)

    for step in (
        lambda: authority_requests.approve(asked, actor=officer, role="officer", reasons="Ja."),
        lambda: authority_requests.refuse(asked, actor=officer, reasons="Nej."),
        lambda: authorities.add_domain(authority, "ale.example", actor=officer),
        lambda: authorities.change_facts(authority, actor=officer, name="Annat", kind="region"),
    ):
        with pytest.raises(NotEntitled, match="jävig"):
            step()


def test_nobody_decides_about_oneself_and_strangers_decide_nothing(authority, officer):
    own = make_user(f"handlaggare@{DOMAIN}", officer=True)
    asked = ask(authority, own)

    with pytest.raises(NotEntitled):
        authority_requests.approve(asked, actor=own, role="administrator", reasons="Ja.")
    with pytest.raises(NotEntitled):
        authority_requests.refuse(asked, actor=make_user(), reasons="Nej.")
    with pytest.raises(NotEntitled):
        authority_requests.withdraw(asked, actor=officer)


def test_letters_go_to_the_asker_and_the_administrators_and_nobody_else(authority, administrator, officer):
    add_to_authority(authority, make_user(f"uma@{DOMAIN}"), "officer")
    add_to_authority(make_authority(email_domains=[DOMAIN]), make_user(f"annan@{DOMAIN}"), "administrator")
    asker = make_user(f"kim@{DOMAIN}")

    asked = ask(authority, asker)
    authority_requests.approve(asked, actor=officer, role="officer", reasons="Ja.")

    assert letters() == {
        (asker.email, "Vi har tagit emot din begäran"),
        (administrator.email, f"Någon vill arbeta för {authority} i portalen"),
        (asker.email, f"Din begäran för {authority} är godkänd"),
        (administrator.email, f"{authority} har fått en ny upphandlare i portalen"),
    }


def test_a_refusal_goes_to_the_asker_alone_with_the_reasons(authority, administrator, officer):
    asked = ask(authority, make_user(f"kim@{DOMAIN}"))
    mail.outbox.clear()

    authority_requests.refuse(asked, actor=officer, reasons="Personen arbetar inte här.")

    assert [letter.to for letter in mail.outbox] == [[asked.asker.email]]
    assert "Personen arbetar inte här." in mail.outbox[0].body


def test_an_invited_officer_joins_once_with_the_invited_address(authority, administrator):
    colleague = make_user(f"uma@{DOMAIN}")
    invitation, token = authority_members.invite(
        authority, actor=administrator, email=colleague.email.upper(), role="officer"
    )

    authority_members.accept(token, actor=colleague, verified_emails={colleague.email})

    assert role_of(colleague, authority) == "officer"
    assert token not in str(AuthorityInvitation.objects.values().get())
    assert letters() == {(colleague.email, f"Du är inbjuden till {authority}")}
    with pytest.raises(StepNotAllowed, match="gäller inte längre"):
        authority_members.accept(token, actor=colleague, verified_emails={colleague.email})


def test_a_forwarded_invitation_is_good_for_nobody(authority, administrator):
    other = make_user(f"annan@{DOMAIN}")
    _, token = authority_members.invite(authority, actor=administrator, email=f"uma@{DOMAIN}", role="officer")

    with pytest.raises(NotEntitled):
        authority_members.accept(token, actor=other, verified_emails={other.email})

    assert role_of(other, authority) is None


def test_an_expired_invitation_is_refused_and_a_new_one_can_be_sent(authority, administrator):
    colleague = make_user(f"uma@{DOMAIN}")
    long_ago = timezone.now() - timedelta(days=15)
    who = {"actor": administrator, "email": colleague.email, "role": "officer"}
    _, token = authority_members.invite(authority, at=long_ago, **who)

    with pytest.raises(StepNotAllowed):
        authority_members.accept(token, actor=colleague, verified_emails={colleague.email})
    _, token = authority_members.invite(authority, **who)
    authority_members.accept(token, actor=colleague, verified_emails={colleague.email})

    assert role_of(colleague, authority) == "officer"


@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_buyers_are_invited_to_the_authoritys_own_domain_alone(authority, administrator, role):
    with pytest.raises(StepNotAllowed, match="inte registrerad"):
        authority_members.invite(authority, actor=administrator, email="uma@partiet.example", role=role)


def test_somebody_elected_may_have_a_party_address_but_not_buy_with_it(authority, administrator):
    elected = make_user("pim@partiet.example")
    _, token = authority_members.invite(authority, actor=administrator, email=elected.email, role="politician")
    authority_members.accept(token, actor=elected, verified_emails={elected.email})
    membership = authority.memberships.get(user=elected)

    with pytest.raises(StepNotAllowed, match="ingen bekräftad adress"):
        authority_members.change_role(membership, actor=administrator, role="officer", verified_emails={elected.email})
    authority_members.change_role(
        membership, actor=administrator, role="officer", verified_emails={elected.email, f"pim@{DOMAIN}"}
    )

    assert role_of(elected, authority) == "officer"


def test_taking_a_domain_away_ends_the_invitations_that_go_there(authority, administrator, officer):
    invitation, token = authority_members.invite(authority, actor=administrator, email=f"uma@{DOMAIN}", role="officer")
    elected, _ = authority_members.invite(authority, actor=administrator, email=f"pim@{DOMAIN}", role="politician")

    authorities.remove_domain(authority, DOMAIN, actor=officer)

    invitation.refresh_from_db()
    elected.refresh_from_db()
    assert invitation.revoked_at is not None
    assert elected.revoked_at is None
    assert role_of(administrator, authority) == "administrator"
    assert [row.action for row in authority.changes.all()] == ["domain_remove"]


def test_officers_of_the_authority_do_not_manage(authority, administrator):
    buyer = add_to_authority(authority, make_user(f"uma@{DOMAIN}"))
    membership = authority.memberships.get(user=administrator)

    with pytest.raises(NotEntitled):
        authority_members.invite(authority, actor=buyer, email=f"ny@{DOMAIN}", role="officer")
    with pytest.raises(NotEntitled):
        authority_members.end(membership, actor=buyer)
    with pytest.raises(NotEntitled):
        authority_members.change_role(membership, actor=buyer, role="officer", verified_emails=set())


def test_the_last_administrator_stays(authority, administrator):
    membership = authority.memberships.get(user=administrator)

    with pytest.raises(StepNotAllowed, match="minst en administratör"):
        authority_members.end(membership, actor=administrator)
    with pytest.raises(StepNotAllowed, match="minst en administratör"):
        authority_members.change_role(membership, actor=administrator, role="officer", verified_emails=set())


def test_the_database_too_keeps_the_last_administrator(authority, administrator):
    with pytest.raises(IntegrityError, match="minst en administratör"), transaction.atomic():
        authority.memberships.update(ended_at=timezone.now(), ended_by=administrator)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")


def test_an_administrator_ends_a_colleague_and_anybody_may_leave(authority, administrator):
    one, two = (add_to_authority(authority, make_user(f"{name}@{DOMAIN}")) for name in ("ett", "tva"))

    authority_members.end(authority.memberships.get(user=one), actor=administrator)
    authority_members.end(authority.memberships.get(user=two), actor=two)

    ended = authority.memberships.exclude(ended_at=None).order_by("pk")
    assert [row.ended_by for row in ended] == [administrator, two]
    assert [action for row in ended for action, _ in logged(row)] == ["remove", "leave"]
    with pytest.raises(StepNotAllowed, match="redan avslutat"):
        authority_members.end(ended[0], actor=administrator)


def test_facts_and_domains_are_changed_with_a_line_for_each(authority, officer):
    authorities.change_facts(authority, actor=officer, name="Nya namnet", kind="municipality", organisation_number="")
    authorities.add_domain(authority, "Ale.example", actor=officer)

    authority.refresh_from_db()
    assert authority.name == "Nya namnet"
    assert authority.email_domains == ["ale.example", DOMAIN]
    assert [row.action for row in authority.changes.all()] == ["domain_add", "facts"]
    assert logged(authority) == [("facts", officer.pk), ("domain_add", officer.pk)]
    with pytest.raises(StepNotAllowed):
        authorities.add_domain(authority, "ale.example", actor=officer)
    with pytest.raises(ValidationError):
        authorities.add_domain(authority, "gmail.com", actor=officer)


def test_changing_nothing_leaves_no_line(authority, officer):
    authorities.change_facts(authority, actor=officer, name=authority.name, kind=authority.kind)

    assert authority.changes.count() == 0


# --- What only a case officer can do: the only administrator has left ---


def test_a_case_officer_ends_the_last_administrator_who_has_left(authority, administrator, officer):
    membership = authority.memberships.get()
    authority_members.invite(authority, actor=administrator, email="vald@parti.example", role="politician")

    authority_members.end_for_authority(membership, actor=officer, reason="Har slutat, säger kommunens växel.")

    membership.refresh_from_db()
    change = AuthorityChange.objects.get()
    assert (membership.ended_by, change.membership, change.actor) == (officer, membership, officer)
    assert change.reason == "Har slutat, säger kommunens växel."
    assert logged(membership) == [("remove", officer.pk)]
    assert list(ContractingAuthority.objects.without_administrator()) == [authority]
    assert AuthorityInvitation.objects.get().revoked_at
    connection.check_constraints()  # the promise of an administrator is held at the end of the transaction


def test_an_authority_that_nobody_has_acted_for_is_not_one_without_administrator(authority):
    assert not ContractingAuthority.objects.without_administrator().exists()


def test_a_colleague_is_appointed_and_nobody_else_is_written_to(authority, administrator, officer):
    colleague = add_to_authority(authority, make_user(f"uma@{DOMAIN}"))
    membership = authority.memberships.get(user=colleague)
    mail.outbox.clear()

    authority_members.end_for_authority(
        authority.memberships.get(user=administrator), actor=officer, reason="Har slutat."
    )
    assert list(ContractingAuthority.objects.without_administrator()) == [authority]
    authority_members.appoint(membership, actor=officer, reason="Chefen bad om det.", verified_emails={colleague.email})

    assert role_of(colleague, authority) == "administrator"
    assert not ContractingAuthority.objects.without_administrator().exists()
    assert [letter.to for letter in mail.outbox] == [[colleague.email]]
    assert logged(membership) == [("change_role", officer.pk)]
    assert [change.action for change in authority.changes.all()] == ["appoint", "member_end"]


def test_nobody_is_appointed_without_an_address_at_the_authority(authority, officer):
    elected = add_to_authority(authority, make_user("vald@parti.example"), "politician")

    with pytest.raises(StepNotAllowed, match="ingen bekräftad adress"):
        authority_members.appoint(
            authority.memberships.get(), actor=officer, reason="Ja.", verified_emails={elected.email}
        )

    assert not AuthorityChange.objects.exists()


def test_only_a_case_officer_without_jäv_ends_for_an_authority_and_only_once(authority, administrator, officer):
    membership = authority.memberships.get()
    biased = make_user(officer=True)
    add_to_authority(authority, biased)

    for actor in (administrator, biased, make_user()):
        with pytest.raises(NotEntitled):
            authority_members.end_for_authority(membership, actor=actor, reason="Ja.")
        with pytest.raises(NotEntitled):
            authority_members.appoint(membership, actor=actor, reason="Ja.", verified_emails=set())
    authority_members.end_for_authority(membership, actor=officer, reason="Har slutat.")
    with pytest.raises(StepNotAllowed, match="redan avslutat"):
        authority_members.end_for_authority(membership, actor=officer, reason="Igen.")

    assert AuthorityChange.objects.count() == 1


def test_without_a_reason_nothing_is_ended(authority, administrator, officer):
    with pytest.raises(ValidationError), transaction.atomic():
        authority_members.end_for_authority(authority.memberships.get(), actor=officer, reason="")

    assert role_of(administrator, authority) == "administrator"


@pytest.mark.parametrize("model", ["authorityrequestevent", "authoritychange"])
def test_what_was_noted_stands(authority, officer, model):
    ask(authority, make_user(f"kim@{DOMAIN}"))
    authorities.add_domain(authority, "ale.example", actor=officer)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update procurement_{model} set note = 'annat'")
