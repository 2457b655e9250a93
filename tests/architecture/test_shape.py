"""Every room is built alike: the usual files, and in each file only what belongs there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "gongkai"

USUAL = {
    *(
        "__init__.py",
        "apps.py",
        "choices",
        "workflow",
        "models",
        "queries",
        "policies",
        "actions",
        "tasks",
        "listeners",
    ),
    *(
        "pages",
        "forms",
        "views",
        "urls",
        "wagtail_hooks",
        "templates",
        "jinja2",
        "migrations",
        "tests",
        "data",
        "static",
    ),
}
#: What a room has besides, and what it is for. A room that needs a word here is asked for it first.
EXTRAS = {
    "base/accounts": {"screens": "what every desk screen starts from"},
    "base/core": {
        "errors": "the two refusals",
        "html": "HTML made safe",
        "sealing": "columns that are ciphertext",
        "rows": "many rows in few statements",
        "tables": "lists to take away",
        "processes": "children that end with their parent",
        "written": "days and amounts as the public site writes them",
    },
    "base/search": {
        "port": "what is handed in, asked and given back",
        "engines": "tantivy in the process, OpenSearch behind an address",
        "normalise": "one form of each character",
        "segment": "words and pairs of characters",
        "ranking": "the order of hits",
        "snippets": "what is shown of a hit",
        "corrections": "what was probably meant",
    },
    "base/messages": {"gateways": "mail server and short-message gateway"},
    "base/documents": {
        "tree": "the document tree",
        "html": "tree to HTML",
        "pdf": "tree to PDF",
        "docx": "tree to DOCX",
        "xlsx": "its tables to XLSX",
        "drawings": "charts, and SVG to PNG",
        "ooxml": "what DOCX and XLSX need beyond their libraries",
        "fonts": "which fonts stand in",
    },
    "base/files": {
        "examining": "the process that opens a file",
        "redacting": "the process that draws pages",
        "child": "starts them, with limits",
        "sealed": "files that are ciphertext on the disk",
        "pictures": "what the drawing process is asked for",
        "viruses": "what a scanner beside us says",
    },
    "publishing/delivery": {
        "outside": "bounded requests to other people's sites",
        "packaging": "the file of a package",
    },
    "publishing/obligations": {"reading": "a printed catalogue, row by row"},
    "publishing/transparency_log": {"canonical": "the bytes that are hashed"},
    "oversight/annual_report": {"checker": "check anybody's report"},
    "interfaces/api": {"schemas": "what goes out, field by field"},
    "interfaces/commands": {"management": "one verb a file"},
    "interfaces/portal": {
        "asgi": "the server's entry point",
        "bakery": "writing the tree",
        "linked": "what a page says of itself to machines",
        "rendering": "Jinja2",
        "stencils": "pages alike in all but their words",
    },
    "interfaces/exchange": {
        "lines": "reading JSON lines",
        "platform": "reading a site of the provincial platform",
        "tables": "reading registers",
        "example": "the example year",
    },
}
LONGEST, LONGEST_TEST = 300, 450
NAMELESS = {"utils", "helpers", "common", "misc", "util", "helper", "lib", "tools", "stuff"}

#: Actions that keep somebody else's books: called inside the transaction of an act that has ``by`` and ``now`` itself.
BOOKKEEPING = {
    "interfaces/exchange/actions/articles.py:key_of": "a key, changes nothing",
    "publishing/disclosure/actions/relations.py:said": "words for the trail, changes nothing",
    "publishing/disclosure/actions/item_fields.py:normalised": "the form of a number, changes nothing",
    "publishing/obligations/actions/publishing.py:refresh": "asks for pages to be made again, changes no record",
    "publishing/disclosure/actions/announcing.py": "says in the log what an act did; the act itself has by",
    "publishing/consultations/actions/announcing.py": "the same for a consultation",
    "publishing/consultations/actions/term.py:wake_to_open": "sets the alarm of an approved consultation",
    "casework/applications/actions/notices.py": "messages that follow from an act that has by",
    "casework/applications/actions/limits.py:reckon": "reckons inside the act that moved the limit",
    "casework/applications/actions/enclosures.py:look_over": "examines, changes nothing",
    "casework/applications/actions/enclosures.py:enclose": "keeps files inside the act they belong to",
    "casework/applications/actions/enclosures.py:destroy_enclosures": "the same for destroying them",
    "casework/applications/actions/making.py:stop_making": "forgets a making inside the act that ends it",
    "casework/applications/actions/receiving.py:enter": "saves inside the act that takes it in",
    "casework/applications/actions/replies.py:give_up": "marks the draft inside the act that ends it",
    "publishing/delivery/actions/queueing.py": "what follows from an act that has by; the outbox belongs to the machine",
    "base/core/actions.py": "the outbox belongs to the machine, not to a person",
    "base/messages/actions.py": "follows from an act that has by; no part of the ledger",
    "base/doors/actions.py": "counts what people without an account do",
    "base/audit/actions.py": "by and at are those of the act that is recorded",
    "publishing/transparency_log/actions.py": "a statement carries its own instant and names no person",
    "publishing/catalogue/actions/numbers.py:take_numbers": "a counter, rolled back with the act that takes a number",
    "publishing/catalogue/actions/numbers.py:take_index_numbers": "the same, by the pattern of each unit",
    "base/files/actions.py:extract_again": "what a file says is derived from its bytes anew, changes no record",
    "oversight/annual_report/actions/publication.py:refresh_pages": "asks for pages to be made again, changes no record",
}
WRITES = {
    *("save", "create", "delete", "update", "get_or_create", "update_or_create", "bulk_create", "bulk_update"),
    *("asave", "acreate", "adelete", "aupdate", "save_m2m", "save_form", "_raw_delete"),
}
#: Dictionaries also have an ``update``: these are the names views give them.
DICTIONARIES = {"context", "kwargs", "attrs", "parameters", "query", "choices"}
#: A workbook that is handed out is saved into memory.
WORKBOOKS = {"book"}
#: Where the clock may be read: (path below gongkai, why).
CLOCKS = {
    "tasks": "the worker and what it calls",
    "views": "a request comes now",
    "screens": "what views start from",
    "commands": "an operator's order comes now",
    "wagtail_hooks": "a menu is drawn now",
}


def rooms() -> list[str]:
    return sorted(
        path.parent.relative_to(CODE).as_posix()
        for path in CODE.glob("*/*/__init__.py")
        if path.parent.parent.name != "law"
    )


def sources(*patterns: str) -> list[Path]:
    """Python files below gongkai, without tests and migrations."""
    found = {path for pattern in patterns or ("**/*.py",) for path in CODE.glob(pattern)}
    return sorted(path for path in found if not {"tests", "migrations"} & set(path.parts))


def short(path: Path) -> str:
    return path.relative_to(CODE).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Public functions of a module."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def calls(tree: ast.Module) -> Iterator[tuple[str, str, ast.Call]]:
    """(what stands before the last dot, the name called, the call)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value), node.func.attr, node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id, node


