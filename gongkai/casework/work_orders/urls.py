"""Addresses of the room's screens at the desk. A work order is known by its number."""

from django.urls import path

from .views import desk

app_name = "work_orders"
urlpatterns = [
    path("work-orders/", desk.work_orders, name="list"),
    path("work-orders/<slug:series>/<slug:serial>/", desk.work_order, name="work_order"),
]
