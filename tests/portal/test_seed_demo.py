"""The demonstration holds every kind of thing in every state, is plainly invented, and can be made again."""

import pytest
from django.core.management import call_command

from portal.demo import people
from procurement.models import Shortlist
from registry import freshness as months
from registry import sampling
from registry.models import (
    Application,
    Claim,
    Decision,
    FollowUpCase,
    LegalEntity,
    Mail,
    OfficialCheck,
    Organisation,
    RegisterImport,
    SampleDraw,
    Verification,
)
from registry.models.applications import State
from registry.services import freshness
from registry.validators import is_valid_organisation_number

pytestmark = pytest.mark.django_db


def test_the_demo_is_whole_and_invented():
    call_command("seed_demo", verbosity=0)

    numbers = list(LegalEntity.objects.values_list("organisation_number", flat=True))
    assert all(is_valid_organisation_number(number) and number.startswith("499") for number in numbers)
    assert set(Application.objects.values_list("state", flat=True)) == set(State.values)
    assert set(Application.objects.values_list("kind", flat=True)) == set(Application.Kind.values)
    assert set(Verification.objects.values_list("state", flat=True)) == set(Verification.State.values)
    assert set(Decision.objects.values_list("outcome", flat=True)) == set(Decision.Outcome.values)
    assert set(OfficialCheck.objects.values_list("result", flat=True)) == set(OfficialCheck.Result.values)
    assert Claim.objects.waiting().exists()
    assert Organisation.everything.get(name="Exempelhemmet").entities.count() == 6
    assert not Mail.objects.exists()
    assert set(RegisterImport.objects.values_list("state", flat=True)) == {"accepted", "proposed"}
    assert RegisterImport.objects.get(state="accepted").difference["new"]
    waiting = RegisterImport.objects.get(state="proposed")
    assert waiting.problem and waiting.difference["gone"] and waiting.difference["deregistered"]
    assert [len(list(freshness.unconfirmed(age))) for age in (months.ASK_AGAIN, months.TASK)] == [2, 1]
    assert {*FollowUpCase.objects.values_list("cause", "state")} >= {("signal", "asked"), ("signal", "answered")}
    sample = SampleDraw.objects.get()
    assert sampling.draw(sample.drawn_from, sample.share, sample.seed) == sample.drawn
    assert FollowUpCase.objects.filter(sample=sample).count() == len(sample.drawn) > 0
    assert Shortlist.objects.get().entries.exclude(note="").count() == 3
    call_command("check_data", verbosity=0)

    before = Organisation.everything.count()
    call_command("seed_demo", verbosity=0)
    assert Organisation.everything.count() == before


def test_everybody_has_the_role_that_the_readme_promises():
    found = people.ensure_all()

    assert found["admin"].is_superuser
    assert found["handlaggare"].groups.filter(name="CaseOfficer").exists()
    assert found["upphandlare"].authority_memberships.get().role == "officer"
    assert found["politiker"].authority_memberships.get().role == "politician"
    assert not found["ny"].memberships.exists()
