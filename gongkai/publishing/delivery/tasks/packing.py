"""Making a package step by step."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.core.files.base import File
from django.utils import timezone

from gongkai.base.core.tasks import handles

from .. import actions, packaging
from ..choices import PackageState
from ..models import Package


@handles(actions.PACKAGE_TOPIC)
def make_package(payload: dict[str, Any]) -> None:
    """Freeze the next lines; when all are, write the file."""
    package = Package.objects.select_related("begun_by", "platform").get(pk=payload["package"])
    by = package.begun_by
    package = actions.fill_package(package, by=by, now=timezone.now())
    if package.state != PackageState.BUILDING or package.done < package.total:
        return
    with TemporaryFile() as written:
        held = packaging.write(package, written)
        actions.finish_package(package, File(written, name="package.zip") if held else None, by=by, now=timezone.now())
