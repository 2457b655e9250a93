"""The server's entry point: ``granian --interface asgi config.asgi:application``."""

import gc
import os

from django.conf import settings

from gongkai.interfaces.portal.asgi import Application, Portal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")


def _django() -> Application:
    from django.core.asgi import get_asgi_application  # loaded when somebody first comes to a dynamic door
    from django.urls import get_resolver

    application = get_asgi_application()
    get_resolver().url_patterns  # noqa: B018  all the screens
    # What was loaded is never rubbish. Looked through again and again, it stopped one page in forty for a tenth of a second.
    gc.collect()
    gc.freeze()
    return application


application = Portal(public=settings.GONGKAI_PUBLIC_ROOT, static=settings.STATIC_ROOT, dynamic=_django)
