"""Promises about procurements that only triggers can hold: what was written stands, and no contract too early."""

from django.db import migrations

APPEND_ONLY = [
    "procurement_procurementevent",
    "procurement_reservationreasons",
    "procurement_purposereasoning",
]
PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""

# LOU 20 kap. 1 and 8 §§: no contract during the avtalsspärr, nor while a court reviews the procurement.
CONTRACTS = """
create function procurement_contract_waits() returns trigger language plpgsql as $$
begin
  if new.origin <> 'award' then return new; end if;
  if exists (select 1 from procurement_courtreview
             where procurement_id = new.procurement_id and outcome = '') then
    raise exception 'Avtal får inte ingås under överprövning.' using errcode = 'check_violation';
  end if;
  if exists (select 1 from procurement_awardedtender t join procurement_awarddecision d on d.id = t.award_id
             where t.id = new.award_id
               and (d.superseded_at is not null or new.signed_on is null or new.signed_on <= d.standstill_until)) then
    raise exception 'Avtal får inte ingås förrän avtalsspärren har gått ut.' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger procurement_contract_waits before insert on procurement_contract
  for each row execute function procurement_contract_waits();
"""

# An answer that everybody has read stands; a correction is a new answer to a new question.
QUESTIONS = """
create function procurement_answer_stands() returns trigger language plpgsql as $$
begin
  if old.answered_at is not null
     and (new.text, new.answer, new.answered_at) is distinct from (old.text, old.answer, old.answered_at) then
    raise exception 'Ett publicerat svar ändras inte.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger procurement_answer_stands before update on procurement_question
  for each row execute function procurement_answer_stands();
"""

DROP = """
drop trigger procurement_answer_stands on procurement_question;
drop function procurement_answer_stands;
drop trigger procurement_contract_waits on procurement_contract;
drop function procurement_contract_waits;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0003_procurements"),
        ("registry", "0009_eligibility_guards"),
    ]
    operations = [
        *[
            migrations.RunSQL(PROTECT.format(table=table), f"drop trigger {table}_append_only on {table}")
            for table in APPEND_ONLY
        ],
        migrations.RunSQL(CONTRACTS + QUESTIONS, DROP),
    ]
