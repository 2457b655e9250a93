"""The ``gongkai`` command: one verb a file under ``management/commands``.

``main`` is its entry point: ``gongkai check-report FILE`` runs ``check_report``; without settings named it runs on one machine's own.
"""

import os
import sys


def main() -> None:
    """Run a command; words may be joined by hyphens."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    if len(sys.argv) > 1:
        sys.argv[1] = sys.argv[1].replace("-", "_") if not sys.argv[1].startswith("-") else sys.argv[1]
    execute_from_command_line(sys.argv)
