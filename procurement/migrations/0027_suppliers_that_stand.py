"""Whose contract it is, an award, an approval or a partnership has settled: nobody writes another supplier into it."""

from django.db import migrations

STANDS = """
create function procurement_contract_supplier_stands() returns trigger language plpgsql as $$
begin
  if old.origin in ('award', 'choice_system', 'partnership')
     and (new.supplier_name, new.supplier_number, new.origin)
         is distinct from (old.supplier_name, old.supplier_number, old.origin) then
    raise exception 'Leverantören följer av tilldelningen, godkännandet eller partnerskapet.'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger procurement_contract_supplier_stands
  before update of supplier_name, supplier_number, origin on procurement_contract
  for each row execute function procurement_contract_supplier_stands();
"""
AS_BEFORE = """
drop trigger procurement_contract_supplier_stands on procurement_contract;
drop function procurement_contract_supplier_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("procurement", "0026_standstill_after_signing")]
    operations = [migrations.RunSQL(STANDS, AS_BEFORE)]
