"""Promises about an authority's people that only triggers can hold: logs stand, and an administrator is left."""

from django.db import migrations

APPEND_ONLY = ["procurement_authorityrequestevent", "procurement_authoritychange"]
PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""

LAST_ADMINISTRATOR = """
create function procurement_keeps_an_administrator() returns trigger language plpgsql as $$
begin
  if old.role = 'administrator' and old.ended_at is null and not exists (
       select from procurement_authoritymembership
       where authority_id = old.authority_id and role = 'administrator' and ended_at is null) then
    raise exception 'Myndigheten måste ha minst en administratör.' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create constraint trigger procurement_keeps_an_administrator after update or delete on procurement_authoritymembership
  deferrable initially deferred for each row execute function procurement_keeps_an_administrator();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0007_authority_people"),
        ("registry", "0003_guards"),
    ]
    operations = [
        *[
            migrations.RunSQL(PROTECT.format(table=table), f"drop trigger {table}_append_only on {table}")
            for table in APPEND_ONLY
        ],
        migrations.RunSQL(LAST_ADMINISTRATOR, "drop function procurement_keeps_an_administrator cascade"),
    ]
