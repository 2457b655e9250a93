from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicResourcesConfig(AppConfig):
    name = "gongkai.publishing.public_resources"
    label = "public_resources"
    verbose_name = _("公共资源")