def in_project() -> list[Path]:
    """Every file that is, or would be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("not a working copy of the repository")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("room", rooms())
def test_a_room_has_the_usual_files_and_those_it_was_granted(room):
    names = {
        path.name.removesuffix(".py") if path.name != "__init__.py" else path.name for path in (CODE / room).iterdir()
    }
    allowed = {name.removesuffix(".py") if name != "__init__.py" else name for name in USUAL} | set(
        EXTRAS.get(room, ())
    )
    assert names - allowed - {"__pycache__"} == set()
    assert set(EXTRAS.get(room, ())) <= names, "granted and not used"


@pytest.mark.parametrize("room", rooms())
def test_a_room_opens_with_a_paragraph(room):
    assert ast.get_docstring(parsed(CODE / room / "__init__.py")), (
        "a room says what it is, by which article, and where to start"
    )


def test_no_file_is_longer_than_a_person_reads_at_once():
    long = {
        short(path): lines
        for path in CODE.rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines()))
        > (LONGEST_TEST if "tests" in path.parts else LONGEST)
    }
    assert long == {}


def test_no_file_is_called_nothing():
    assert [short(path) for path in CODE.rglob("*") if path.stem in NAMELESS] == []


def test_every_action_says_who_and_when_and_what_it_does():
    lacking = []
    for path in sources("*/*/actions.py", "*/*/actions/*.py"):
        for function in functions(parsed(path)):
            name = f"{short(path)}:{function.name}"
            keywords = {argument.arg for argument in function.args.kwonlyargs}
            if not {short(path), name} & set(BOOKKEEPING) and not {"by", "now"} <= keywords:
                lacking.append(f"{name} has no keyword-only by and now")
            if not ast.get_docstring(function):
                lacking.append(f"{name} has no docstring")
    assert lacking == []


def test_every_exception_for_bookkeeping_is_still_there():
    for name in BOOKKEEPING:
        path, _colon, function = name.partition(":")
        assert (CODE / path).exists()
        assert not function or function in {one.name for one in functions(parsed(CODE / path))}


def test_no_view_writes():
    """A view translates; what changes, an action changes."""
    writing = [
        f"{short(path)}:{call.lineno} {before}.{name}()"
        for path in sources("**/views.py", "**/views/**/*.py", "**/forms.py", "**/forms/*.py", "**/wagtail_hooks.py")
        for before, name, call in calls(parsed(path))
        if before
        and name in WRITES
        and before.split(".")[-1].split("(")[0] not in {*DICTIONARIES, *WORKBOOKS, "actions"}
        # An action may be called anything: disclosure.actions.withdraw, organisations.delete.
        and before.split(".")[0] not in action_modules(parsed(path))
    ]
    assert writing == []


def action_modules(tree: ast.Module) -> set[str]:
    """Names under which a module knows packages of actions."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == "actions" or (node.module or "").endswith(".actions")
    }


