"""Everything that can be done about platforms, deliveries, packages and receipts."""

from .outcomes import accept, forget, note_check, note_recovery, note_trouble, postpone, refuse, removed, retry
from .packages import PACKAGE_TOPIC, begin_package, fill_package, finish_package
from .platforms import PlatformFields, enter_platform, revise_platform
from .queueing import PLATFORMS_TOPIC, PUSH_TOPIC, SWEEP_TOPIC, queue, sweep, wake
from .receipts import MOST_RECEIPTS, Receipt, enter_receipt, enter_receipts

__all__ = [
    "MOST_RECEIPTS",
    "PACKAGE_TOPIC",
    "PLATFORMS_TOPIC",
    "PUSH_TOPIC",
    "SWEEP_TOPIC",
    "PlatformFields",
    "Receipt",
    "accept",
    "begin_package",
    "enter_platform",
    "enter_receipt",
    "enter_receipts",
    "fill_package",
    "finish_package",
    "forget",
    "note_check",
    "note_recovery",
    "note_trouble",
    "postpone",
    "queue",
    "refuse",
    "removed",
    "retry",
    "revise_platform",
    "sweep",
    "wake",
]
