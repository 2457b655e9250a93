"""Addresses of the room's screens at the desk (``urlpatterns``) and of its door for citizens (``hall``): consultations/ZQ/2018-00001/."""

from django.urls import path

from .views import desk, public

app_name = "consultations"
_ONE = "consultations/<slug:letters>/<slug:digits>/"

urlpatterns = [
    path("consultations/", desk.ConsultationList.as_view(), name="consultations"),
    path("consultations/new/", desk.ConsultationCreate.as_view(), name="create"),
    path(_ONE, desk.ConsultationDetail.as_view(), name="consultation"),
    path(f"{_ONE}edit/", desk.ConsultationEdit.as_view(), name="edit"),
    path(f"{_ONE}files/<slug:sha256>/", desk.DraftFile.as_view(), name="file"),
    path(f"{_ONE}comments/", desk.CommentList.as_view(), name="comments"),
    path(f"{_ONE}comments/new/", desk.CommentEnter.as_view(), name="enter"),
    path(f"{_ONE}comments/export.<slug:suffix>", desk.CommentExport.as_view(), name="export"),
    path(f"{_ONE}comments/<int:place>/", desk.CommentDetail.as_view(), name="comment"),
    path(f"{_ONE}comments/<int:place>/erase/", desk.CommentErase.as_view(), name="erase"),
    path(f"{_ONE}comments/<int:place>/single/", desk.CommentUnmark.as_view(), name="unmark"),
    path(f"{_ONE}comments/<int:place>/files/<slug:sha256>/", desk.CommentDownload.as_view(), name="comment_file"),
    *(path(f"{_ONE}{step.name}/", desk.ConsultationStep.as_view(step=step), name=step.name) for step in desk.STEPS),
]

hall = [
    path("consultations/", public.consultations, name="consultations"),
    path("consultations/<slug:letters>/<slug:digits>/", public.comment, name="comment"),
    path("consultations/<slug:letters>/<slug:digits>/<slug:key>/", public.receipt, name="receipt"),
]
