"""Joins the evaluation engine to the assistant, in this process or at an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from bot.compose import open_database
from bot.evaluation import Asker, EvalReport, HttpAsker, Proofs, Undecidable, evaluate
from bot.local import local_assistant
from bot.settings import Settings
from knowledge import size as size_standard
from knowledge.sectors import UnknownSector
from knowledge.service import KnowledgeService
from nlu import dialect, english, homophones, words
from nlu.normalize import simplify

# Numbers a reply may state without a contact behind them: the hotlines.
HOTLINES = frozenset({"12345", "12348"})
_CORRECTIONS = (("繁体", simplify), ("英文", english.translate), ("方言", dialect.standard), ("错字", homophones.mend))
_INTENTS = words.HERE / "intents"


class _LocalAsker:
    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime

    async def ask(self, sender: str, text: str) -> list[dict[str, Any]]:
        """One message to the assistant in this process."""
        replies: list[dict[str, Any]] = await self._runtime.handle(sender, text, "eval")
        return replies


def _size(sector: str | None, employees: Any, revenue_wan: Any, assets_wan: Any) -> tuple[str, str]:
    try:
        result = size_standard.classify(sector, employees, revenue_wan, assets_wan)
    except (size_standard.SizeUndecidable, UnknownSector) as fault:
        raise Undecidable(str(fault)) from None
    return result.size, result.class_name


def _progress(say: Callable[[str], None]) -> Callable[[str, int, int], None]:
    def report(part: str, done: int, total: int) -> None:
        if done == total or done % 50 == 0:
            say(f"{part}：{done}/{total}")

    return report


@dataclass(frozen=True)
class Scope:
    """What to run: a part, kind, intent or case (None for all), the parts on noise too, and which dice."""

    only: str | None = None
    noise: bool = False
    drawing: int = 0


async def run(
    settings: Settings, folder: Path, url: str | None, scope: Scope, say: Callable[[str], None]
) -> EvalReport:
    """Evaluate the assistant at ``url``, or one started here; search, sizes and phones come from the store here.

    Raises ``EvaluationError`` and the errors of starting.
    """
    if url is None:
        async with local_assistant(settings, say) as local:
            return await _evaluate(folder, _LocalAsker(local.runtime), local.knowledge, settings, scope, say)
    database = open_database(settings, say)
    try:
        async with aiohttp.ClientSession() as session:
            asker = HttpAsker(session, url, settings.api_token or None)
            return await _evaluate(folder, asker, KnowledgeService(database), settings, scope, say)
    finally:
        database.close()


async def _evaluate(
    folder: Path,
    asker: Asker,
    knowledge: KnowledgeService,
    settings: Settings,
    scope: Scope,
    say: Callable[[str], None],
) -> EvalReport:
    def search(text: str, district: str | None) -> list[tuple[str, int | None]]:
        return _search(knowledge, settings, text, district)

    def known_phone(number: str) -> bool:
        return number in HOTLINES or number in knowledge.phones or _extension_of(number, knowledge)

    return await evaluate(
        folder,
        asker,
        search,
        _size,
        known_phone,
        proofs=Proofs(_CORRECTIONS, tuple(_sentences(knowledge))),
        only=scope.only,
        noise=scope.noise,
        drawing=scope.drawing,
        progress=_progress(say),
    )


def _sentences(knowledge: KnowledgeService) -> Iterator[tuple[str, str]]:
    """Sentences that are right as they stand: the training sentences, titles and summaries of the measures."""
    for path in sorted(_INTENTS.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            for line in entry["examples"].splitlines():
                if line.startswith("- "):
                    yield f"{path.name} {entry['intent']}", line[2:].strip()
    for measure in knowledge.measures:
        yield measure.id, measure.content.title
        yield measure.id, measure.content.summary


def _search(
    knowledge: KnowledgeService, settings: Settings, text: str, district: str | None
) -> list[tuple[str, int | None]]:
    place = district if district in ("东城", "西城") else None
    _, hits = knowledge.search(text, district=place, as_of=settings.today(), limit=3)
    return [(h.measure.doc, h.measure.number) for h in hits]


def _extension_of(number: str, knowledge: KnowledgeService) -> bool:
    """A main number whose extensions are contacts."""
    return any(p.startswith(f"{number}-") for p in knowledge.phones)
