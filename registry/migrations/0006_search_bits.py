from django.db import migrations, models

import registry.fields


class Migration(migrations.Migration):
    """Adds a bit per organisation for each slot. Run `reindex_search` after it where organisations exist."""

    dependencies = [("registry", "0005_claim_evidence_may_be_shared")]

    operations = [
        migrations.CreateModel(
            name="SlotMembers",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "slot", "chunk", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slot", models.SmallIntegerField()),
                ("chunk", models.IntegerField()),
                ("members", registry.fields.BitsField()),
            ],
            options={
                "verbose_name": "organisationer med ett filtervärde",
                "verbose_name_plural": "organisationer per filtervärde",
            },
        ),
        # Changes that wait do not say whose they are. The rebuild counts them in.
        migrations.RunSQL("delete from registry_facetchange", migrations.RunSQL.noop),
        migrations.AddField("facetchange", "organisation_id", models.BigIntegerField(), preserve_default=False),
    ]
