from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare

FIGURES_ASKED = declare("figures.asked", _("{by}登记了{object}"))
FIGURES_NO_LONGER_ASKED = declare("figures.no_longer_asked", _("{by}停止了{object}：{reason}"))
UNIT_OFF_SYSTEM = declare("unit.off_system", _("{by}登记了{object}：{reason}"))
UNIT_ON_SYSTEM = declare("unit.on_system", _("{by}结束了{object}：{reason}"))
NUMBER_HANDED_IN = declare("number.handed_in", _("{by}报送了{object}"))
NUMBER_CORRECTED = declare("number.corrected", _("{by}更正了{object}：{reason}"))
NUMBER_SIGNED = declare("number.signed", _("{by}签字确认了{object}"))
NUMBER_SUPERSEDED = declare("number.superseded", _("{by}签字的更正取代了{object}：{reason}"))
