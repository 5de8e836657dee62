import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import registry.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0002_models"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContractingAuthority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="namn")),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="adress på webben")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "Kommun"),
                            ("region", "Region"),
                            ("state", "Statlig myndighet"),
                            ("company", "Kommunalt bolag"),
                        ],
                        max_length=12,
                        verbose_name="slag",
                    ),
                ),
                (
                    "organisation_number",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        null=True,
                        unique=True,
                        validators=[registry.validators.validate_organisation_number],
                        verbose_name="organisationsnummer",
                    ),
                ),
                (
                    "email_domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        verbose_name="e-postdomäner",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorities",
                        to="registry.municipality",
                        verbose_name="kommun",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorities",
                        to="registry.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "upphandlande myndighet",
                "verbose_name_plural": "upphandlande myndigheter",
            },
        ),
        migrations.CreateModel(
            name="AuthorityMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "Administratör"),
                            ("officer", "Upphandlare"),
                            ("politician", "Förtroendevald"),
                        ],
                        max_length=13,
                        verbose_name="roll",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="från")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="till")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authority_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="procurement.contractingauthority",
                    ),
                ),
            ],
            options={
                "verbose_name": "medlem i myndighet",
                "verbose_name_plural": "medlemmar i myndigheter",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("authority", "user"),
                        name="authority_membership_once_at_a_time",
                        violation_error_message="Personen är redan med.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["administrator", "officer", "politician"])),
                        name="authority_membership_role_is_known",
                        violation_error_message="Välj en av rollerna.",
                    ),
                ],
            },
        ),
    ]
