"""Addresses of the room's screens at the desk (``urlpatterns``), where an application is known by its number and what stands below it by
its place; and of its door for citizens (``hall``), where no address names one."""

from django.urls import path

from .views import desk, public

app_name = "applications"
_ONE = "applications/<slug:series>/<slug:serial>/"
_REDACTION = f"{_ONE}redactions/<int:place>/"
_CHALLENGE = "challenges/<slug:series>/<slug:serial>/"
_CORRECTION = "corrections/<slug:series>/<slug:serial>/"
_OWN = {"draft": desk.Draft, "letters": desk.Letters}
_STEP = {step.name: step for step in desk.STEPS}

urlpatterns = [
    path("applications/", desk.Applications.as_view(), name="list"),
    path("applications/new/", desk.Register.as_view(), name="register"),
    path("applications/new/receipt/", desk.ReceiptTold.as_view(), name="receipt"),
    path("applications/heads/<slug:code>/", desk.Head.as_view(), name="head"),
    path("applications/calendar/", desk.Months.as_view(), name="calendar"),
    path("applications/chasing/", desk.Chasing.as_view(), name="chasing"),
    path("applications/assignments/", desk.Assignments.as_view(), name="assignments"),
    path("applications/assignments/<slug:series>/<slug:serial>/", desk.AssignmentProgress.as_view(), name="assignment"),
    path("applications/undelivered/", desk.Undelivered.as_view(), name="undelivered"),
    path("applications/moved/", desk.Revisions.as_view(), name="revisions"),
    path("applications/moved/<slug:series>/<slug:serial>/", desk.Revision.as_view(), name="revision"),
    path(_ONE, desk.CaseDetail.as_view(), name="application"),
    path(f"{_ONE}enclosures/<int:place>/", desk.enclosure, name="enclosure"),
    path(f"{_ONE}query-code/", desk.query_code, name="query_code"),
    path(f"{_ONE}files/<slug:sha256>/", desk.CaseFile.as_view(), name="file"),
    path(f"{_ONE}letters/new/<slug:kind>/", desk.Write.as_view(step=_STEP["letters"]), name="write"),
    path(f"{_ONE}letters/<slug:key>/", desk.LetterDetail.as_view(), name="letter"),
    path(f"{_ONE}letters/<slug:key>/letter.<slug:suffix>", desk.LetterDetail.as_view(), name="letter_file"),
    path("publication-proposals/", desk.Proposals.as_view(), name="proposals"),
    path("publication-proposals/<slug:series>/<slug:serial>/", desk.ProposalPage.as_view(), name="proposal"),
    *(
        path(
            f"publication-proposals/<slug:series>/<slug:serial>/{step}/",
            desk.ProposalStep.as_view(),
            {"step": step},
            name=f"proposal_{step}",
        )
        for step in desk.PROPOSAL_STEPS
    ),
    path(f"{_ONE}propose/", desk.Propose.as_view(), name="propose"),
    path("challenges/", desk.Challenges.as_view(), name="challenges"),
    path("challenges/new/", desk.ChallengeOpen.as_view(), name="challenge_open"),
    path(_CHALLENGE, desk.ChallengePage.as_view(), name="challenge_page"),
    *(
        path(f"{_CHALLENGE}{step}/", desk.ChallengeStep.as_view(), {"step": step}, name=f"challenge_page_{step}")
        for step in desk.CHALLENGE_STEPS
    ),
    path("corrections/", desk.Corrections.as_view(), name="corrections"),
    path("corrections/new/", desk.CorrectionNew.as_view(), name="correction_new"),
    path(_CORRECTION, desk.CorrectionPage.as_view(), name="correction"),
    path(f"{_CORRECTION}letter.pdf", desk.CorrectionLetter.as_view(), name="correction_letter"),
    path(f"{_CORRECTION}evidence.bin", desk.CorrectionEvidence.as_view(), name="correction_evidence"),
    *(
        path(f"{_CORRECTION}{step}/", desk.CorrectionStep.as_view(), {"step": step}, name=f"correction_{step}")
        for step in desk.CORRECTION_STEPS
    ),
    path(f"{_ONE}notices/<int:place>/", desk.NoticePage.as_view(), name="notice"),
    path(f"{_ONE}notices/<int:place>/again/", desk.NoticeAgain.as_view(), name="notice_again"),
    path(f"{_ONE}notices/<int:place>/otherwise/", desk.NoticeOtherwise.as_view(), name="notice_otherwise"),
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
    path(f"{_REDACTION}making/", desk.RedactionMaking.as_view(), name="redaction_making"),
    path(f"{_REDACTION}drop/", desk.RedactionDrop.as_view(), name="redaction_drop"),
    *(
        path(f"{_REDACTION}{which}.pdf", desk.RedactionFile.as_view(), {"which": which}, name=f"redaction_{which}")
        for which in ("original", "made")
    ),
    *(
        path(f"{_ONE}{step.path}", _OWN.get(name, desk.Act).as_view(step=step), name=name)
        for name, step in _STEP.items()
    ),
]

hall = [
    path("applications/", public.guide, name="guide"),
    path("applications/form.pdf", public.paper, name="paper"),
    path("applications/new/", public.form, name="form"),
    path("applications/new/check/", public.check, name="check"),
    path("applications/new/answered/", public.answered, name="answered"),
    path("applications/new/keep/", public.keep, name="keep"),
    path("applications/new/kept/", public.kept, name="kept"),
    path("applications/new/give-up/", public.give_up, name="give_up"),
    path("applications/new/form.pdf", public.paper_filled, name="paper_filled"),
    path("applications/resume/", public.resume, name="resume"),
    path("applications/receipt/", public.receipt, name="receipt"),
    path("applications/query/", public.query, name="query"),
    path("applications/case/", public.case, name="case"),
    path("applications/case/letters/<int:place>.pdf", public.letter, name="letter"),
    path("applications/case/file/", public.file, name="file"),
    path("applications/case/withdraw/", public.withdraw, name="withdraw"),
    path("applications/case/amend/", public.amend, name="amend"),
    path("applications/case/reasons/", public.explain, name="explain"),
    path("applications/case/received/", public.acknowledge, name="acknowledge"),
    path("applications/case/rate/", public.rate, name="rate"),
    path("applications/case/leave/", public.leave, name="leave"),
]
