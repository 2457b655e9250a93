"""The server's entry point: ``granian --interface asgi config.asgi:application``."""

import os

from django.conf import settings

from gongkai.interfaces.portal.asgi import Application, Portal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")


def _django() -> Application:
    from django.core.asgi import get_asgi_application  # loaded when somebody first comes to a dynamic door

    return get_asgi_application()


application = Portal(public=settings.GONGKAI_PUBLIC_ROOT, static=settings.STATIC_ROOT, dynamic=_django)
