"""Addresses of the room's screens at the desk. An application is known by its number, what stands below it by its place."""

from django.urls import path

from .views import desk

app_name = "applications"
_ONE = "applications/<slug:series>/<slug:serial>/"
_OWN = {"draft": desk.Draft, "letters": desk.Letters}
_STEP = {step.name: step for step in desk.STEPS}

urlpatterns = [
    path("applications/", desk.applications, name="list"),
    path("applications/new/", desk.Register.as_view(), name="register"),
    path("applications/new/receipt/", desk.ReceiptTold.as_view(), name="receipt"),
    path("applications/heads/<slug:code>/", desk.Head.as_view(), name="head"),
    path(_ONE, desk.CaseDetail.as_view(), name="application"),
    path(f"{_ONE}files/<slug:sha256>/", desk.CaseFile.as_view(), name="file"),
    path(f"{_ONE}letters/new/<slug:kind>/", desk.Write.as_view(step=_STEP["letters"]), name="write"),
    path(f"{_ONE}letters/<slug:key>/", desk.LetterDetail.as_view(), name="letter"),
    path(f"{_ONE}letters/<slug:key>/letter.<slug:suffix>", desk.LetterDetail.as_view(), name="letter_file"),
    *(
        path(f"{_ONE}{step.path}", _OWN.get(name, desk.Act).as_view(step=step), name=name)
        for name, step in _STEP.items()
    ),
]
