from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare

ARRANGEMENT_ANNOUNCED = declare("arrangement.announced", _("{by}录入了{object}"))
