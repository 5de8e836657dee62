"""What happened to partnerships, and what was decided, stands as it was written."""

from django.db import migrations

APPEND_ONLY = ["procurement_partnershipevent", "procurement_partnershipdecision"]
PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0017_partnerships"),
        ("registry", "0003_guards"),
    ]
    operations = [
        migrations.RunSQL(PROTECT.format(table=table), f"drop trigger {table}_append_only on {table}")
        for table in APPEND_ONLY
    ]
