"""Promises about eligibility that only triggers can hold: judgements, statements, receipts and logs stand as written."""

from django.db import migrations

APPEND_ONLY = [
    "registry_criterionjudgement",
    "registry_groundstatement",
    "registry_followupevent",
    "registry_sampledraw",
    "registry_statuslog",
    "registry_logdigest",
]
PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""

# A period of the official register is never corrected, only superseded, and that once.
REGISTRATIONS = """
create function registry_official_registration_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.superseded_at is not null
     or (new.legal_entity_id, new.period, new.deregistration_decided_on, new.source, new.recorded_at,
         new.recorded_by_id, new.register_import_id)
        is distinct from
        (old.legal_entity_id, old.period, old.deregistration_decided_on, old.source, old.recorded_at,
         old.recorded_by_id, old.register_import_id) then
    raise exception 'En registrering ändras aldrig. En ny rad ersätter den.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger registry_official_registration_stands before update or delete on registry_officialregistration
  for each row execute function registry_official_registration_stands();
"""

# A receipt says what it said. Its PDF is filled in once, when it has been signed.
RECEIPTS = """
create function registry_receipt_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.pdf is not null
     or (new.token, new.ground, new."on", new.checked_at, new.row_count, new.content, new.sha256, new.is_certificate)
        is distinct from
        (old.token, old.ground, old."on", old.checked_at, old.row_count, old.content, old.sha256, old.is_certificate)
  then
    raise exception 'Ett kvitto ändras aldrig.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger registry_receipt_stands before update or delete on registry_eligibilityreceipt
  for each row execute function registry_receipt_stands();
"""

# What was handed in about a year stands; a transfer is struck out, never rewritten.
STATEMENTS = """
create function registry_annual_statement_stands() returns trigger language plpgsql as $$
begin
  if old.submitted_at is not null then
    raise exception 'En lämnad årsuppgift ändras aldrig. Lämna en ny.' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger registry_annual_statement_stands before update or delete on registry_annualstatement
  for each row execute function registry_annual_statement_stands();

create function registry_transfer_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.withdrawn_at is not null
     or (new.giver_id, new.recipient_kind, new.recipient_id, new.recipient_name, new.recipient_number, new.kind,
         new.is_businesslike, new.amount, new."on", new.recorded_at, new.recorded_by_id)
        is distinct from
        (old.giver_id, old.recipient_kind, old.recipient_id, old.recipient_name, old.recipient_number, old.kind,
         old.is_businesslike, old.amount, old."on", old.recorded_at, old.recorded_by_id) then
    raise exception 'En värdeöverföring ändras aldrig. Stryk den och skriv en ny.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger registry_transfer_stands before update or delete on registry_valuetransfer
  for each row execute function registry_transfer_stands();
"""

UNDO = """
drop function registry_official_registration_stands cascade;
drop function registry_receipt_stands cascade;
drop function registry_annual_statement_stands cascade;
drop function registry_transfer_stands cascade;
""" + "".join(f"drop trigger {table}_append_only on {table};\n" for table in APPEND_ONLY)


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_eligibility")]
    operations = [
        migrations.RunSQL(
            "".join(PROTECT.format(table=table) for table in APPEND_ONLY) + REGISTRATIONS + RECEIPTS + STATEMENTS,
            UNDO,
        ),
    ]
