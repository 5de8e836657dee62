from django.db import migrations


class Migration(migrations.Migration):
    """The table of the shared cache. Unlogged: it is emptied if the server crashes, and quicker to write."""

    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            create unlogged table cache (
                cache_key varchar(255) primary key, value text not null, expires timestamptz not null
            );
            create index cache_expires on cache (expires);
            """,
            "drop table cache",
        )
    ]
