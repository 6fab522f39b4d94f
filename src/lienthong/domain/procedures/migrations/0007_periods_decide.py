"""What a procedure is today is read from its periods (giai đoạn áp dụng quyết định)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("procedures", "0006_periods_of_what_is_published")]
    operations = [
        migrations.RemoveIndex(
            model_name="procedure",
            name="procedure_title_trgm",
        ),
        migrations.RemoveIndex(
            model_name="procedure",
            name="procedure_text_trgm",
        ),
        migrations.RemoveIndex(
            model_name="procedure",
            name="procedure_glued_trgm",
        ),
        migrations.RemoveIndex(
            model_name="procedure",
            name="procedure_most_wanted",
        ),
        migrations.RemoveField(
            model_name="procedure",
            name="current_version",
        ),
        migrations.RemoveField(
            model_name="procedure",
            name="search_exact",
        ),
        migrations.RemoveField(
            model_name="procedure",
            name="search_glued",
        ),
        migrations.RemoveField(
            model_name="procedure",
            name="search_text",
        ),
        migrations.RemoveField(
            model_name="procedure",
            name="search_title",
        ),
        migrations.RemoveField(
            model_name="procedure",
            name="status",
        ),
    ]
