"""Deliveries, platforms, packages and receipts at the desk."""

from .deliveries import DeliveryDetail, DeliveryList, EnterReceipt, Retry
from .packages import EnterReceipts, Pack, PackageDetail, PackageFile
from .platforms import PlatformCreate, PlatformDetail, PlatformEdit, PlatformList

__all__ = [
    "DeliveryDetail",
    "DeliveryList",
    "EnterReceipt",
    "EnterReceipts",
    "Pack",
    "PackageDetail",
    "PackageFile",
    "PlatformCreate",
    "PlatformDetail",
    "PlatformEdit",
    "PlatformList",
    "Retry",
]
