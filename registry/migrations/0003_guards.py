"""Promises that only triggers can hold: logs are append only, decisions stand, an organisation keeps an owner."""

from django.db import migrations

APPEND_ONLY = [
    "registry_applicationevent",
    "registry_claimevent",
    "registry_verificationevent",
    "registry_journalentry",
    "registry_entityrevision",
    "registry_assessment",
    "registry_officialcheck",
]

FORBID = """
create function registry_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'Raden är en logg och ändras aldrig (%).', tg_table_name using errcode = 'restrict_violation';
end $$;
"""

PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""

DOCUMENTS = """
create function registry_document_stands() returns trigger language plpgsql as $$
begin
  if (new.sha256, new.file, new.size, new.organisation_id, new.has_personal_number, new.has_text)
     is distinct from (old.sha256, old.file, old.size, old.organisation_id, old.has_personal_number, old.has_text) then
    raise exception 'En handling ändras aldrig. Lämna in en ny.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger registry_document_stands before update on registry_document
  for each row execute function registry_document_stands();
"""

DECISIONS = """
create function registry_decision_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (new.application_id, new.outcome, new.reasons, new.provisions, new.decided_at, new.decided_by_id, new.letter_id)
        is distinct from
        (old.application_id, old.outcome, old.reasons, old.provisions, old.decided_at, old.decided_by_id, old.letter_id) then
    raise exception 'Ett beslut ändras aldrig.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger registry_decision_stands before update or delete on registry_decision
  for each row execute function registry_decision_stands();
"""

LAST_OWNER = """
create function registry_keeps_an_owner() returns trigger language plpgsql as $$
begin
  if old.role = 'owner' and old.ended_at is null and not exists (
       select from registry_membership
       where organisation_id = old.organisation_id and role = 'owner' and ended_at is null) then
    raise exception 'Organisationen måste ha minst en ägare.' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create constraint trigger registry_keeps_an_owner after update or delete on registry_membership
  deferrable initially deferred for each row execute function registry_keeps_an_owner();
"""

# A refusal is only possible after communication, whoever writes it (2017:900, 25 §).
HEARD = """
create function registry_heard_before_refusal() returns trigger language plpgsql as $$
begin
  if new.outcome = 'rejected' and not exists (
       select from registry_communication where application_id = new.application_id) then
    raise exception 'Ett avslag kräver att sökanden har fått yttra sig.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger registry_heard_before_refusal before insert on registry_decision
  for each row execute function registry_heard_before_refusal();
"""

UNDO = """
drop function registry_append_only cascade;
drop function registry_document_stands cascade;
drop function registry_decision_stands cascade;
drop function registry_keeps_an_owner cascade;
drop function registry_heard_before_refusal cascade;
"""


def appoint_group(apps, schema_editor):
    """The group of case officers, which administrators put people in."""
    apps.get_model("auth", "Group").objects.get_or_create(name="CaseOfficer")


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_models"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [
        migrations.RunSQL(
            FORBID
            + "".join(PROTECT.format(table=table) for table in APPEND_ONLY)
            + DOCUMENTS
            + DECISIONS
            + LAST_OWNER
            + HEARD,
            UNDO,
        ),
        migrations.RunPython(appoint_group, migrations.RunPython.noop),
    ]
