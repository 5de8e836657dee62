import pytest

from procurement.reading import notice
from tests.procurement.factories import make_published

pytestmark = pytest.mark.django_db


def test_a_kept_check_says_that_only_the_duty_to_advertise_was_left_open():
    procurement = make_published(ground="lou-19-25a")  # in 2026, whose amount in kronor nobody has read yet

    [told] = notice.legality(list(procurement.lots.all()))

    assert told["answer"] == "Kan inte avgöras"
    assert told["sentences"][0].startswith("Grunden i sig håller.")
    assert told["sentences"][-1] == "Myndigheten har tagit reda på: Kontrollerat för hand."
