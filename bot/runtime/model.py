"""The trained model: where it is, whether it matches the code, and how it is made."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from knowledge import files

ROOT = Path(__file__).resolve().parents[2]
NAME = "huiqi"


class ModelError(Exception):
    """The model cannot be used; the message is Chinese and says what to run."""


def _inputs() -> Iterator[Path]:
    yield ROOT / "config.yml"
    yield ROOT / "domain.yml"
    yield from sorted((ROOT / "stories").glob("*.yml"))
    for pattern in ("intents/*.yml", "lookups/*.yml", "dictionary/*.txt", "*.py", "components/*.py"):
        yield from sorted((ROOT / "nlu").glob(pattern))


def _sample_questions() -> list[Any]:
    """What the measures contribute. Raises ``BrokenFile`` for a file that cannot be read."""
    found: list[Any] = []
    for path in files.measure_files(ROOT / "knowledge" / "measures"):
        try:
            found += [[m.get("topics"), m.get("questions")] for m in files.read_yaml(path)["measures"]]
        except (yaml.YAMLError, UnicodeDecodeError, TypeError, KeyError, AttributeError):
            files.load_file(path)
    return found


def fingerprint() -> str:
    """Hash of everything the model is trained from; changes when the model has to be trained again."""
    digest = hashlib.sha256(version("rasa").encode())
    for path in _inputs():
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    digest.update(json.dumps(_sample_questions(), ensure_ascii=False).encode())
    return digest.hexdigest()


def _paths(folder: Path) -> tuple[Path, Path]:
    return folder / f"{NAME}.tar.gz", folder / f"{NAME}.json"


def is_current(folder: Path) -> bool:
    """True when the folder holds a model trained from what is here now."""
    archive, note = _paths(folder)
    if not archive.is_file() or not note.is_file():
        return False
    try:
        return bool(json.loads(note.read_text("utf-8")).get("fingerprint") == fingerprint())
    except (ValueError, AttributeError):
        return False


def find(folder: Path) -> Path:
    """The archive to load. Raises :class:`ModelError` when there is none or it does not match the code."""
    archive, _ = _paths(folder)
    if not archive.is_file():
        raise ModelError(f"{folder} 里没有训练好的模型。请先运行 huiqi train（约 1 分钟）。")
    if not is_current(folder):
        raise ModelError(
            "模型和现在的程序、语料对不上（语料、规则或配置改过）。请运行 huiqi train 重新训练（约 1 分钟）。"
        )
    return archive


def train(folder: Path, say: Callable[[str], None] = lambda _: None) -> Path:
    """Train from config.yml, domain.yml, nlu/ and stories/; gives the archive. Raises :class:`ModelError`."""
    from bot.runtime import quiet

    quiet.prepare()
    from rasa.model_training import train as rasa_train

    folder.mkdir(parents=True, exist_ok=True)
    print_ = fingerprint()
    started = time.monotonic()
    say("正在训练对话模型，约 1 分钟……")
    with contextlib.redirect_stdout(io.StringIO()):
        result = rasa_train(
            domain=str(ROOT / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / "nlu" / "intents"), str(ROOT / "stories")],
            output=str(folder),
            fixed_model_name=NAME,
            force_training=True,
        )
    if result.code != 0 or not result.model:
        raise ModelError("训练没有成功，请看上面的提示；语料可用 rasa data validate 检查。")
    archive, note = _paths(folder)
    note.write_text(json.dumps({"fingerprint": print_}), "utf-8")
    say(f"训练完成，用时 {time.monotonic() - started:.0f} 秒。")
    return archive
