"""A row of the status log belongs to a day, days are chained, and neither rows nor days can be taken away silently."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

# Who writes holds the lock shared until the transaction ends; who closes a day takes it alone. So no row of a closed
# day can still be on its way. The key is that of registry.services.log_digest.
ROWS = """
create function registry_status_log_day() returns trigger language plpgsql as $$
declare closed date;
begin
  perform pg_advisory_xact_lock_shared(20220900);
  if not exists (select from portal_user where id = new.actor_id) then
    raise exception 'En rad i loggen har en användare som finns.' using errcode = 'restrict_violation';
  end if;
  select max(day) into closed from registry_logdigest;
  new.day := greatest(
    least((new.occurred_at at time zone 'Europe/Stockholm')::date,
          (clock_timestamp() at time zone 'Europe/Stockholm')::date),
    closed + 1);
  return new;
end $$;
create trigger registry_status_log_day before insert on registry_statuslog
  for each row execute function registry_status_log_day();
"""

DIGESTS = """
create function registry_log_digest_continues() returns trigger language plpgsql as $$
declare before registry_logdigest;
begin
  select * into before from registry_logdigest order by day desc limit 1;
  if found and (new.day, new.previous) is distinct from (before.day + 1, before.sha256)
     or not found and new.previous <> repeat('0', 64) then
    raise exception 'Kontrollsumman fortsätter inte kedjan.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger registry_log_digest_continues before insert on registry_logdigest
  for each row execute function registry_log_digest_continues();
"""

# Row triggers do not see a truncate. A test database says of itself that it may be emptied.
WHOLE = """
create function registry_log_is_never_emptied() returns trigger language plpgsql as $$
begin
  if current_setting('portal.may_truncate', true) is distinct from 'on' then
    raise exception 'Loggen töms aldrig (%).', tg_table_name using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger registry_statuslog_is_never_emptied before truncate on registry_statuslog
  for each statement execute function registry_log_is_never_emptied();
create trigger registry_logdigest_is_never_emptied before truncate on registry_logdigest
  for each statement execute function registry_log_is_never_emptied();
"""

UNDO = """
drop function registry_status_log_day cascade;
drop function registry_log_digest_continues cascade;
drop function registry_log_is_never_emptied cascade;
"""

HASH = "^[0-9a-f]{64}$"


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_register_import_reasons"), ("portal", "0001_initial")]
    operations = [
        migrations.RemoveConstraint(model_name="logdigest", name="log_digest_hash_is_sha256"),
        migrations.RemoveIndex(model_name="statuslog", name="status_log_by_day"),
        # No day has been closed before this.
        migrations.AddField(
            model_name="logdigest",
            name="rows_sha256",
            field=models.CharField("radernas kontrollsumma", max_length=64, default="0" * 64),
            preserve_default=False,
        ),
        # Rows from before belong to the day of this migration.
        migrations.AddField(
            model_name="statuslog",
            name="day",
            field=models.DateField("hör till dagen", db_default=Now(), editable=False),
        ),
        migrations.AddIndex(
            model_name="statuslog", index=models.Index(fields=["day", "id"], name="status_log_by_day")
        ),
        migrations.AddIndex(
            model_name="statuslog",
            index=models.Index(fields=["subject", "subject_id", "id"], name="status_log_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="logdigest",
            constraint=models.CheckConstraint(
                name="log_digest_hash_is_sha256",
                condition=Q(sha256__regex=HASH, previous__regex=HASH, rows_sha256__regex=HASH),
                violation_error_message="Kontrollsumman har fel form.",
            ),
        ),
        migrations.RunSQL(ROWS + DIGESTS + WHOLE, UNDO),
    ]
