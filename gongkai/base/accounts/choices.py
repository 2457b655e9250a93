from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare

#: The group that may enter the desk's shell.
STAFF_GROUP = "公开工作人员"

ACCOUNT_OPENED = declare("account.opened", _("{by}开通了{object}的账号"))
ACCOUNT_PASSWORD_CHANGED = declare("account.password_changed", _("{by}修改了{object}的密码"))
ACCOUNT_LOCKED = declare("account.locked", _("{object}连续登录失败，暂停登录：{reason}"))
