"""An invented register: by COPY, under the same constraints as a real one."""

import pytest
from django.core.management import CommandError, call_command

from registry.demo_numbers import demo_organisation_number
from registry.models import Application, LegalEntity, Organisation, SearchEntry, Verification
from registry.validators import is_valid_organisation_number
from tests.factories import make_entity

pytestmark = pytest.mark.django_db


def test_entities_come_with_what_their_state_asks_for_and_are_found():
    call_command("seed_load", entities=120, verbosity=0)

    assert LegalEntity.objects.count() == Application.objects.count() == 120
    assert Verification.objects.count() == Application.objects.filter(state="approved").count() > 50
    assert SearchEntry.objects.count() == Organisation.public.count() < 120
    assert all(map(is_valid_organisation_number, LegalEntity.objects.values_list("organisation_number", flat=True)))


def test_it_goes_on_after_the_last_number():
    call_command("seed_load", entities=5, verbosity=0)

    call_command("seed_load", entities=5, verbosity=0)

    numbers = LegalEntity.objects.order_by("pk").values_list("organisation_number", flat=True)
    assert list(numbers) == [demo_organisation_number(serial) for serial in range(10)]


def test_ordinary_rows_can_be_added_afterwards():
    call_command("seed_load", entities=5, verbosity=0)

    assert make_entity(organisation_number="4991002108").pk > 5


def test_more_than_there_are_numbers_for_is_refused():
    with pytest.raises(CommandError, match="numbers"):
        call_command("seed_load", entities=1_000_001, verbosity=0)


def test_a_real_portal_is_left_alone(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="no place"):
        call_command("seed_load", entities=1, verbosity=0)
