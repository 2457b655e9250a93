"""What may never stand in the register: a word of a secret, and what the database refuses even to code that goes around the actions."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.files.models import StoredFile
from gongkai.law.vocabulary import Openness, WithholdingGround
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import DocumentStatus, Status
from gongkai.publishing.disclosure.models import DocumentFile, OfficialDocument

pytestmark = pytest.mark.django_db
S = DocumentStatus
ON_REQUEST = {"openness": Openness.ON_REQUEST, "ground_reason": "只涉及个别单位"}
WITHHELD = {"openness": Openness.WITHHELD, "ground": WithholdingGround.PROCESS, "ground_reason": "尚在讨论"}
SECRET = {"openness": Openness.WITHHELD, "ground": WithholdingGround.STATE_SECRET}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def paper(content=b"", name="红头.txt"):
    return ContentFile(b"text " + content, name=name)


class TestSecrets:
    WORDS = "秘而不宣"

    def everywhere(self) -> str:
        """All that any table of ours says."""
        return json.dumps(
            [
                list(model._default_manager.values())
                for config in apps.get_app_configs()
                if config.name.startswith("gongkai.")
                for model in config.get_models(include_auto_created=True)
            ],
            default=str,
            ensure_ascii=False,
        )

    def test_a_secret_is_registered_as_a_count(self, register):
        document = register(title=self.WORDS, body=self.WORDS, document_number="示密〔2018〕1号", **SECRET)
        assert (document.status, document.quantity, document.title, document.formed_date) == (S.SEALED, 1, "", None)
        assert self.WORDS not in self.everywhere()
        assert "示密" not in self.everywhere()

    @pytest.mark.parametrize("through", ["document", "amendment", "item"])
    def test_what_turns_out_to_be_secret_leaves_no_word_and_no_file(
        self, through, register, document_fields, drafter, kind, column, fields, now, openness_officer, tmp_path
    ):
        document = register(
            title=self.WORDS,
            body=self.WORDS,
            signer=self.WORDS,
            joint_issuers=(self.WORDS,),
            document_number="示密〔2018〕1号",
        )
        taken_off = actions.file_document(document, paper(b"1"), name=f"{self.WORDS}.txt", by=drafter, now=now)
        actions.unfile_document(taken_off, by=drafter, now=now)
        actions.file_document(document, paper(b"2"), name=f"{self.WORDS}.txt", by=drafter, now=now)
        item = actions.draft_from(document, kind=kind, column=column, by=drafter, now=now)
        if through == "document":
            document = actions.seal_document(document, by=drafter, now=now)
        elif through == "amendment":
            document = actions.amend_document(document, document_fields(**SECRET), by=drafter, now=now)
        else:
            actions.revise(item, fields(title="", ground=WithholdingGround.STATE_SECRET), by=drafter, now=now)
            document.refresh_from_db()
        item.refresh_from_db()
        assert (document.status, item.status, item.ground) == (S.SEALED, Status.CLOSED, "state_secret")
        assert not DocumentFile.objects.exists()
        assert not StoredFile.objects.exists()
        said = self.everywhere()
        assert self.WORDS not in said.replace(json.dumps(item.joint_issuers, ensure_ascii=False), "")
        assert "示密" not in said

    def test_a_file_others_use_stays(self, register, drafter, now):
        document, other = register(), register()
        for each in (document, other):
            actions.file_document(each, paper(), name="附表.txt", by=drafter, now=now)
        actions.seal_document(document, by=drafter, now=now)
        with other.files.get().file.content.open() as content:
            assert content.read().startswith(b"text")

    def test_an_item_in_other_hands_comes_back_first(self, register, drafter, kind, column, now):
        document = register()
        item = actions.draft_from(document, kind=kind, column=column, by=drafter, now=now)
        actions.submit(item, by=drafter, now=now)
        with pytest.raises(NotAllowed, match="请先退回，再定为国家秘密"):
            actions.seal_document(document, by=drafter, now=now)

    def test_many_are_counted_at_once_and_a_wrong_count_is_cancelled(
        self, department, drafter, reviewer, approver, now
    ):
        document = actions.seal_documents(department, quantity=7, by=reviewer, now=now)
        assert document.quantity == 7
        with pytest.raises(Refused, match="至少为 1"):
            actions.seal_documents(department, quantity=0, by=drafter, now=now)
        with pytest.raises(NotAllowed):
            actions.seal_documents(department, quantity=1, by=approver, now=now)
        assert actions.cancel_document(document, reason="误登", by=drafter, now=now).status == S.CANCELLED


PARTS = {"number_prefix": "", "number_year": None, "number_serial": None}


@pytest.mark.parametrize(
    ("constraint", "made", "changes"),
    [
        ("document_number_has_its_year", {}, {"number_year": None}),
        ("document_number_has_its_year", {}, {"document_number": ""}),
        ("document_number_has_its_year", {}, {"number_serial": None}),
        ("document_has_title_and_dates", {}, {"title": ""}),
        ("document_has_title_and_dates", {}, {"formed_date": None}),
        ("document_has_title_and_dates", {}, {"issued_date": date(2018, 5, 1)}),
        ("document_has_title_and_dates", {}, {"counted_from": date(2018, 5, 1)}),
        ("document_has_title_and_dates", {}, {"issued_date": None}),
        ("document_has_title_and_dates", {}, {"counted_from": None}),
        ("document_openness_has_its_reason", WITHHELD, {"ground": ""}),
        ("document_openness_has_its_reason", ON_REQUEST, {"ground_reason": ""}),
        ("document_openness_has_its_reason", {}, {"ground_reason": "x"}),
        ("document_secret_is_cleared", WITHHELD, {"ground": "state_secret"}),
        ("document_secret_is_cleared", {}, {"status": S.SEALED}),
        ("document_secret_is_cleared", {}, {"quantity": 2}),
        ("document_policy_withheld_only_after_office", {"is_policy": True, **ON_REQUEST}, {"status": S.REGISTERED}),
        ("document_withheld_is_reassessed", WITHHELD, {"reassess_date": None}),
        ("document_only_open_ones_are_public_or_delivered", WITHHELD, {"public_date": date(2018, 6, 1)}),
        ("document_only_open_ones_are_public_or_delivered", ON_REQUEST, {"archive_date": date(2018, 6, 1)}),
        ("document_cancelled_has_reason", {}, {"status": S.CANCELLED}),
        ("document_cancelled_has_reason", {}, {"cancel_reason": "x"}),
    ],
)
def test_what_must_never_be_true_cannot_be_written(constraint, made, changes, register):
    document = register(**made)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OfficialDocument.objects.filter(pk=document.pk).update(**changes)


def test_who_registered_it_cannot_be_written_down_as_who_passed_it(register, drafter):
    document = register()
    with pytest.raises(IntegrityError, match="document_registrar"), transaction.atomic():
        OfficialDocument.objects.filter(pk=document.pk).update(reviewed_by=drafter)


def test_a_number_cannot_be_written_twice(register):
    first, second = register(), register()
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialDocument.objects.filter(pk=second.pk).update(document_number=first.document_number)


@pytest.mark.parametrize(
    "changes",
    [
        *(
            {name: "x"}
            for name in ("title", "signer", "addressees", "body", "secrecy_basis", "review_opinion", "genre")
        ),
        {"joint_issuers": ["x"]},
        {"formed_date": date(2018, 6, 1)},
        {"is_policy": True},
        {"document_number": "x", "number_year": 2018},
    ],
)
def test_nothing_can_be_written_into_a_sealed_record(changes, department, drafter, now):
    document = actions.seal_documents(department, quantity=3, by=drafter, now=now)
    with pytest.raises(IntegrityError, match="document_secret_is_cleared"), transaction.atomic():
        OfficialDocument.objects.filter(pk=document.pk).update(**changes)
