from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.errors import Refusal

from ... import actions, forms, policies
from ...models import WatchWord
from .screens import FormScreen, ListScreen, RoomScreen


def word_url(word: WatchWord, name: str = "word") -> str:
    """The address of a word's screen: the word itself may hold any sign, so it stands in the query."""
    return f"{reverse(f'catalogue:{name}')}?{urlencode({'word': word.text})}"


class WordList(ListScreen):
    """Every watched word, narrowed by what is asked."""

    page_title = _("敏感词和错词")
    heads = (_("词"), _("类别"), _("应改为"), _("例外"), _("状态"))
    intro = _("送审前，标题、正文和附件中的这些词会被找出，由拟稿人逐处改正，或者写明理由保留。")
    empty = _("没有符合条件的词。")

    def records(self, request: HttpRequest) -> Any:
        self.filter_form = forms.WordFilter(request.GET)
        self.filter_form.is_valid()
        chosen = self.filter_form.cleaned_data
        words = WatchWord.objects.all()
        if chosen.get("text"):
            words = words.filter(text__contains=chosen["text"])
        if chosen.get("kind"):
            words = words.filter(kind=chosen["kind"])
        if chosen.get("active"):
            words = words.filter(active=chosen["active"] == "yes")
        return words

    def cells(self, record: WatchWord) -> tuple[Any, ...]:
        state = _("在用") if record.active else _("已停用")
        return record.text, record.get_kind_display(), record.replacement, "、".join(record.exceptions), state

    def url(self, record: WatchWord) -> str:
        return word_url(record)

    def buttons(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("catalogue:import_words"), _("导入名单")), (reverse("catalogue:new_word"), _("添加词")))

    def more(self, request: HttpRequest) -> dict[str, Any]:
        return {"filter_form": self.filter_form}


class WordCreate(FormScreen):
    """Puts a word on the list."""

    page_title = _("添加监测词")

    def form(self, request: HttpRequest) -> Any:
        return forms.NewWordForm(request.POST if request.method == "POST" else None)

    def act(self, form: Any) -> WatchWord:
        return actions.add_word(form.given(), by=self.user, now=self.now)

    def url(self, thing: WatchWord) -> str:
        return reverse("catalogue:words")

    def back(self) -> str:
        return reverse("catalogue:words")


class WordEdit(WordCreate):
    """Says something else about a word, retires or restores it."""

    template_name = "catalogue/word.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.word = self.thing = get_object_or_404(WatchWord, text=request.GET.get("word", ""))

    def get_page_title(self) -> str:
        return _now("监测词：%(word)s") % {"word": self.word}

    def form(self, request: HttpRequest) -> Any:
        return forms.WordForm(request.POST if request.method == "POST" else None, initial=forms.word_started(self.word))

    def act(self, form: Any) -> WatchWord:
        return actions.amend_word(self.word, form.given(self.word.text), by=self.user, now=self.now)

    def more(self, form: Any) -> dict[str, Any]:
        return {"word": self.word, "retire_url": word_url(self.word, "retire_word"), "retire_form": forms.RetireForm()}


class WordRetire(RoomScreen):
    """Takes a word off the list, or puts it back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("catalogue:words")

    def post(self, request: HttpRequest) -> HttpResponse:
        word = get_object_or_404(WatchWord, text=request.GET.get("word", ""))
        try:
            if word.active:
                actions.retire_word(word, reason=request.POST.get("reason", ""), by=self.user, now=self.now)
                messages.success(request, _now("“%(word)s”已停用。") % {"word": word})
            else:
                actions.restore_word(word, by=self.user, now=self.now)
                messages.success(request, _now("“%(word)s”已恢复使用。") % {"word": word})
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(word_url(word))
        return redirect("catalogue:words")


class WordImport(RoomScreen):
    """Takes in a list and tells of each line what became of it."""

    template_name = "catalogue/import.html"
    page_title = _("导入名单")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=forms.ImportForm(), refusal=self.refusal, back_url=reverse("catalogue:words"))

    def post(self, request: HttpRequest) -> HttpResponse:
        policies.check_can_keep(self.user, on=self.today)
        form = forms.ImportForm(request.POST, request.FILES)
        results: list[actions.LineResult] = []
        status = 200
        if form.is_valid():
            try:
                results = actions.import_words(form.lines(), by=self.user, now=self.now)
            except Refusal as refusal:
                messages.error(request, str(refusal))
                status = 409
        else:
            messages.error(request, _now("未导入。请按提示改正后再试，粘贴的内容仍在下面。"))
            status = 422
        count = {
            name: sum(one.outcome == name for one in results) for name in ("added", "amended", "unchanged", "refused")
        }
        return self.show(
            status=status,
            form=form if status != 200 else forms.ImportForm(),
            results=sorted(results, key=lambda one: one.outcome != "refused"),
            count=count,
            refusal=self.refusal,
            back_url=reverse("catalogue:words"),
        )
