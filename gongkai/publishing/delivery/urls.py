"""Addresses of the room's screens at the desk. A delivery is known by its platform's code and its item's registration number."""

from django.urls import path

from .views import desk

app_name = "delivery"
_one = "deliveries/<slug:platform>/<slug:series>/<slug:serial>"
_platform = "deliveries/platforms/<slug:platform>"
urlpatterns = [
    path("deliveries/platforms/", desk.PlatformList.as_view(), name="platforms"),
    path("deliveries/platforms/new/", desk.PlatformCreate.as_view(), name="platform_new"),
    path(f"{_platform}/", desk.PlatformDetail.as_view(), name="platform"),
    path(f"{_platform}/edit/", desk.PlatformEdit.as_view(), name="platform_edit"),
    path(f"{_platform}/receipts/", desk.EnterReceipts.as_view(), name="receipts"),
    path(f"{_platform}/pack/", desk.Pack.as_view(), name="pack"),
    path(f"{_platform}/packages/<int:package>/", desk.PackageDetail.as_view(), name="package"),
    path(f"{_platform}/packages/<int:package>/file/", desk.PackageFile.as_view(), name="package_file"),
    path("deliveries/", desk.DeliveryList.as_view(), name="list"),
    path(f"{_one}/", desk.DeliveryDetail.as_view(), name="delivery"),
    path(f"{_one}/again/", desk.Retry.as_view(), name="again"),
    path(f"{_one}/receipt/", desk.EnterReceipt.as_view(), name="receipt"),
]
