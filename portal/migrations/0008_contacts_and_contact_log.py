"""The directory of function contacts, and organisations' own logs of contacts."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import registry.validators
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = """
create trigger portal_contactnoteevent_append_only before update or delete on portal_contactnoteevent
  for each row execute function registry_append_only();
"""

# What was put in stands. Only that the authority was told, and that the row was closed, is told afterwards, once each.
CONTACTS = """
create function portal_function_contact_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.closed_at is not null
     or (old.told_at is not null and new.told_at is distinct from old.told_at)
     or to_jsonb(new) - 'told_at' - 'closed_at' is distinct from to_jsonb(old) - 'told_at' - 'closed_at' then
    raise exception 'En kontakt ändras aldrig. Lägg in den rättad.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger portal_function_contact_stands before update or delete on portal_functioncontact
  for each row execute function portal_function_contact_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0007_follow_up_board'),
        ('procurement', '0029_members_ended_by_case_officers'),
        ('registry', '0016_answers_before_a_verification_ends'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('met', models.CharField(choices=[('procurement', 'Upphandling'), ('law', 'Juridik'), ('service_area', 'Verksamhet'), ('committee', 'Nämnd'), ('council', 'Kommunstyrelse eller regionstyrelse'), ('registrar', 'Registrator'), ('politician', 'Förtroendevald')], max_length=12, verbose_name='vem ni mötte')),
                ('met_on', models.DateField(verbose_name='dag')),
                ('way', models.CharField(choices=[('mail', 'E-post'), ('letter', 'Brev'), ('phone', 'Telefon'), ('meeting', 'Möte'), ('other', 'På annat sätt')], max_length=7, verbose_name='hur')),
                ('text', models.TextField(max_length=2000, verbose_name='vad som sades')),
                ('next_step', models.CharField(blank=True, max_length=200, verbose_name='nästa steg')),
                ('next_step_on', models.DateField(blank=True, null=True, verbose_name='dag för nästa steg')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='steget är klart')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='påmindes')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='skrevs')),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procurement.contractingauthority', verbose_name='myndighet')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_notes', to='registry.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.place', verbose_name='kommun eller region')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'anteckning om en kontakt',
                'verbose_name_plural': 'anteckningar om kontakter',
                'ordering': ['-met_on', '-pk'],
                'indexes': [models.Index(fields=['organisation', 'place', '-met_on'], name='contact_note_of_place'), models.Index(condition=models.Q(('done_at', None), ('reminded_at', None)), fields=['next_step_on'], name='contact_note_to_remind')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('authority', None), ('place__isnull', False)), models.Q(('authority__isnull', False), ('place', None)), _connector='OR'), name='contact_note_is_about_one', violation_error_message='Välj en kommun, en region eller en myndighet.'), models.CheckConstraint(condition=models.Q(('place', None), models.Q(('place', '0000'), _negated=True), _connector='OR'), name='contact_note_is_of_a_council', violation_error_message='Välj en kommun eller en region.'), models.CheckConstraint(condition=models.Q(('met__in', ['procurement', 'law', 'service_area', 'committee', 'council', 'registrar', 'politician'])), name='contact_note_met_is_known', violation_error_message='Välj vem ni mötte.'), models.CheckConstraint(condition=models.Q(('way__in', ['mail', 'letter', 'phone', 'meeting', 'other'])), name='contact_note_way_is_known', violation_error_message='Välj hur ni möttes.'), models.CheckConstraint(condition=models.Q(('text__regex', '\\S')), name='contact_note_says_something', violation_error_message='Skriv vad som sades, eller ta bort anteckningen.'), models.CheckConstraint(condition=models.Q(('next_step__regex', '\\S'), models.Q(('done_at', None), ('next_step', ''), ('next_step_on', None)), _connector='OR'), name='contact_note_day_is_of_a_step', violation_error_message='Skriv vad nästa steg är.'), models.CheckConstraint(condition=models.Q(('next_step_on', None), ('next_step_on__gte', models.F('met_on')), _connector='OR'), name='contact_note_step_comes_after', violation_error_message='Nästa steg kan inte ligga före kontakten.'), models.CheckConstraint(condition=models.Q(('reminded_at', None), ('next_step_on__isnull', False), _connector='OR'), name='contact_note_reminded_of_a_day', violation_error_message='En påminnelse hör till en dag.')],
            },
        ),
        migrations.CreateModel(
            name='ContactNoteEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note_number', models.BigIntegerField(verbose_name='anteckningens nummer')),
                ('action', models.CharField(choices=[('write', 'Skrevs'), ('change', 'Ändrades'), ('finish', 'Nästa steg blev klart'), ('reopen', 'Nästa steg öppnades igen'), ('remove', 'Togs bort')], max_length=6, verbose_name='händelse')),
                ('changed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, verbose_name='ändrade fält')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='när')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_note_events', to='registry.organisation')),
            ],
            options={
                'verbose_name': 'händelse för en anteckning',
                'verbose_name_plural': 'händelser för anteckningar',
                'ordering': ['created_at', 'pk'],
                'indexes': [models.Index(fields=['note_number'], name='contact_note_event_of_note')],
                'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['write', 'change', 'finish', 'reopen', 'remove'])), name='contact_note_event_action_is_known', violation_error_message='Händelsen är okänd.')],
            },
        ),
        migrations.CreateModel(
            name='FunctionContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('function', models.CharField(choices=[('procurement', 'Upphandling'), ('law', 'Juridik'), ('service_area', 'Verksamhet'), ('committee', 'Nämnd'), ('council', 'Kommunstyrelse eller regionstyrelse'), ('registrar', 'Registrator')], max_length=12, verbose_name='funktion')),
                ('unit', models.CharField(blank=True, max_length=120, validators=[registry.validators.validate_no_personal_number], verbose_name='enhet eller nämnd')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-postadress')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='telefon')),
                ('page_url', models.URLField(blank=True, max_length=500, verbose_name='sida på webben')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='källa')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='länk till källan')),
                ('seen_on', models.DateField(verbose_name='stämde dagen')),
                ('is_function_address', models.BooleanField(default=False, verbose_name='är en funktionsadress')),
                ('is_invented', models.BooleanField(default=False, verbose_name='påhittat')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lades in')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='myndigheten fick veta')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ersattes eller togs bort')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='procurement.contractingauthority', verbose_name='myndighet')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='function_contacts', to='registry.organisation', verbose_name='inlagd av')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='portal.functioncontact')),
                ('service_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.servicearea', verbose_name='verksamhet')),
            ],
            options={
                'verbose_name': 'kontakt',
                'verbose_name_plural': 'kontakter',
                'ordering': ['authority', 'function', 'unit', 'pk'],
                'indexes': [models.Index(condition=models.Q(('closed_at', None), ('organisation__isnull', False), ('told_at', None)), fields=['authority'], name='function_contact_untold')],
                'constraints': [models.UniqueConstraint(models.F('authority'), models.F('function'), models.F('service_area'), django.db.models.functions.text.Lower('unit'), condition=models.Q(('closed_at', None)), name='function_contact_once', nulls_distinct=False, violation_error_message='Kontakten finns redan. Rätta den i stället.'), models.CheckConstraint(condition=models.Q(('function__in', ['procurement', 'law', 'service_area', 'committee', 'council', 'registrar'])), name='function_contact_function_is_known', violation_error_message='Välj en funktion i listan.'), models.CheckConstraint(condition=models.Q(models.Q(('function', 'service_area'), ('service_area__isnull', False)), models.Q(models.Q(('function', 'service_area'), _negated=True), ('service_area', None)), _connector='OR'), name='function_contact_service_has_its_area', violation_error_message='Välj vilken verksamhet det är. Bara ”Verksamhet” har en.'), models.CheckConstraint(condition=models.Q(models.Q(('function', 'committee'), _negated=True), ('unit__regex', '\\S'), _connector='OR'), name='function_contact_committee_has_its_name', violation_error_message='Skriv vad nämnden heter.'), models.CheckConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), models.Q(('phone', ''), _negated=True), models.Q(('page_url', ''), _negated=True), _connector='OR'), name='function_contact_can_be_reached', violation_error_message='Skriv minst ett sätt att nå dem: e-post, telefon eller sida.'), models.CheckConstraint(condition=models.Q(('phone', ''), ('phone__regex', '^\\+?[0-9][0-9 ()/-]{4,}$'), _connector='OR'), name='function_contact_phone_is_a_number', violation_error_message='Skriv telefonnumret med siffror, till exempel 031-365 00 00.'), models.CheckConstraint(condition=models.Q(models.Q(('page_url', ''), ('page_url__regex', '^https://[^\\s/]+\\S*$'), _connector='OR'), models.Q(('source_url', ''), ('source_url__regex', '^https://[^\\s/]+\\S*$'), _connector='OR')), name='function_contact_links_are_https', violation_error_message='Skriv hela adressen. Den ska börja med https://.'), models.CheckConstraint(condition=models.Q(('organisation', None), models.Q(('source_url', ''), _negated=True), ('source__regex', '\\S'), _connector='OR'), name='function_contact_has_a_source', violation_error_message='Skriv var uppgiften står, med ord eller en länk.'), models.CheckConstraint(condition=models.Q(('is_function_address', False), ('organisation', None), _connector='OR'), name='function_contact_authority_answers_for_the_address', violation_error_message='Bara myndigheten själv kan säga att adressen är en funktions.'), models.CheckConstraint(condition=models.Q(('told_at', None), ('organisation__isnull', False), _connector='OR'), name='function_contact_only_organisations_tell', violation_error_message='Myndigheten får inget brev om sina egna uppgifter.'), models.CheckConstraint(condition=models.Q(('replaces', None), models.Q(('replaces', models.F('pk')), _negated=True), _connector='OR'), name='function_contact_replaces_another', violation_error_message='En kontakt ersätter inte sig själv.')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, "drop trigger portal_contactnoteevent_append_only on portal_contactnoteevent"),
        migrations.RunSQL(CONTACTS, "drop function portal_function_contact_stands() cascade"),
    ]
