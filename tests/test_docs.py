"""The manual keeps up with the code: settings, commands, paths, links and make targets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
import typer
import yaml

from bot.channels.settings import ALL_SETTINGS
from bot.cli import app
from bot.desk.settings import DESK_SETTINGS
from bot.web.app import ROUTES
from knowledge import models
from knowledge.profile import Profile

ROOT = Path(__file__).resolve().parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
DOCS = (*READMES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))

EVERY_SETTING = (*ALL_SETTINGS, *DESK_SETTINGS)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
_HUIQI = re.compile(r"(?<![\w/])(?:\.venv/bin/)?huiqi ([a-z]+(?:-[a-z]+)*)")
_VARIABLE = re.compile(r"\bHUIQI_[A-Z_]+\b")


def _commands() -> set[str]:
    return set(typer.main.get_command(app).commands)


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def _code(path: Path) -> str:
    return "\n".join(_CODE.findall(path.read_text("utf-8")))


def _all_code() -> str:
    return "\n".join(_code(path) for path in DOCS)


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("setting", EVERY_SETTING, ids=lambda s: s.name)
def test_every_setting_has_its_row_with_the_true_default(setting):
    rows = (ROOT / "docs" / "settings.md").read_text("utf-8").splitlines()
    default = f"`{setting.default}`" if setting.default else "empty"
    assert any(row.startswith(f"| `{setting.name}` | {default} |") for row in rows)


def test_the_manual_names_no_setting_that_does_not_exist():
    named = {name for path in DOCS for name in _VARIABLE.findall(path.read_text("utf-8"))}
    assert named == {s.name for s in EVERY_SETTING}


@pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)
def test_both_readmes_show_every_command(readme):
    shown = set(_HUIQI.findall(_code(readme)))
    assert shown == _commands()


def test_the_manual_names_no_command_that_does_not_exist():
    assert set(_HUIQI.findall(_all_code())) <= _commands()


@pytest.mark.parametrize("path", sorted({route.path for route in ROUTES}))
def test_every_path_is_described(path):
    assert re.search(rf"[` ]{re.escape(path)}`", _code(ROOT / "docs" / "api.md"))


def test_every_field_of_a_profile_is_described():
    assert set(Profile.model_fields) <= set(re.findall(r"\w+", _code(ROOT / "docs" / "api.md")))


_SHAPES = (
    models.DocumentFile, models.Ended, models.Exclusion, models.MeasureFile,
    models.Contact, models.Benefit, models.Condition, models.Step, models.Address,
)  # fmt: skip
_CHOICES = (models.Topic, models.District, models.Size, models.BenefitKind, models.Slot, models.Op)


def test_every_field_and_choice_of_a_measure_file_is_explained():
    spans = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "measure-files.md").read_text("utf-8")))
    assert {name for shape in _SHAPES for name in shape.model_fields} <= spans
    assert {choice for choices in _CHOICES for choice in get_args(choices)} <= spans


def test_the_example_of_a_measure_file_is_one():
    text = (ROOT / "docs" / "measure-files.md").read_text("utf-8")
    examples = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(examples) == 1
    policy = models.PolicyFile.model_validate(yaml.safe_load(examples[0]))
    assert policy.measures[0].contacts and policy.measures[0].conditions


def test_make_commands_are_targets():
    shown = set(_MAKE.findall(_all_code()))
    assert {"serve", "test"} <= shown <= _targets()


@pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)
def test_readmes_begin_with_serve_and_test(readme):
    assert {"serve", "test"} <= set(_MAKE.findall(_code(readme)))


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_between_the_documents_resolve(path):
    prose = _CODE.sub("", path.read_text("utf-8"))
    for target in _LINK.findall(prose):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        found = (path.parent / name).resolve() if name else path
        assert found.is_file() and found.is_relative_to(ROOT), f"{path.name}: {target}"
        if fragment:
            headings = re.findall(r"^#+ (.+)$", found.read_text("utf-8"), re.MULTILINE)
            assert fragment in map(_anchor, headings), f"{path.name}: {target}"


def test_every_document_can_be_reached_from_the_readme():
    seen, open_ = set(), [READMES[0].resolve()]
    while open_:
        path = open_.pop()
        if path in seen:
            continue
        seen.add(path)
        targets = _LINK.findall(_CODE.sub("", path.read_text("utf-8"))) if path.suffix == ".md" else []
        open_ += [(path.parent / t.partition("#")[0]).resolve() for t in targets if not re.match(r"[a-z]+:", t)]
    assert {p.resolve() for p in DOCS} <= seen
