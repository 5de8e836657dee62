"""What the yearly statement needs: its case number, what a judgement read, and which reminders were sent."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0009_eligibility_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StatementReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year_begins", models.DateField(verbose_name="räkenskapsåret börjar")),
                ("year_ends", models.DateField(verbose_name="räkenskapsåret slutar")),
                ("due_on", models.DateField(verbose_name="sista dag")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("60", "60 dagar före"),
                            ("30", "30 dagar före"),
                            ("7", "7 dagar före"),
                            ("overdue", "Varning när dagen har gått"),
                        ],
                        max_length=7,
                        verbose_name="vilken",
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skickades")),
            ],
            options={
                "verbose_name": "påminnelse om årsuppgift",
                "verbose_name_plural": "påminnelser om årsuppgift",
            },
        ),
        migrations.RemoveConstraint(
            model_name="annualstatement",
            name="annual_statement_handed_in_by_somebody",
        ),
        migrations.AddField(
            model_name="annualstatement",
            name="case_number",
            field=models.CharField(blank=True, max_length=20, verbose_name="ärendenummer"),
        ),
        migrations.AddField(
            model_name="criterionjudgement",
            name="statement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="judgements",
                to="registry.annualstatement",
                verbose_name="årsuppgift",
            ),
        ),
        migrations.AddIndex(
            model_name="annualstatement",
            index=models.Index(fields=["submitted_at", "id"], name="annual_statement_queue"),
        ),
        migrations.AddConstraint(
            model_name="annualstatement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case_number", ""), _negated=True),
                fields=("case_number",),
                name="annual_statement_number_is_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case_number", ""), ("submitted_at", None), ("submitted_by", None)),
                    models.Q(
                        ("submitted_at__isnull", False),
                        ("submitted_by__isnull", False),
                        models.Q(("case_number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="annual_statement_handed_in_by_somebody",
                violation_error_message="En lämnad årsuppgift har dag, avsändare och ärendenummer.",
            ),
        ),
        migrations.AddField(
            model_name="statementreminder",
            name="legal_entity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statement_reminders",
                to="registry.legalentity",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementreminder",
            constraint=models.UniqueConstraint(
                fields=("legal_entity", "year_begins", "stage"), name="statement_reminder_once_per_stage"
            ),
        ),
        migrations.RunSQL(
            """
            create trigger registry_statementreminder_append_only before update or delete on registry_statementreminder
              for each row execute function registry_append_only();
            """,
            "drop trigger registry_statementreminder_append_only on registry_statementreminder;",
        ),
    ]
