"""Nothing that points at an agency or a seat is forgotten when agencies change."""

from django.apps import apps

from lienthong.config.reorganizing import HISTORICAL, MOVERS, OWN
from lienthong.foundation.organizations.models import Agency, Department, Position


def test_every_foreign_key_is_moved_or_declared_historical():
    pointing = {
        f"{model._meta.app_label}.{model._meta.object_name}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model in (Agency, Department, Position)
        if not field.many_to_many  # its through table stands in the list itself
    }
    moved = OWN.union(*(mover.covers for mover in MOVERS.values()))
    forgotten = pointing - moved - set(HISTORICAL)
    assert not forgotten, (
        f"{sorted(forgotten)}: what becomes of these rows when the agency is merged, split or closed? Move the open ones in the mover of "
        "the app (services/reorganizing.py: count, move, covers), or give the reason why they stay in config/reorganizing.py HISTORICAL."
    )
    assert moved | set(HISTORICAL) == pointing, "declared, but there is no such foreign key"
    assert not moved & set(HISTORICAL)
