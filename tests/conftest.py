"""What whole-system tests share: the trained model, the real knowledge, and a started assistant. Each is made once."""

from __future__ import annotations

import asyncio
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from actions.services import Services, services_for
from bot.runtime import model
from bot.runtime.assistant import AssistantRuntime
from knowledge.measure import Measure
from knowledge.models import DocumentFile, MeasureFile
from knowledge.service import KnowledgeService
from knowledge.store.database import Database
from knowledge.store.seed import seed

# A slow machine is no fault of the code; and what CI tries is the same each time.
hypothesis_settings.register_profile("huiqi", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.load_profile("huiqi")

# Rasa writes below the home folder and reports usage unless it is told otherwise.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

TODAY = date(2026, 11, 21)
IN_FORCE = date(2022, 7, 1)


DOCUMENT = {
    "id": "dc-made",
    "doc": "东造发〔2021〕9号",
    "title": "一份编出来的文件",
    "issuer": "东城区编造办",
    "district": "东城",
    "published": "2021-01-04",
    "valid_from": "2021-01-05",
    "valid_to": "2021-12-31",
    "term": "有效期到2021年12月31日",
}
MEASURE = {
    "number": 1,
    "section": "一、减轻负担",
    "title": "一条编出来的措施",
    "summary": "编出来的好处。",
    "topics": ["rent"],
    "departments": ["区编造办"],
    "no_contact_reason": "原文未列联系人",
    "benefits": [{"kind": "waiver", "text": "免一个月"}],
}


@pytest.fixture(scope="session")
def make_measure() -> Callable[..., Measure]:
    """Make a measure of made-up content: ``document`` changes its document, other words its own fields."""

    def make(document: dict[str, Any] | None = None, revision: int = 1, **content: Any) -> Measure:
        of = DocumentFile.model_validate({**DOCUMENT, **(document or {})})
        held = MeasureFile.model_validate({**MEASURE, **content})
        return Measure(f"{of.id}-{held.slug}", of, held, revision)

    return make


@contextmanager
def rasa_may_warn() -> Iterator[None]:
    """Importing and training Rasa 3.6 on current libraries warns of things that are not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="session")
def quiet_rasa() -> None:
    """Rasa imported as the product imports it: without TensorFlow, telemetry, or words of users in the log."""
    from bot.runtime import quiet

    with rasa_may_warn():
        quiet.prepare()
        import rasa.core.agent  # noqa: F401


@pytest.fixture(scope="session")
def trained_model(request: pytest.FixtureRequest) -> Path:
    """A folder with a current model: the project's own, or one trained into the cache of pytest."""
    own = model.ROOT / "models"
    if model.is_current(own):
        return own
    folder = Path(request.config.cache.mkdir("model")) / model.fingerprint()[:16]
    if not model.is_current(folder):
        with rasa_may_warn():
            model.train(folder)
    return folder


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A SQLite database filled with the real curated files."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('knowledge')}/huiqi.db")
    database.migrate()
    seed(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def services(database: Database) -> Services:
    """What the actions need, on a day when every document has ended."""
    return services_for(database, lambda: TODAY)


@pytest.fixture(scope="session")
def knowledge(services: Services) -> KnowledgeService:
    """The published measures of the curated files."""
    return services.knowledge


class Assistant:
    """A started assistant that tests can talk to without an event loop of their own."""

    def __init__(self, runtime: AssistantRuntime) -> None:
        self.runtime = runtime

    def say(self, sender: str, text: str) -> list[dict[str, Any]]:
        """The replies to one message."""
        return asyncio.run(self.runtime.handle(sender, text))


@pytest.fixture(scope="session")
def start_assistant(
    trained_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Services], Assistant]]:
    """Start an assistant over given services; all are stopped at the end."""
    started: list[Assistant] = []

    def start(services: Services) -> Assistant:
        url = f"sqlite:///{tmp_path_factory.mktemp('conversations')}/conversations.db"
        assistant = Assistant(AssistantRuntime(services, trained_model, url))
        with rasa_may_warn():
            asyncio.run(assistant.runtime.start())
        started.append(assistant)
        return assistant

    yield start
    for assistant in started:
        asyncio.run(assistant.runtime.stop())


@pytest.fixture(scope="session")
def assistant(start_assistant: Callable[[Services], Assistant], services: Services) -> Assistant:
    """The real model and the real actions, on :data:`TODAY`."""
    return start_assistant(services)


@pytest.fixture(scope="session")
def assistant_in_2022(start_assistant: Callable[[Services], Assistant], database: Database) -> Assistant:
    """The same on a day when 东政发〔2022〕8号 was in force."""
    return start_assistant(services_for(database, lambda: IN_FORCE))
