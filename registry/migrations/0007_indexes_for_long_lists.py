from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_search_bits")]
    operations = [
        migrations.AddIndex("legalentity", models.Index(fields=["sort_key", "id"], name="entity_by_name")),
        migrations.RemoveIndex("journalentry", "journal_of_case"),
        migrations.AddIndex(
            "journalentry",
            models.Index(fields=["case_number"], opclasses=["varchar_pattern_ops"], name="journal_of_case"),
        ),
    ]
