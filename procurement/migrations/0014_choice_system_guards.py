"""What happened to choice systems and applications stands as it was written."""

from django.db import migrations

APPEND_ONLY = ["procurement_choicesystemevent", "procurement_providerapplicationevent"]
PROTECT = """
create trigger {table}_append_only before update or delete on {table}
  for each row execute function registry_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0013_choice_systems"),
        ("registry", "0003_guards"),
    ]
    operations = [
        migrations.RunSQL(PROTECT.format(table=table), f"drop trigger {table}_append_only on {table}")
        for table in APPEND_ONLY
    ]
