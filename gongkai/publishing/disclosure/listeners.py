"""What the database itself holds, whatever reaches it: an index number once given is never altered or taken away (条例 art. 12).

A constraint sees one row as it is and not as it was, so this is a trigger; put there after every migration, because SQLite drops a
table's triggers when a migration rebuilds it.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver

_TABLE = "disclosure_informationitem"
_NAME = "item_number_is_for_ever"
_WORDS = "an index number is never altered"

_TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        f"""CREATE TRIGGER IF NOT EXISTS {_NAME} BEFORE UPDATE OF number ON {_TABLE}
            WHEN OLD.number IS NOT NULL AND NEW.number IS NOT OLD.number
            BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
    ),
    "postgresql": (
        f"""CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"DROP TRIGGER IF EXISTS {_NAME} ON {_TABLE}",
        f"""CREATE TRIGGER {_NAME} BEFORE UPDATE OF number ON {_TABLE} FOR EACH ROW
            WHEN (OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number) EXECUTE FUNCTION {_NAME}()""",
    ),
}


@receiver(post_migrate, dispatch_uid="disclosure.numbers_are_for_ever")
def on_migrated(*, app_config: AppConfig, using: str, **_: Any) -> None:
    """Put the trigger there once the room's table stands."""
    connection = connections[using]
    if app_config.label != "disclosure" or _TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _TRIGGERS[connection.vendor]:
            cursor.execute(statement)
