"""The trained model: whether it matches what it was trained from, and what is told when it does not."""

import json
import shutil

import pytest

from bot.runtime import model
from bot.runtime.assistant import AssistantRuntime


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of everything the model is trained from."""
    for part in ("nlu", "stories", "knowledge/measures"):
        shutil.copytree(model.ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.yml", "domain.yml"):
        shutil.copy(model.ROOT / name, tmp_path)
    monkeypatch.setattr(model, "ROOT", tmp_path)
    return tmp_path


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_fingerprint_does_not_depend_on_where_the_project_is(project, monkeypatch):
    copied = model.fingerprint()
    monkeypatch.undo()
    assert model.fingerprint() == copied


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("config.yml", "threshold: 0.3", "threshold: 0.4"),
        ("domain.yml", "session_expiration_time: 60", "session_expiration_time: 61"),
        ("stories/policy.yml", "intent: rent_relief", "intent: loan"),
        ("nlu/intents/rent.yml", "\n    - ", "\n    - 新的一句\n    - "),
        ("nlu/lookups/sectors.yml", "饭馆", "饭馆子"),
        ("nlu/normalize.py", "import", "import "),
        ("knowledge/measures/xicheng-2020-1.yml", "questions:\n", "questions:\n    - 新的问法\n"),
    ],
)
def test_the_fingerprint_follows_what_is_learnt(project, file, old, new):
    before = model.fingerprint()
    edit(project / file, old, new)
    assert model.fingerprint() != before


def test_what_is_not_learnt_does_not_make_a_model_old(project):
    before = model.fingerprint()
    edit(project / "knowledge/measures/xicheng-2020-1.yml", "summary: ", "summary: 改了几个字。")
    assert model.fingerprint() == before


def note(folder, content):
    folder.mkdir(exist_ok=True)
    (folder / "huiqi.tar.gz").write_bytes(b"no archive")
    (folder / "huiqi.json").write_text(content, "utf-8")
    return folder


def test_no_model_says_what_to_run(tmp_path):
    with pytest.raises(model.ModelError, match="没有训练好的模型。请先运行 huiqi train"):
        model.find(tmp_path)


@pytest.mark.parametrize("content", ['{"fingerprint": "old"}', "{}", "[]", "not json", ""])
def test_a_model_of_another_training_is_refused(tmp_path, content):
    folder = note(tmp_path / "models", content)
    assert not model.is_current(folder)
    with pytest.raises(model.ModelError, match=r"对不上.*请运行 huiqi train 重新训练"):
        model.find(folder)


def test_a_current_model_is_found(tmp_path):
    folder = note(tmp_path / "models", json.dumps({"fingerprint": model.fingerprint()}))
    assert model.is_current(folder)
    assert model.find(folder) == folder / "huiqi.tar.gz"


def test_the_trained_model_matches(trained_model):
    assert model.find(trained_model).stat().st_size > 10_000


async def test_an_assistant_without_model_says_so(tmp_path, services):
    runtime = AssistantRuntime(services, tmp_path, f"sqlite:///{tmp_path}/talk.db")
    (reply,) = await runtime.handle("u1", "你好")
    assert "正在启动" in reply["text"]
    with pytest.raises(model.ModelError, match="huiqi train"):
        await runtime.start()
    assert not runtime.ready
    await runtime.stop()


async def test_a_broken_archive_is_told_without_a_trace(tmp_path, services, quiet_rasa):
    folder = note(tmp_path / "models", json.dumps({"fingerprint": model.fingerprint()}))
    runtime = AssistantRuntime(services, folder, f"sqlite:///{tmp_path}/talk.db")
    with pytest.raises(model.ModelError, match="模型载入失败"):
        await runtime.start()
    assert runtime.status()["model"] is False
    assert runtime.status()["trouble"]
    await runtime.stop()
