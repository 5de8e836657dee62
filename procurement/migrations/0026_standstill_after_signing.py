"""The standstill holds after the contract is made too: its day of signing is not moved into it, nor taken away."""

from django.db import migrations

# LOU 20 kap. 1 and 8 §§, as in 0005. A change that leaves what is promised as it was is let through.
WAITS = """
  if new.origin <> 'award' then return new; end if;
  if exists (select 1 from procurement_courtreview
             where procurement_id = new.procurement_id and (outcome = '' or new.signed_on <= standstill_until)) then
    raise exception 'Avtal får inte ingås under överprövning.' using errcode = 'check_violation';
  end if;
  if exists (select 1 from procurement_awardedtender t join procurement_awarddecision d on d.id = t.award_id
             where t.id = new.award_id
               and (d.superseded_at is not null or new.signed_on is null or new.signed_on <= d.standstill_until)) then
    raise exception 'Avtal får inte ingås förrän avtalsspärren har gått ut.' using errcode = 'check_violation';
  end if;
  return new;
"""
ON_CHANGE = """
  if tg_op = 'UPDATE' then
    if (new.signed_on, new.award_id, new.origin, new.procurement_id)
       is not distinct from (old.signed_on, old.award_id, old.origin, old.procurement_id) then
      return new;
    end if;
    if old.origin = 'award' and (new.award_id, new.origin, new.procurement_id)
       is distinct from (old.award_id, old.origin, old.procurement_id) then
      raise exception 'Ett avtal efter tilldelning hör alltid till sin tilldelning.' using errcode = 'check_violation';
    end if;
  end if;
"""
REPLACE = """
drop trigger procurement_contract_waits on procurement_contract;
create or replace function procurement_contract_waits() returns trigger language plpgsql as $$
begin {body} end $$;
create trigger procurement_contract_waits before {events} on procurement_contract
  for each row execute function procurement_contract_waits();
"""
NOW = REPLACE.format(
    body=ON_CHANGE + WAITS, events="insert or update of signed_on, award_id, origin, procurement_id"
)
BEFORE = REPLACE.format(body=WAITS, events="insert")


class Migration(migrations.Migration):
    dependencies = [("procurement", "0025_long_lists")]
    operations = [migrations.RunSQL(NOW, BEFORE)]
