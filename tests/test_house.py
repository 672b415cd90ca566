"""The house's own rules: layers, size of modules, and that everything has a case, a word in the docs and a schema."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import errors, fields, lexicon, mentions, readers
from pipeline.cli import COMMANDS
from pipeline.cli.reference import cli_page, fields_page
from pipeline.cli.schema import schema_files
from pipeline.errors import InputError
from pipeline.store.tables import tables

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
LIMIT = 400


def _modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _names(room: object) -> tuple[str, str]:
    """A function or a reader of ``pipeline.fields.when`` or below it: ``fields`` and ``when``."""
    module = str(getattr(getattr(room, "read", room), "__module__", ""))
    return module.split(".")[1], module.split(".")[2]


def _name(room: object) -> str:
    return _names(room)[1]


def test_imports_only_point_down() -> None:
    """The layers contract holds: data flows up, imports point down, siblings leave each other alone."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", _modules("pipeline", "tests", "benchmarks", "training"), ids=lambda path: path.name)
def test_modules_stay_small(path: Path) -> None:
    """No module has 400 lines or more, without exception; each says what it knows."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < LIMIT
    if path.is_relative_to(ROOT / "pipeline"):
        assert ast.get_docstring(ast.parse(text)), "no docstring"


@pytest.mark.parametrize("path", _modules("tests"), ids=lambda path: path.name)
def test_tests_say_what_they_expect(path: Path) -> None:
    """Each test has a docstring that says the expectation."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            assert ast.get_docstring(node), node.name


@pytest.mark.parametrize("room", [*fields.FIELDS, *mentions.RECOGNISERS, *readers.READERS], ids=_name)
def test_every_room_has_cases(room: object) -> None:
    """Each field, recogniser and reader has a table of cases or tests of its own."""
    package, name = _names(room)
    found = [*(ROOT / "tests" / "cases").glob(f"*{name}*.yml"), *(ROOT / "tests").glob(f"test_*{name}*.py")]
    shared = ROOT / "tests" / f"test_{package}.py"
    found += [shared] if shared.is_file() and name in shared.read_text(encoding="utf-8") else []
    assert found, f"neither tests/cases/{name}.yml nor tests/test_{name}.py"


def test_every_table_of_cases_has_its_adapter() -> None:
    """Each tests/cases/<module>.yml is run by tests/adapters/<module>.py."""
    for path in (ROOT / "tests" / "cases").glob("*.yml"):
        assert (ROOT / "tests" / "adapters" / f"{path.stem}.py").is_file(), path.name


def _issue_codes() -> Iterator[tuple[str, str]]:
    for path in _modules("pipeline"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding" and node.args):
                continue
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value, path.name


def _error_codes(kind: type[errors.PipelineError]) -> Iterator[str]:
    yield kind.code
    for child in kind.__subclasses__():
        yield from _error_codes(child)


def test_every_issue_and_problem_is_explained() -> None:
    """Each code of an issue, and each problem that a document can have, stands in docs/issues.md."""
    text = (DOCS / "issues.md").read_text(encoding="utf-8")
    missing = {f"{code} ({name})" for code, name in _issue_codes() if f"`{code}`" not in text}
    missing |= {code for code in _error_codes(InputError) if f"`{code}`" not in text}
    assert not missing


def test_every_reader_stands_in_the_docs() -> None:
    """Each reader is named in docs/formats.md."""
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert [name for name in map(_name, readers.READERS) if name not in text] == []


def test_reference_pages_are_up_to_date() -> None:
    """docs/cli.md, docs/fields.md and schemas/ are what `make docs` makes of the code."""
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == cli_page()
    assert (DOCS / "fields.md").read_text(encoding="utf-8") == fields_page()
    written = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").glob("*.json")}
    assert written == schema_files()


def test_every_command_and_column_is_described() -> None:
    """Each command stands in docs/cli.md, each column in docs/fields.md."""
    commands, columns = (DOCS / "cli.md").read_text(encoding="utf-8"), (DOCS / "fields.md").read_text(encoding="utf-8")
    assert all(f"## minutebook {name}" in commands for name, _, _ in COMMANDS)
    assert all(f"| {column.name} |" in columns for table in tables() for column in table.columns)


@pytest.mark.parametrize("language", lexicon.languages())
def test_languages_have_the_same_words(language: str) -> None:
    """Each language has every topic with every key, each of the shape that the schema names, and nothing else."""
    topics = lexicon.schema()
    for topic, keys in topics.items():
        lexicon.read_topic(language, topic, keys)
    folder = ROOT / "pipeline" / "lexicon" / language
    assert {path.stem for path in folder.glob("*.yml")} == set(topics)


def test_nothing_depends_on_one_machine() -> None:
    """No file in the repository names a folder of the machine that it was written on."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git repository")
    pattern = re.compile(r"(?<![\w.])/(?:home|root|work|Users|tmp)/\w")
    guilty = []
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix in (".py", ".toml", ".md", ".yml", ".json", ".txt", ""):
            text = path.read_text(encoding="utf-8", errors="replace")
            guilty += [f"{name}: {match[0]}" for match in pattern.finditer(text)]
    assert guilty == []


def test_documentation_links_lead_somewhere() -> None:
    """Each relative link of the README and of docs/ names a file that exists."""
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
