import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.manager
import django.utils.timezone
import registry.sorting
import registry.storage
import registry.validators
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0001_extensions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseNumberSeries",
            fields=[
                ("year", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="County",
            fields=[
                ("code", models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="länskod")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="namn")),
                ("letter", models.CharField(max_length=2, unique=True, verbose_name="länsbokstav")),
                ("nuts3", models.CharField(max_length=5, unique=True, verbose_name="NUTS 3-kod")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=registry.sorting.SortKey("name"),
                        output_field=models.CharField(db_collation="C", max_length=40),
                        verbose_name="sorteringsnyckel",
                    ),
                ),
            ],
            options={
                "verbose_name": "län",
                "verbose_name_plural": "län",
                "ordering": ["sort_key"],
            },
        ),
        migrations.CreateModel(
            name="LegalForm",
            fields=[
                ("code", models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="SCB:s kod")),
                ("name", models.CharField(max_length=90, unique=True, verbose_name="namn")),
                ("bolagsverket_code", models.CharField(blank=True, max_length=10, verbose_name="Bolagsverkets kod")),
                ("is_foundation", models.BooleanField(default=False, verbose_name="är stiftelse")),
                ("governing_document", models.CharField(max_length=40, verbose_name="styrande dokument")),
                ("offered", models.BooleanField(default=False, verbose_name="erbjuds i formulären")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ordning")),
            ],
            options={
                "verbose_name": "associationsform",
                "verbose_name_plural": "associationsformer",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="LegalProvision",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="beteckning")),
                ("title", models.CharField(max_length=120, verbose_name="rubrik")),
                ("summary", models.TextField(verbose_name="sammanfattning")),
                ("url", models.URLField(max_length=300, verbose_name="adress")),
                ("position", models.PositiveSmallIntegerField(verbose_name="ordning")),
            ],
            options={
                "verbose_name": "lagrum",
                "verbose_name_plural": "lagrum",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="TargetGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="adressnamn")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="namn")),
                (
                    "search_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, verbose_name="sökord"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ordning")),
            ],
            options={
                "verbose_name": "målgrupp",
                "verbose_name_plural": "målgrupper",
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("verification", "Ansökan om verifiering"), ("change", "Anmälan om ändring")],
                        default="verification",
                        max_length=12,
                        verbose_name="slag",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("submitted", "Inskickad"),
                            ("under_review", "Under prövning"),
                            ("completion_requested", "Väntar på komplettering"),
                            ("approved", "Godkänd"),
                            ("rejected", "Avslagen"),
                            ("dismissed", "Avvisad"),
                            ("withdrawn", "Återkallad"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="påbörjades")),
                (
                    "touched_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="senast ändrat utkast"),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="påminnelse om utkast skickad"),
                ),
                (
                    "case_number",
                    models.CharField(blank=True, max_length=20, null=True, unique=True, verbose_name="ärendenummer"),
                ),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="kom in")),
                (
                    "waiting_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="bollen är hos sökanden sedan"),
                ),
                ("paused_for", models.DurationField(default=datetime.timedelta, verbose_name="sökandens egen tid")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="sökanden svarade")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="avslutades")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handläggare",
                    ),
                ),
            ],
            options={
                "verbose_name": "ärende",
                "verbose_name_plural": "ärenden",
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Inskickat"),
                            ("approved", "Godkänt"),
                            ("rejected", "Avslaget"),
                            ("withdrawn", "Återtaget"),
                        ],
                        default="submitted",
                        max_length=9,
                        verbose_name="läge",
                    ),
                ),
                ("case_number", models.CharField(max_length=20, unique=True, verbose_name="ärendenummer")),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="kom in")),
                ("position", models.CharField(max_length=120, verbose_name="uppdrag i organisationen")),
                (
                    "explanation",
                    models.TextField(max_length=2000, verbose_name="varför du får företräda organisationen"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="avgjordes")),
                ("reasons", models.TextField(blank=True, max_length=2000, verbose_name="skäl")),
                (
                    "claimant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "anspråk",
                "verbose_name_plural": "anspråk",
            },
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=30)),
                ("note", models.TextField(blank=True)),
                ("from_state", models.CharField(max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="registry.claim"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "county",
                    models.OneToOneField(
                        db_column="code",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="registry.county",
                        verbose_name="län",
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="namn")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="adressnamn")),
                (
                    "organisation_number",
                    models.CharField(
                        max_length=10,
                        unique=True,
                        validators=[registry.validators.validate_organisation_number],
                        verbose_name="organisationsnummer",
                    ),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=registry.sorting.SortKey("name"),
                        output_field=models.CharField(db_collation="C", max_length=60),
                        verbose_name="sorteringsnyckel",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regioner",
                "ordering": ["sort_key"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("governing", "Stadgar eller motsvarande"),
                            ("welfare", "Underlag om verksamheten"),
                            ("ownership", "Underlag om ägare"),
                            ("annual_report", "Årsredovisning eller bokslut"),
                            ("power_of_attorney", "Fullmakt"),
                            ("minutes", "Protokoll"),
                            ("answer", "Svar på komplettering"),
                            ("decision", "Beslut"),
                            ("other", "Annan handling"),
                        ],
                        max_length=20,
                        verbose_name="slag",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("file", models.FileField(max_length=200, upload_to=registry.storage.storage_path, verbose_name="fil")),
                ("filename", models.CharField(max_length=120, verbose_name="filnamn")),
                ("size", models.PositiveIntegerField(verbose_name="storlek i byte")),
                ("sha256", models.CharField(max_length=64, verbose_name="kontrollsumma")),
                ("page_count", models.PositiveIntegerField(verbose_name="antal sidor")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="antagen")),
                ("has_text", models.BooleanField(verbose_name="har läsbar text")),
                ("has_personal_number", models.BooleanField(verbose_name="kan innehålla personnummer")),
                ("masking_confirmed", models.BooleanField(default=False, verbose_name="uppladdaren har bekräftat")),
                ("is_public", models.BooleanField(default=False, verbose_name="visas för alla")),
                ("is_claim_evidence", models.BooleanField(default=False, verbose_name="hör till ett anspråk")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="kom in")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "handling",
                "verbose_name_plural": "handlingar",
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="evidence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.document",
                verbose_name="fullmakt eller protokoll",
            ),
        ),
        migrations.CreateModel(
            name="ChangeNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="gäller från")),
                ("message", models.TextField(blank=True, max_length=2000, verbose_name="varför")),
                ("proposed", models.JSONField(blank=True, default=dict, verbose_name="det nya")),
                ("replaced", models.JSONField(blank=True, default=dict, verbose_name="det som stod")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="change_notice",
                        to="registry.application",
                    ),
                ),
                (
                    "governing_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "anmälan om ändring",
                "verbose_name_plural": "anmälningar om ändring",
            },
        ),
        migrations.CreateModel(
            name="FeeRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("application", "ansökningsavgift"), ("annual", "årlig avgift")],
                        max_length=11,
                        verbose_name="slag",
                    ),
                ),
                ("amount", models.PositiveIntegerField(verbose_name="belopp i kronor")),
                ("valid_from", models.DateField(verbose_name="gäller från och med")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                ("dates_confirmed", models.BooleanField(default=False, verbose_name="datumen är bekräftade")),
                ("source_name", models.CharField(max_length=120, verbose_name="källa")),
                ("source_url", models.URLField(max_length=300, verbose_name="källans adress")),
                ("source_checked_on", models.DateField(verbose_name="källan kontrollerad")),
                ("note", models.TextField(blank=True, verbose_name="anmärkning")),
            ],
            options={
                "verbose_name": "avgift",
                "verbose_name_plural": "avgifter",
                "ordering": ["kind", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="feerate_ends_after_it_begins",
                        violation_error_message="Sista dagen kan inte ligga före den första.",
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "valid_from"),
                        name="feerate_one_per_start",
                        violation_error_message="En avgift av samma slag börjar redan gälla den dagen.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("kind", "="),
                            (
                                models.Func(
                                    "valid_from",
                                    "valid_to",
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="feerate_one_at_a_time",
                        violation_error_message="En avgift av samma slag gäller redan under den tiden.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalEntity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="namn")),
                (
                    "organisation_number",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        null=True,
                        validators=[registry.validators.validate_organisation_number],
                        verbose_name="organisationsnummer",
                    ),
                ),
                ("country", models.CharField(default="SE", max_length=2, verbose_name="land")),
                ("foreign_register", models.CharField(blank=True, max_length=30, verbose_name="utländskt register")),
                ("foreign_number", models.CharField(blank=True, max_length=40, verbose_name="nummer i registret")),
                ("own_address", models.BooleanField(default=False, verbose_name="har egen adress")),
                ("street", models.CharField(blank=True, max_length=120, verbose_name="gatuadress eller box")),
                ("postal_code", models.CharField(blank=True, max_length=10, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="ort")),
                ("purpose_text", models.TextField(blank=True, max_length=2000, verbose_name="syftet, ordagrant")),
                ("purpose_clause", models.CharField(blank=True, max_length=60, verbose_name="var syftet står")),
                (
                    "purpose_exclusive",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("no", "Nej"), ("unsure", "Vi är osäkra")],
                        max_length=6,
                        verbose_name="är syftet enbart allmännyttigt",
                    ),
                ),
                (
                    "dissolution_text",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="vad som händer med tillgångarna, ordagrant"
                    ),
                ),
                ("dissolution_clause", models.CharField(blank=True, max_length=60, verbose_name="var det står")),
                (
                    "public_control",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Ja"), ("no", "Nej"), ("unsure", "Vi är osäkra")],
                        max_length=6,
                        verbose_name="bestämmer stat, region eller kommun",
                    ),
                ),
                (
                    "public_control_note",
                    models.TextField(blank=True, max_length=2000, verbose_name="hur styrelsen utses"),
                ),
                (
                    "welfare_runs",
                    models.CharField(
                        blank=True,
                        choices=[("runs", "Vi bedriver den i dag"), ("intends", "Vi ska börja")],
                        max_length=8,
                        verbose_name="bedriver välfärd i dag",
                    ),
                ),
                (
                    "welfare_text",
                    models.TextField(blank=True, max_length=2000, verbose_name="vilken välfärd och vem som betalar"),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skapades")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=registry.sorting.SortKey("name"),
                        output_field=models.CharField(db_collation="C", max_length=200),
                        verbose_name="sorteringsnyckel",
                    ),
                ),
                (
                    "governing_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.document",
                        verbose_name="stadgar eller motsvarande",
                    ),
                ),
                (
                    "legal_form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entities",
                        to="registry.legalform",
                        verbose_name="juridisk form",
                    ),
                ),
            ],
            options={
                "verbose_name": "juridisk person",
                "verbose_name_plural": "juridiska personer",
            },
        ),
        migrations.CreateModel(
            name="EntityRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("submitted", "Inskickat"),
                            ("completed", "Kompletterat"),
                            ("verified", "Verifierat"),
                            ("changed", "Ändrat"),
                        ],
                        max_length=10,
                        verbose_name="orsak",
                    ),
                ),
                ("content", models.JSONField(verbose_name="innehåll")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sparades")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="registry.legalentity"
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versioner",
                "ordering": ["legal_entity", "number"],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="legal_entity",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="registry.legalentity",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="legal_entity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="registry.legalentity"
            ),
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.EmailField(max_length=254, verbose_name="mottagare")),
                ("sender", models.CharField(max_length=320, verbose_name="avsändare")),
                ("subject", models.CharField(max_length=255, verbose_name="ämne")),
                ("body", models.TextField(verbose_name="text")),
                ("message_id", models.CharField(max_length=255, unique=True, verbose_name="meddelande-id")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="skapat"),
                ),
                ("tried_at", models.DateTimeField(editable=False, null=True, verbose_name="senaste försök")),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="skickat")),
                ("attempts", models.PositiveIntegerField(default=0, editable=False, verbose_name="försök")),
                (
                    "last_error",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="senaste fel"),
                ),
            ],
            options={
                "verbose_name": "e-postbrev",
                "verbose_name_plural": "e-postbrev",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["created_at"], name="mail_waiting")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recipient", ""), _negated=True), models.Q(("subject", ""), _negated=True)
                        ),
                        name="mail_has_recipient_and_subject",
                        violation_error_message="Ett brev har en mottagare och ett ämne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at", None), ("sent_at__gte", models.F("created_at")), _connector="OR"
                        ),
                        name="mail_sent_after_created",
                        violation_error_message="Ett brev kan inte skickas innan det skrivits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at", None),
                            models.Q(("attempts__gte", 1), ("last_error", ""), ("tried_at", models.F("sent_at"))),
                            _connector="OR",
                        ),
                        name="mail_sent_was_tried",
                        violation_error_message="Ett skickat brev har minst ett försök och inget fel.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attempts", 0), ("tried_at", None)),
                            models.Q(("attempts__gte", 1), ("tried_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="mail_attempts_have_a_time",
                        violation_error_message="Ett försök att skicka har en tidpunkt.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name="kommunkod")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="namn")),
                ("official_name", models.CharField(max_length=80, unique=True, verbose_name="officiellt namn")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="adressnamn")),
                (
                    "organisation_number",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[registry.validators.validate_organisation_number],
                        verbose_name="organisationsnummer",
                    ),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=registry.sorting.SortKey("name"),
                        output_field=models.CharField(db_collation="C", max_length=60),
                        verbose_name="sorteringsnyckel",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="municipalities",
                        to="registry.county",
                        verbose_name="län",
                    ),
                ),
            ],
            options={
                "verbose_name": "kommun",
                "verbose_name_plural": "kommuner",
                "ordering": ["sort_key"],
            },
        ),
        migrations.AddField(
            model_name="legalentity",
            name="seat",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entities",
                to="registry.municipality",
                verbose_name="säte",
            ),
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="slag")),
                ("subject", models.CharField(max_length=200, verbose_name="rubrik")),
                ("body", models.TextField(verbose_name="text")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="länk")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skapades")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="lästes")),
                ("once", models.CharField(blank=True, max_length=120, verbose_name="skickas en gång per")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "meddelande",
                "verbose_name_plural": "meddelanden",
            },
        ),
        migrations.CreateModel(
            name="OfficerShift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="skäl")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="började")),
                ("expires_at", models.DateTimeField(verbose_name="slutar av sig självt")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="avslutades")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officer_shifts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tjänstgöring som handläggare",
                "verbose_name_plural": "tjänstgöringar som handläggare",
            },
        ),
        migrations.CreateModel(
            name="OfficialCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_on", models.DateField(verbose_name="kontrollerad")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("registered", "Registrerad"),
                            ("not_registered", "Inte registrerad"),
                            ("unknown", "Okänt"),
                        ],
                        max_length=14,
                        verbose_name="svar",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="källa")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="anteckning")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="antecknades")),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="official_checks",
                        to="registry.legalentity",
                    ),
                ),
            ],
            options={
                "verbose_name": "kontroll mot Kammarkollegiet",
                "verbose_name_plural": "kontroller mot Kammarkollegiet",
            },
        ),
        migrations.CreateModel(
            name="OfficialRegistration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="registrerad")),
                (
                    "deregistration_decided_on",
                    models.DateField(blank=True, null=True, verbose_name="beslut om avregistrering"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="källa")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="antecknades")),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="official_registrations",
                        to="registry.legalentity",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "registrering hos Kammarkollegiet",
                "verbose_name_plural": "registreringar hos Kammarkollegiet",
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="namn")),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="adress på webben")),
                ("lead", models.CharField(blank=True, max_length=300, verbose_name="vad ni gör, i en mening")),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="mer om er")),
                ("street", models.CharField(blank=True, max_length=120, verbose_name="gatuadress eller box")),
                ("postal_code", models.CharField(blank=True, max_length=10, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="ort")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-postadress som visas")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefon som visas")),
                ("website", models.URLField(blank=True, verbose_name="webbplats")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skapades")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="blev offentlig")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="bekräftad av dem själva")),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=registry.sorting.SortKey("name"),
                        output_field=models.CharField(db_collation="C", max_length=200),
                        verbose_name="sorteringsnyckel",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="registry.municipality",
                        verbose_name="säte",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisationer",
            },
            managers=[
                ("everything", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Ägare"), ("editor", "Redaktör"), ("reader", "Läsare")],
                        max_length=6,
                        verbose_name="roll",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="från")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="till")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="registry.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "medlem",
                "verbose_name_plural": "medlemmar",
            },
        ),
        migrations.AddField(
            model_name="legalentity",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entities",
                to="registry.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_number", models.CharField(max_length=20, verbose_name="ärendenummer")),
                ("registered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dag")),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "In"), ("out", "Ut"), ("internal", "Upprättad")],
                        max_length=8,
                        verbose_name="riktning",
                    ),
                ),
                ("counterparty", models.CharField(max_length=200, verbose_name="avsändare eller mottagare")),
                ("subject", models.CharField(max_length=200, verbose_name="handling")),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journal_entries",
                        to="registry.application",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journal_entries",
                        to="registry.claim",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journal_entries",
                        to="registry.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "diariepost",
                "verbose_name_plural": "diarieposter",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-postadress")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Ägare"), ("editor", "Redaktör"), ("reader", "Läsare")],
                        max_length=6,
                        verbose_name="roll",
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skickades")),
                ("expires_at", models.DateTimeField(verbose_name="gäller till")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepterades")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="drogs tillbaka")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="registry.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "inbjudan",
                "verbose_name_plural": "inbjudningar",
            },
        ),
        migrations.AddField(
            model_name="document",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="registry.organisation"
            ),
        ),
        migrations.CreateModel(
            name="ContactPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="uppdrag")),
                ("email", models.EmailField(max_length=254, verbose_name="e-postadress")),
                ("phone", models.CharField(max_length=30, verbose_name="telefon")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_person",
                        to="registry.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "kontaktperson",
                "verbose_name_plural": "kontaktpersoner",
            },
        ),
        migrations.CreateModel(
            name="ConflictOfInterest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="skäl")),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="anmäldes")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts_of_interest",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts_of_interest",
                        to="registry.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "jäv",
                "verbose_name_plural": "jäv",
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="registry.organisation"
            ),
        ),
        migrations.CreateModel(
            name="Ownership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("entity", "En av våra juridiska personer"),
                            ("members", "Medlemmarna"),
                            ("staff", "Personalen"),
                            ("persons", "Privatpersoner"),
                            ("organisation", "En annan organisation eller ett företag"),
                            ("public", "Stat, region eller kommun"),
                            ("nobody", "Ingen, stiftelsen äger sig själv"),
                        ],
                        max_length=12,
                        verbose_name="vem",
                    ),
                ),
                ("owner_name", models.CharField(blank=True, max_length=200, verbose_name="ägarens namn")),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="andel av kapitalet (%)",
                    ),
                ),
                (
                    "votes",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="andel av rösterna (%)",
                    ),
                ),
                (
                    "appoints_board",
                    models.BooleanField(default=False, verbose_name="utser styrelsen eller flera i den"),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="gäller")),
                (
                    "owned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ownerships",
                        to="registry.legalentity",
                        verbose_name="ägs",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="registry.legalentity",
                        verbose_name="ägare i familjen",
                    ),
                ),
            ],
            options={
                "verbose_name": "ägare",
                "verbose_name_plural": "ägare",
            },
        ),
        migrations.CreateModel(
            name="ServiceArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="adressnamn")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="namn")),
                ("main_law", models.CharField(blank=True, max_length=120, verbose_name="huvudsaklig lag")),
                (
                    "permit",
                    models.CharField(
                        choices=[
                            ("required", "krävs"),
                            ("depends", "beror på verksamheten"),
                            ("not_required", "krävs inte"),
                        ],
                        default="not_required",
                        max_length=12,
                        verbose_name="tillstånd",
                    ),
                ),
                ("permit_authority", models.CharField(blank=True, max_length=80, verbose_name="tillståndsmyndighet")),
                ("permit_source", models.CharField(blank=True, max_length=160, verbose_name="källa för tillstånd")),
                (
                    "cpv_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), blank=True, default=list, verbose_name="CPV-koder"
                    ),
                ),
                (
                    "reservable_25a",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("part", "delvis"), ("no", "nej")],
                        max_length=4,
                        verbose_name="reserveras enligt 19 kap. 25 a §",
                    ),
                ),
                (
                    "reservable_25",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("part", "delvis"), ("no", "nej")],
                        max_length=4,
                        verbose_name="reserveras enligt 19 kap. 25 §",
                    ),
                ),
                (
                    "reservable_lov",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("part", "delvis"), ("no", "nej")],
                        max_length=4,
                        verbose_name="reserveras i valfrihetssystem",
                    ),
                ),
                (
                    "reservation_note",
                    models.CharField(blank=True, max_length=200, verbose_name="anmärkning om reservation"),
                ),
                (
                    "search_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, verbose_name="sökord"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ordning")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="registry.servicearea",
                        verbose_name="välfärdsområde",
                    ),
                ),
            ],
            options={
                "verbose_name": "verksamhetsområde",
                "verbose_name_plural": "verksamhetsområden",
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Signatory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="uppdrag")),
                (
                    "rule",
                    models.CharField(
                        choices=[("alone", "Var för sig"), ("jointly", "Två eller flera tillsammans")],
                        max_length=7,
                        verbose_name="hur firman tecknas",
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatories",
                        to="registry.legalentity",
                    ),
                ),
            ],
            options={
                "verbose_name": "firmatecknare",
                "verbose_name_plural": "firmatecknare",
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skickades in")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="registry.organisation",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "inskickning",
                "verbose_name_plural": "inskickningar",
            },
        ),
        migrations.AddField(
            model_name="application",
            name="submission",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="registry.submission",
            ),
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("description", models.CharField(blank=True, max_length=300, verbose_name="kort om tjänsten")),
                ("whole_country", models.BooleanField(default=False, verbose_name="i hela landet")),
                ("capacity", models.PositiveIntegerField(blank=True, null=True, verbose_name="omfattning")),
                (
                    "capacity_unit",
                    models.CharField(
                        blank=True,
                        choices=[("places", "platser"), ("persons", "personer"), ("hours", "timmar per vecka")],
                        max_length=10,
                        verbose_name="enhet",
                    ),
                ),
                (
                    "permit",
                    models.CharField(
                        choices=[
                            ("not_needed", "Behövs inte"),
                            ("held", "Vi har tillstånd"),
                            ("applied", "Vi har sökt tillstånd"),
                            ("missing", "Vi har inte tillstånd än"),
                        ],
                        max_length=10,
                        verbose_name="tillstånd",
                    ),
                ),
                (
                    "permit_authority",
                    models.CharField(blank=True, max_length=80, verbose_name="vem som gett tillståndet"),
                ),
                ("permit_reference", models.CharField(blank=True, max_length=60, verbose_name="tillståndets nummer")),
                ("permit_valid_until", models.DateField(blank=True, null=True, verbose_name="gäller till")),
                ("confirmed_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="bekräftad")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="upphörde")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="registry.legalentity"
                    ),
                ),
                (
                    "municipalities",
                    models.ManyToManyField(
                        blank=True, related_name="services", to="registry.municipality", verbose_name="kommuner"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="registry.servicearea",
                        verbose_name="tjänst",
                    ),
                ),
                (
                    "target_groups",
                    models.ManyToManyField(
                        blank=True, related_name="services", to="registry.targetgroup", verbose_name="målgrupper"
                    ),
                ),
            ],
            options={
                "verbose_name": "tjänst",
                "verbose_name_plural": "tjänster",
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("verified", "Verifierad"),
                            ("change_noticed", "En ändring prövas"),
                            ("ended", "Har upphört"),
                        ],
                        default="verified",
                        max_length=20,
                        verbose_name="läge",
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="verifierad")),
                ("verified_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="beslutades")),
                (
                    "end_warned_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="kommunicerat att verifieringen kan upphöra"
                    ),
                ),
                ("end_warning", models.TextField(blank=True, max_length=4000, verbose_name="vad som talar emot")),
                ("end_answer_by", models.DateField(blank=True, null=True, verbose_name="svara senast")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="upphörde")),
                (
                    "end_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own_request", "På egen begäran"),
                            ("requirements_not_met", "Kraven är inte längre uppfyllda"),
                            ("wrong_information", "Uppgifterna var felaktiga"),
                            ("ceased", "Den juridiska personen finns inte längre"),
                        ],
                        max_length=20,
                        verbose_name="grund",
                    ),
                ),
                ("end_reasons", models.TextField(blank=True, max_length=4000, verbose_name="skäl")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="registry.application",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="registry.legalentity",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.entityrevision"
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "verifiering",
                "verbose_name_plural": "verifieringar",
            },
        ),
        migrations.CreateModel(
            name="VerificationEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=30)),
                ("note", models.TextField(blank=True)),
                ("from_state", models.CharField(max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "verification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="registry.verification"
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=30, verbose_name="händelse")),
                ("note", models.TextField(blank=True, verbose_name="anteckning")),
                ("from_state", models.CharField(max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="när")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="registry.application"
                    ),
                ),
            ],
            options={
                "verbose_name": "händelse",
                "verbose_name_plural": "händelser",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("action__in", ["request_completion", "reject", "dismiss", "communicate", "hand_over"]),
                                _negated=True,
                            ),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="application_event_reason_given",
                        violation_error_message="Steget behöver skäl.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "requirement",
                    models.CharField(
                        choices=[
                            ("purpose", "Enbart allmännyttigt syfte"),
                            ("welfare", "Offentligt finansierad välfärd"),
                            ("public_control", "Stat, region eller kommun bestämmer inte"),
                            ("dissolution", "Tillgångar vid upplösning"),
                        ],
                        max_length=14,
                        verbose_name="krav",
                    ),
                ),
                (
                    "judgement",
                    models.CharField(
                        choices=[
                            ("met", "Uppfyllt"),
                            ("undecided", "Kan inte bedömas än"),
                            ("not_met", "Inte uppfyllt"),
                        ],
                        max_length=9,
                        verbose_name="bedömning",
                    ),
                ),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="underlag")),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="skäl")),
                ("judged_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="bedömdes")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="registry.application",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "bedömning",
                "verbose_name_plural": "bedömningar",
                "indexes": [
                    models.Index(fields=["application", "requirement", "-judged_at"], name="assessment_latest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("judgement", "met"), _negated=True),
                            models.Q(("evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_met_on_evidence",
                        violation_error_message="Skriv vilket underlag som visar att kravet är uppfyllt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("judgement", "met"), models.Q(("comment", ""), _negated=True), _connector="OR"
                        ),
                        name="assessment_refusal_has_reasons",
                        violation_error_message="Skriv skälen till bedömningen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Communication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000, verbose_name="vad som talar emot")),
                ("due_on", models.DateField(verbose_name="svara senast")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skickades")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="svar")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="besvarades")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communications",
                        to="registry.application",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "kommunicering",
                "verbose_name_plural": "kommuniceringar",
                "ordering": ["sent_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="communication_has_text",
                        violation_error_message="Skriv vad som talar emot.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="communication_answered_by_someone",
                        violation_error_message="Ett svar har dag och avsändare.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("approved", "Godkänd"), ("rejected", "Avslag"), ("dismissed", "Avvisad")],
                        max_length=9,
                        verbose_name="utgång",
                    ),
                ),
                ("reasons", models.TextField(max_length=8000, verbose_name="skäl")),
                (
                    "provisions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        verbose_name="bestämmelser",
                    ),
                ),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="beslutades")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="mottagaren tog del")),
                (
                    "review_until",
                    models.DateField(blank=True, null=True, verbose_name="sista dag att begära omprövning"),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="registry.application"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "beslut",
                "verbose_name_plural": "beslut",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reasons", ""), _negated=True),
                        name="decision_has_reasons",
                        violation_error_message="Ett beslut har skäl.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "approved"), ("provisions__len__gt", 0), _connector="OR"),
                        name="decision_refusal_cites_provisions",
                        violation_error_message="Ange vilka bestämmelser beslutet bygger på.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("review_until", None), ("served_on", None)),
                            models.Q(("review_until__gt", models.F("served_on")), ("served_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_review_follows_service",
                        violation_error_message="Tiden räknas från dagen då mottagaren tog del av beslutet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompletionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("governing_document", "Stadgar eller motsvarande saknas eller går inte att läsa"),
                                ("purpose", "Syftet är oklart"),
                                ("dissolution", "Det är oklart vad som händer med tillgångarna"),
                                ("welfare", "Verksamheten eller finansieringen är oklar"),
                                ("ownership", "Ägare eller styrelse är oklart"),
                                ("signatory", "Det är oklart vem som får företräda er"),
                                ("other", "Annat"),
                            ],
                            max_length=20,
                        ),
                        verbose_name="vad som saknas",
                    ),
                ),
                ("message", models.TextField(max_length=4000, verbose_name="vad ni behöver göra")),
                ("due_on", models.DateField(verbose_name="svara senast")),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="begärdes")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="svar")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="besvarades")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completion_requests",
                        to="registry.application",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "documents",
                    models.ManyToManyField(blank=True, related_name="completion_requests", to="registry.document"),
                ),
            ],
            options={
                "verbose_name": "begäran om komplettering",
                "verbose_name_plural": "begäranden om komplettering",
                "ordering": ["requested_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("application",),
                        name="completion_one_open_at_a_time",
                        violation_error_message="En komplettering är redan begärd.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reasons__len__gt", 0), models.Q(("message", ""), _negated=True)),
                        name="completion_has_reasons",
                        violation_error_message="Välj minst ett skäl och skriv vad som behövs.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="completion_answered_by_someone",
                        violation_error_message="Ett svar har dag och avsändare.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="entityrevision",
            constraint=models.UniqueConstraint(fields=("legal_entity", "number"), name="revision_number_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__startswith", models.F("county"))),
                name="municipality_lies_in_the_county_of_its_code",
                violation_error_message="Kommunkoden ska börja med länskoden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.UniqueConstraint(
                condition=models.Q(("organisation_number", ""), _negated=True),
                fields=("organisation_number",),
                name="municipality_one_per_number",
                violation_error_message="Numret hör redan till en annan kommun.",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["user", "-created_at"], name="notification_inbox"),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("once", ""), _negated=True),
                fields=("user", "kind", "once"),
                name="notification_told_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="officershift",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="officer_shift_has_reason",
                violation_error_message="Skriv varför du behöver rollen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="officershift",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at__gt", models.F("started_at")),
                    (
                        "expires_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("started_at"), "+", models.Value(datetime.timedelta(seconds=3600))
                        ),
                    ),
                ),
                name="officer_shift_lasts_at_most_an_hour",
                violation_error_message="Rollen gäller högst en timme.",
            ),
        ),
        migrations.AddIndex(
            model_name="officialcheck",
            index=models.Index(fields=["legal_entity", "-checked_on"], name="official_check_latest"),
        ),
        migrations.AddConstraint(
            model_name="officialcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="official_check_has_source",
                violation_error_message="Skriv var uppgiften kommer från.",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialregistration",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("legal_entity", "="), ("period", "&&")],
                name="official_registration_once_at_a_time",
                violation_error_message="Registreringen överlappar en som redan är antecknad.",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialregistration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deregistration_decided_on", None), ("period__upper_inf", True)),
                    models.Q(("deregistration_decided_on__isnull", False), ("period__upper_inf", False)),
                    _connector="OR",
                ),
                name="official_registration_ends_by_decision",
                violation_error_message="En avslutad registrering har dagen för Kammarkollegiets beslut.",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialregistration",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="official_registration_has_source",
                violation_error_message="Skriv var uppgiften kommer från.",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["sort_key", "id"], name="organisation_by_name"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("organisation", "user"),
                name="membership_once_at_a_time",
                violation_error_message="Personen är redan med.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["owner", "editor", "reader"])),
                name="membership_role_is_known",
                violation_error_message="Välj en av rollerna.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None)),
                    models.Q(("ended_at__gte", models.F("created_at")), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="membership_ends_after_it_began",
                violation_error_message="Ett avslutat medlemskap behöver dag och vem som avslutade.",
            ),
        ),
        migrations.AddIndex(
            model_name="legalentity",
            index=models.Index(fields=["organisation", "sort_key"], name="entity_of_family_by_name"),
        ),
        migrations.AddConstraint(
            model_name="legalentity",
            constraint=models.UniqueConstraint(
                fields=("organisation_number",),
                name="entity_number_is_unique",
                violation_error_message="Organisationsnumret finns redan i portalen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalentity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("foreign_number", ""), _negated=True),
                fields=("country", "foreign_register", "foreign_number"),
                name="entity_foreign_number_is_unique",
                violation_error_message="Numret i det utländska registret finns redan i portalen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalentity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation_number", None),
                    ("organisation_number__regex", "^[0-9]{2}[2-9][0-9]{7}$"),
                    _connector="OR",
                ),
                name="entity_number_is_well_formed",
                violation_error_message="Organisationsnumret har fel form.",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalentity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation_number", None), models.Q(("country", "SE"), ("foreign_number", "")), _connector="OR"
                ),
                name="entity_is_swedish_or_foreign",
                violation_error_message="Ange ett svenskt organisationsnummer eller ett utländskt nummer, inte båda.",
            ),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["-registered_at", "-id"], name="journal_newest_first"),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["case_number"], name="journal_of_case"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                fields=("organisation", "email"),
                name="invitation_one_open_per_address",
                violation_error_message="Adressen har redan en inbjudan. Dra tillbaka den först.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("revoked_at", None), _connector="OR"),
                name="invitation_accepted_or_revoked",
                violation_error_message="En inbjudan kan inte vara både accepterad och tillbakadragen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by", None)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_accepted_by_someone",
                violation_error_message="En accepterad inbjudan har en person.",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["sha256"], name="document_by_content"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False),
                    models.Q(("has_personal_number", False), ("has_text", True), ("is_claim_evidence", False)),
                    _connector="OR",
                ),
                name="document_public_only_when_read",
                violation_error_message="En fil som kan innehålla personnummer får aldrig bli offentlig.",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("has_personal_number", False), ("has_text", True)),
                    ("masking_confirmed", True),
                    _connector="OR",
                ),
                name="document_doubtful_is_confirmed",
                violation_error_message="Bekräfta att personnummer är maskerade i filen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="document_hash_is_sha256",
                violation_error_message="Kontrollsumman har fel form.",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("organisation", "legal_entity", "kind", "sha256"),
                name="document_once_per_purpose",
                nulls_distinct=False,
                violation_error_message="Samma fil är redan inlämnad.",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictofinterest",
            constraint=models.UniqueConstraint(
                fields=("officer", "organisation"),
                name="conflict_once_per_organisation",
                violation_error_message="Du har redan anmält jäv för organisationen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "submitted")),
                fields=("organisation", "claimant"),
                name="claim_one_open_per_person",
                violation_error_message="Du har redan ett anspråk som prövas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", None), ("state__in", ["submitted", "withdrawn"])),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["approved", "rejected"]),
                    ),
                    _connector="OR",
                ),
                name="claim_decided_by_someone",
                violation_error_message="Ett avgjort anspråk har dag och handläggare.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "rejected"), _negated=True),
                    models.Q(("reasons", ""), _negated=True),
                    _connector="OR",
                ),
                name="claim_rejected_with_reasons",
                violation_error_message="Skriv skälen till avslaget.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "entity"), ("owner__isnull", False), ("owner_name", "")),
                    models.Q(
                        ("owner", None),
                        models.Q(("kind", "entity"), _negated=True),
                        models.Q(
                            models.Q(("owner_name", ""), _negated=True),
                            ("kind__in", ["members", "staff", "nobody"]),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="ownership_names_one_owner",
                violation_error_message="Ange vem som äger: en i familjen eller ett namn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("owner", None), models.Q(("owner", models.F("owned")), _negated=True), _connector="OR"
                ),
                name="ownership_not_of_itself",
                violation_error_message="En juridisk person kan inte äga sig själv.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("share", None), ("share__range", (0, 100)), _connector="OR"),
                    models.Q(("votes", None), ("votes__range", (0, 100)), _connector="OR"),
                ),
                name="ownership_shares_are_percentages",
                violation_error_message="Andelar anges i procent, från 0 till 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("owned", "="), ("owner", "="), ("period", "&&")],
                name="ownership_once_at_a_time",
                violation_error_message="Ägaren står redan för den tiden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicearea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("permit", "not_required"),
                    models.Q(
                        models.Q(("permit_authority", ""), _negated=True),
                        models.Q(("permit_source", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="servicearea_permit_names_its_authority",
                violation_error_message="Ange vem som ger tillstånd och var det står.",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicearea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None),
                    models.Q(
                        ("reservable_25a", ""),
                        ("reservable_25", ""),
                        ("reservable_lov", ""),
                        _connector="OR",
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="servicearea_service_answers_about_reservation",
                violation_error_message="Ange för varje grund om tjänsten kan reserveras.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.UniqueConstraint(
                fields=("legal_entity", "name"),
                name="signatory_once_per_entity",
                violation_error_message="Personen står redan som firmatecknare.",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["state", "received_at"], name="application_queue"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["officer", "state"], name="application_of_officer"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "under_review", "completion_requested"])),
                fields=("legal_entity",),
                name="application_one_at_a_time",
                violation_error_message="Det finns redan ett ärende om den juridiska personen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "submitted",
                            "under_review",
                            "completion_requested",
                            "approved",
                            "rejected",
                            "dismissed",
                            "withdrawn",
                        ],
                    )
                ),
                name="application_state_is_known",
                violation_error_message="Okänt läge.",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case_number", None), ("received_at", None), ("state", "draft"), ("submission", None)),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("case_number__isnull", False),
                        ("received_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="application_numbered_when_received",
                violation_error_message="Ett ärende som kommit in har nummer och dag.",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "under_review"), _negated=True), ("officer__isnull", False), _connector="OR"
                ),
                name="application_reviewed_by_someone",
                violation_error_message="Ett ärende under prövning har en handläggare.",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at", None),
                        ("state__in", ["draft", "submitted", "under_review", "completion_requested"]),
                    ),
                    models.Q(
                        ("state__in", ["approved", "rejected", "dismissed", "withdrawn"]), ("closed_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="application_closed_with_a_day",
                violation_error_message="Ett avslutat ärende har en dag då det avslutades.",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "completion_requested"), _negated=True),
                    ("waiting_since__isnull", False),
                    _connector="OR",
                ),
                name="application_waits_while_completing",
                violation_error_message="Under komplettering är bollen hos sökanden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("legal_entity", "area"),
                name="service_once_per_entity",
                violation_error_message="Tjänsten finns redan. Ändra den i stället.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("permit", "held"), _negated=True),
                    models.Q(
                        models.Q(("permit_authority", ""), _negated=True),
                        models.Q(("permit_reference", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="service_permit_is_named",
                violation_error_message="Skriv vem som gett tillståndet och dess nummer.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("capacity", None), ("capacity_unit", "")),
                    models.Q(("capacity__gt", 0), models.Q(("capacity_unit", ""), _negated=True)),
                    _connector="OR",
                ),
                name="service_capacity_has_a_unit",
                violation_error_message="Ange både antal och enhet, eller lämna båda tomma.",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("legal_entity", "="), ("period", "&&")],
                name="verification_once_at_a_time",
                violation_error_message="Den juridiska personen är redan verifierad under den tiden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "ended"), _negated=True),
                        ("end_ground", ""),
                        ("ended_at", None),
                        ("ended_by", None),
                        ("period__upper_inf", True),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        ("period__upper_inf", False),
                        ("state", "ended"),
                        models.Q(("end_ground", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="verification_ended_with_ground",
                violation_error_message="En verifiering som upphört har dag och grund.",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_ground__in", ["", "own_request"]),
                    models.Q(("end_reasons", ""), _negated=True),
                    _connector="OR",
                ),
                name="verification_ended_by_decision_has_reasons",
                violation_error_message="Skriv skälen till att verifieringen upphör.",
            ),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_ground__in", ["requirements_not_met", "wrong_information"]), _negated=True),
                    ("end_warned_at__isnull", False),
                    _connector="OR",
                ),
                name="verification_withdrawn_after_warning",
                violation_error_message="Ge organisationen tillfälle att yttra sig först.",
            ),
        ),
    ]
