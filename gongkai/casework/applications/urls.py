"""Addresses of the room's screens at the desk. An application is known by its number."""

from django.urls import path

from .views import desk

app_name = "applications"
_ONE = "applications/<slug:series>/<slug:serial>/"
_REDACTION = f"{_ONE}redactions/<int:place>/"
_CORRECTION = "corrections/<slug:series>/<slug:serial>/"
urlpatterns = [
    path("applications/", desk.applications, name="list"),
    path(_ONE, desk.application, name="application"),
    path("proposals/", desk.Proposals.as_view(), name="proposals"),
    path("proposals/<slug:series>/<slug:serial>/", desk.ProposalPage.as_view(), name="proposal"),
    *(
        path(
            f"proposals/<slug:series>/<slug:serial>/{step}/",
            desk.ProposalStep.as_view(),
            {"step": step},
            name=f"proposal_{step}",
        )
        for step in desk.PROPOSAL_STEPS
    ),
    path(f"{_ONE}propose/", desk.Propose.as_view(), name="propose"),
    path("corrections/", desk.Corrections.as_view(), name="corrections"),
    path("corrections/new/", desk.CorrectionNew.as_view(), name="correction_new"),
    path(_CORRECTION, desk.CorrectionPage.as_view(), name="correction"),
    path(f"{_CORRECTION}letter.pdf", desk.CorrectionLetter.as_view(), name="correction_letter"),
    path(f"{_CORRECTION}evidence.bin", desk.CorrectionEvidence.as_view(), name="correction_evidence"),
    *(
        path(f"{_CORRECTION}{step}/", desk.CorrectionStep.as_view(), {"step": step}, name=f"correction_{step}")
        for step in desk.CORRECTION_STEPS
    ),
    path(f"{_ONE}history/", desk.History.as_view(), name="history"),
    path(f"{_ONE}split/", desk.Split.as_view(), name="split"),
    path(f"{_ONE}joint/", desk.Joint.as_view(), name="joint"),
    *(
        path(f"{_ONE}joint/{step}/", desk.JointStep.as_view(), {"step": step}, name=f"joint_{step}")
        for step in desk.JOINT
    ),
    path(f"{_ONE}redactions/", desk.Redactions.as_view(), name="redactions"),
    path(_REDACTION, desk.RedactionPage.as_view(), name="redaction"),
    path(f"{_REDACTION}pages/<int:page>.png", desk.RedactionPicture.as_view(), name="redaction_page"),
    path(f"{_REDACTION}make/", desk.RedactionMake.as_view(), name="redaction_make"),
    path(f"{_REDACTION}drop/", desk.RedactionDrop.as_view(), name="redaction_drop"),
    *(
        path(f"{_REDACTION}{which}.pdf", desk.RedactionFile.as_view(), {"which": which}, name=f"redaction_{which}")
        for which in ("original", "made")
    ),
]
