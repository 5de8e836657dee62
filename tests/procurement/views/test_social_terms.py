"""Social terms on pages: the buyers' own, and what everybody sees."""

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.models import Procurement, SocialTarget
from procurement.models.procurements import State
from procurement.services import procurements, social_terms
from tests.factories import add_to_authority, make_user
from tests.procurement.factories import make_planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client):
    person = make_user(buyer=True)
    client.force_login(person)
    return person


@pytest.fixture
def authority(buyer):
    return buyer.authority_memberships.get().authority


def test_a_term_goes_from_plan_to_outcome_and_everybody_reads_it(client, buyer):
    plan = make_planned(buyer)
    procurements.show_plan(plan, actor=buyer)
    page = reverse("social_term_list", args=[plan.pk])
    one = reverse("social_term", args=[plan.pk, "arbete"])

    refused = client.post(page, {"kind": "arbete", "persons_expected": "tre", "description": "Minst tre anställs."})
    taken = client.post(page, {"kind": "arbete", "level": "krav", "description": "Minst tre.", "persons_expected": "3"})
    changed = client.post(one, {"level": "krav", "description": "Minst fyra.", "persons_expected": "4"})
    before = client.get(one).content.decode()
    Procurement.objects.filter(pk=plan.pk).update(state=State.AWARDED, origin="uhm")
    outcome = client.post(one, {"persons_achieved": "2"})
    client.logout()
    public = client.get(plan.get_absolute_url()).content.decode()

    assert (refused.status_code, taken.status_code, changed.status_code, outcome.status_code) == (422, 302, 302, 302)
    assert "Minst tre anställs." in refused.content.decode()
    assert "Ta bort villkoret" in before and "opp" in before
    assert "Möjlighet till arbete" in public and "Personer i arbete: 4 förväntat, 2 uppnått." in public
    assert "Villkoret: Minst fyra." in public


def test_a_term_is_taken_out_of_a_plan(client, buyer):
    plan = make_planned(buyer)
    social_terms.add(plan, actor=buyer, kind="arbete", level="krav")

    client.post(reverse("social_term_remove", args=[plan.pk, "arbete"]))

    assert not plan.social_terms.exists()


def test_buyers_of_the_authority_share_the_steps(client, authority, buyer):
    colleague = make_user(name="Robin Exempel")
    add_to_authority(authority, colleague)
    step = reverse("social_step", args=[authority.slug, "behov"])

    refused = client.post(
        step, {"owner": str(make_user(buyer=True).pk), "done_on": "2999-01-01", "note": "Vi började."}
    )
    taken = client.post(step, {"owner": str(colleague.pk), "due_on": "2026-01-01", "note": "Vi började."})
    client.force_login(colleague)
    page = client.get(reverse("social_process", args=[authority.slug])).content.decode()

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "Vi började." in refused.content.decode()
    assert "Robin Exempel" in page and "Försenat" in page
    assert "Vi började." in client.get(step).content.decode()
    assert client.get(reverse("social_step", args=[authority.slug, "finns-inte"])).status_code == 404


def typed_in(page, **answers):
    """What the page's form sends when the answers are typed in: the rest as it was fetched."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | answers


def test_the_second_to_save_a_step_reads_what_the_first_wrote_before_it_is_undone(client, authority, buyer):
    colleague = add_to_authority(authority, make_user(name="Robin Exempel"))
    step = reverse("social_step", args=[authority.slug, "behov"])
    mine, theirs = client.get(step), client.get(step)
    client.force_login(colleague)
    client.post(step, typed_in(theirs, note="Vi mäter behovet i mars.", due_on="2027-03-31"))
    client.force_login(buyer)

    refused = client.post(step, typed_in(mine, note="Vi mäter behovet i maj."))
    kept = authority.social_steps.get().note
    saved = client.post(step, typed_in(refused))

    assert (refused.status_code, saved.status_code) == (422, 302)
    assert "Robin Exempel sparade det" in refused.text
    assert "Vi mäter behovet i mars." in refused.text
    assert "31 mars 2027" in refused.text.replace("\xa0", " ")
    assert refused.context["form"]["note"].value() == "Vi mäter behovet i maj."
    assert kept == "Vi mäter behovet i mars."
    assert authority.social_steps.get().note == "Vi mäter behovet i maj."


def test_whoever_saves_the_same_as_a_colleague_is_not_refused(client, authority, buyer):
    step = reverse("social_step", args=[authority.slug, "behov"])
    page = client.get(step)
    client.post(step, typed_in(page, note="Ja"))

    assert client.post(step, typed_in(page, note="Ja")).status_code == 302


def test_another_authoritys_steps_are_not_found_and_a_politician_may_not_enter(client, authority):
    politician = make_user()
    add_to_authority(authority, politician, "politician")
    met = []
    for person in (make_user(buyer=True), make_user(), politician):
        client.force_login(person)
        met.append(client.get(reverse("social_process", args=[authority.slug])).status_code)

    assert met == [404, 404, 403]


def test_a_target_is_set_changed_and_shown_to_all(client, authority, buyer):
    page = reverse("social_target_add", args=[authority.slug])
    year = timezone.localdate().year
    facts = {"year": str(year), "percent": "50", "scope": "services", "decision": "Budget 2026 § 14"}

    undefined = client.post(page, facts)
    taken = client.post(
        page, {**facts, "definition": "Tjänster med villkor.", "decision_url": "https://exempel.example/b"}
    )
    again = client.post(page, {**facts, "definition": "Samma år igen."})
    change = reverse("social_target", args=[authority.slug, year])
    changed = client.post(change, {**facts, "percent": "60", "definition": "Tjänster med villkor."})
    client.logout()
    public = client.get(reverse("authority_social_terms", args=[authority.slug])).content.decode()

    assert (undefined.status_code, taken.status_code, again.status_code, changed.status_code) == (422, 302, 422, 302)
    assert SocialTarget.objects.get().percent == 60
    assert "60\u00a0%" in public and "Inga upphandlingar i år" in public and "Budget 2026 § 14" in public
    assert "Det finns redan ett mål för det året." in again.content.decode()


def test_an_authority_without_target_says_so(client, authority):
    client.logout()
    page = client.get(reverse("authority_social_terms", args=[authority.slug])).content.decode()

    assert "Myndigheten har inte lagt in något mål." in page
    assert "Inga upphandlingar i år" in page
