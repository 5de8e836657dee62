"""The nightly check passes on sound data, and finds each kind of damage."""

import pytest
from django.core.management import CommandError, call_command

from registry import integrity
from registry.models import Application, CaseNumberSeries, LegalEntity
from tests.factories import make_receipt, make_submitted, make_verified
from tests.registry.services.test_receipts import change_in_the_database

pytestmark = pytest.mark.django_db


def test_sound_data_passes():
    make_verified()
    make_submitted()

    call_command("check_data", verbosity=0)


def test_damage_ends_with_an_error():
    make_verified()
    CaseNumberSeries.objects.update(last=0)

    with pytest.raises(CommandError, match="1 saker är fel"):
        call_command("check_data", verbosity=0)


def test_a_wrong_check_digit_is_found():
    entity = make_verified()
    number = entity.organisation_number
    LegalEntity.objects.update(organisation_number=number[:-1] + str((int(number[-1]) + 1) % 10))

    assert len(list(integrity.numbers_are_right())) == 1


def test_a_number_beyond_the_series_is_found():
    make_submitted()
    CaseNumberSeries.objects.update(last=0)

    assert len(list(integrity.case_numbers_were_given())) == 1


def test_a_state_that_the_log_does_not_tell_is_found():
    case = make_submitted()
    Application.objects.filter(pk=case.pk).update(state="under_review", officer=case.created_by)

    assert len(list(integrity.states_agree_with_the_log())) == 1


def test_a_file_that_is_gone_is_found():
    document = make_verified().governing_document
    document.file.storage.delete(document.file.name)

    assert list(integrity.documents_are_there()) == [f"handling {document.pk}: filen saknas"]


def test_a_receipt_that_was_changed_past_the_guards_is_found():
    make_receipt(["4990000012"])
    changed = make_receipt(["4990000012"])
    change_in_the_database(changed, sha256="0" * 64)

    assert len(list(integrity.receipts_are_whole())) == 1