def reads_clock(before: str, name: str, call: ast.Call) -> bool:
    if name in ("now", "today", "utcnow") and before.split(".")[-1] in ("timezone", "datetime", "date", "dt"):
        return True
    if name in ("localdate", "localtime") and not call.args and not call.keywords:
        return True
    return (before, name) in {("time", "time"), ("time", "time_ns"), ("", "now")}


def test_only_views_tasks_and_commands_read_the_clock():
    reading = [
        f"{short(path)}:{call.lineno} {before}.{name}()"
        for path in sources()
        if not {part.removesuffix(".py") for part in path.relative_to(CODE).parts} & set(CLOCKS)
        for before, name, call in calls(parsed(path))
        if reads_clock(before, name, call)
    ]
    assert reading == []


def test_no_field_writes_the_time_by_itself():
    using = [
        short(path)
        for path in CODE.rglob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add")
    ]
    assert using == []


def test_everything_public_in_the_law_says_where_it_comes_from():
    lacking = [
        f"{short(path)}:{node.name}"
        for path in sources("law/**/*.py")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert lacking == []


def our_models():
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("gongkai.")
        for model in config.get_models()
    ]


def is_chinese(text: str) -> bool:
    return bool(re.search("[一-龥]", text)) or text == "SHA-256"


def test_every_field_and_choice_has_a_chinese_name():
    lacking = []
    for model in our_models():
        named = [(model._meta.label, str(model._meta.verbose_name))]
        for field in model._meta.get_fields():
            if field.auto_created or field.name == "id":
                continue
            name = f"{model._meta.label}.{field.name}"
            named.append((name, str(field.verbose_name)))
            named += [(f"{name}={value}", str(label)) for value, label in field.flatchoices]
        lacking += [name for name, said in named if not is_chinese(said)]
    assert lacking == []


def test_a_record_about_people_is_never_called_by_a_name_in_the_trail():
    """The trail stores ``str()``; a model that keeps names of people shows its number."""
    for model in our_models():
        for field in model._meta.get_fields():
            if field.name in ("applicant_name", "contact", "paper_approver", "sought", "identity_number", "party_name"):
                assert field.name not in model.__str__.__code__.co_names, model


@pytest.mark.django_db
def test_migrations_are_up_to_date():
    said = StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=said, verbosity=1)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_every_room_has_one_first_migration_until_the_first_release():
    for room in rooms():
        found = sorted(path.name for path in (CODE / room / "migrations").glob("0*.py"))
        assert found in ([], ["0001_initial.py"]), room


def test_the_walls_stand():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


# In two pieces, so that this file does not name what no file may name.
HOSTS = ["py" + "pi.org", "python" + "hosted", "npm" + "js.", "--extra-" + "index-url", "trusted-" + "host"]
OURS = ["/wo" + "rk/main", "/wo" + "rk/shared", "/tm" + "p/brief"]


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine():
    naming = []
    for path in in_project():
        text = path.read_bytes().decode("utf-8", "replace")
        naming += [f"{path.relative_to(ROOT)}: {word}" for word in HOSTS + OURS if word in text]
    assert naming == []


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed_and_comes_from_no_named_place(path):
    joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in (line.split(" #")[0].strip() for line in joined.splitlines()) if line and line[0] != "#"]
    assert lines
    for line in lines:
        assert not line.startswith("-"), line
        assert "://" not in line
        assert "==" in line, line
        assert "--hash=sha256:" in line, line
