"""What the tables need of Postgres: exclusion constraints over equality and ranges, and trigrams for typing errors."""

from django.contrib.postgres.operations import BtreeGinExtension, BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [BtreeGistExtension(), BtreeGinExtension(), TrigramExtension()]
