from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="vaultuse", name="vault_use_once_per_filing"),
        migrations.RenameModel(old_name="VaultUse", new_name="Consent"),
        migrations.RenameField(model_name="consent", old_name="consent", new_name="words"),
    ]
