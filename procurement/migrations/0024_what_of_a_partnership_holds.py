"""What was signed holds while something else is negotiated, and a partnership is found by what was decided."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0023_evidence_packs")]
    operations = [
        migrations.AddField(
            "partnership", "holds_from", models.DateField(blank=True, null=True, verbose_name="gäller från")
        ),
        migrations.AddField(
            "partnership", "holds_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")
        ),
        migrations.AddField(
            "partnership", "decided_words", models.TextField(blank=True, default="", verbose_name="ord ur det beslutade"),
            preserve_default=False,
        ),
        migrations.RemoveIndex("partnership", "partnership_by_words"),
        migrations.RemoveField("partnership", "search_terms"),
        migrations.AddField(
            "partnership",
            "search_terms",
            models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector("title", "decided_words", config="swedish"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
                verbose_name="sökord",
            ),
        ),
        migrations.AddIndex(
            "partnership",
            django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["search_terms"], name="partnership_by_words"
            ),
        ),
        migrations.AddConstraint(
            "partnership",
            models.CheckConstraint(
                condition=models.Q(("holds_from", None), ("holds_to", None), ("signed_on", None))
                | models.Q(("holds_from__isnull", False), ("signed_on__isnull", False)),
                name="partnership_holds_what_was_signed",
                violation_error_message="Bara ett undertecknat partnerskap gäller från en dag.",
            ),
        ),
    ]
