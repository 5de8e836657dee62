"""Two at the same moment: an authority keeps an administrator, and a request is decided once."""

import pytest

from procurement.models import AuthorityMembership
from procurement.services import authority_members, authority_requests
from tests.factories import add_to_authority, make_authority, make_user
from tests.test_races import at_once, one_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_last_administrators_ending_each_other_leave_one():
    authority = make_authority()
    first, second = (add_to_authority(authority, make_user(), "administrator") for _ in range(2))
    one, two = (AuthorityMembership.objects.get(user=user) for user in (first, second))

    outcomes = at_once(
        lambda: authority_members.end(two, actor=first), lambda: authority_members.end(one, actor=second)
    )

    assert one_of(outcomes)
    assert authority.memberships.administering().count() == 1


def test_two_case_officers_decide_one_request_once():
    authority = make_authority(email_domains=["exempel.example"])
    asker, *officers = make_user(), make_user(officer=True), make_user(officer=True)
    asked = authority_requests.ask(
        authority=authority, actor=asker, email=asker.email, position="chef", verified_emails={asker.email}
    )

    outcomes = at_once(
        lambda: authority_requests.approve(asked, actor=officers[0], role="administrator", reasons="Ja."),
        lambda: authority_requests.refuse(asked, actor=officers[1], reasons="Nej."),
    )

    assert one_of(outcomes)
    asked.refresh_from_db()
    assert authority.memberships.count() == (1 if asked.state == "approved" else 0)
    assert asked.decided_by == officers[outcomes.index("done")]
