"""A case officer may end the last administrator's membership, and says why. Nobody else may."""

import django.db.models.deletion
from django.db import migrations, models

FUNCTION = """
create or replace function procurement_keeps_an_administrator() returns trigger language plpgsql as $$
begin
  if old.role = 'administrator' and old.ended_at is null and not exists (
       select from procurement_authoritymembership
       where authority_id = old.authority_id and role = 'administrator' and ended_at is null){unless} then
    raise exception 'Myndigheten måste ha minst en administratör.' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
"""
ENDED_BY_A_CASE_OFFICER = """ and not exists (
       select from procurement_authoritychange where membership_id = old.id and action = 'member_end')"""


class Migration(migrations.Migration):
    dependencies = [("procurement", "0028_follow_ups_of_a_renegotiation")]
    operations = [
        migrations.AddField(
            model_name="authoritychange",
            name="membership",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="procurement.authoritymembership",
                verbose_name="vems uppdrag",
            ),
        ),
        migrations.AddField(
            model_name="authoritychange",
            name="reason",
            field=models.TextField(blank=True, max_length=2000, verbose_name="skäl"),
        ),
        migrations.AlterField(
            model_name="authoritychange",
            name="action",
            field=models.CharField(
                choices=[
                    ("register", "Myndigheten lades till"),
                    ("facts", "Uppgifterna ändrades"),
                    ("domain_add", "En e-postdomän registrerades"),
                    ("domain_remove", "En e-postdomän togs bort"),
                    ("member_end", "Ett uppdrag avslutades"),
                    ("appoint", "En administratör utsågs"),
                ],
                max_length=13,
                verbose_name="händelse",
            ),
        ),
        migrations.AddConstraint(
            model_name="authoritychange",
            constraint=models.CheckConstraint(
                condition=models.Q(action__in=["member_end", "appoint"], membership__isnull=False)
                & ~models.Q(reason="")
                | ~models.Q(action__in=["member_end", "appoint"]) & models.Q(membership=None, reason=""),
                name="authority_change_of_a_person_says_who_and_why",
                violation_error_message="Skriv varför, och vems uppdrag det gäller.",
            ),
        ),
        migrations.RunSQL(FUNCTION.format(unless=ENDED_BY_A_CASE_OFFICER), FUNCTION.format(unless="")),
    ]
