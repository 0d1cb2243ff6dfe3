"""How search does with many measures: time to build the index, memory, and the time of a query.

    python benchmarks/search_scale.py [MEASURES]

The measures (100,000 unless told otherwise) are made of parts of the curated ones: the words of one, the conditions,
steps and contacts of others, under a title, summary and questions that name a made-up place, in documents of our
districts, the city and made-up districts. The queries are those of ``tests/eval``: put to ``KnowledgeService.search``
as they are and with filters, and to :meth:`KnowledgeService.find` for a district, a topic and an enterprise. No query
is put twice. Wall time is what a user waits on this machine as busy as it is, CPU time what the query itself takes.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from retrieval_cases import curated, folder_cases

from knowledge.consult import Question
from knowledge.measure import Measure
from knowledge.models import DocumentFile
from knowledge.profile import Profile
from knowledge.search import SearchIndex
from knowledge.service import KnowledgeService, understand
from knowledge.store.database import Database

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2022, 7, 1)
MEASURES, PER_DOCUMENT = 100_000, 40
OURS = ("东城", "西城", "北京")
SYLLABLES = "安昌春德丰光桂和宏华嘉建金景康乐龙明宁平庆荣瑞盛泰天文新兴旭阳永玉元泽长正志"


def _name(chance: random.Random, length: int = 3) -> str:
    return "".join(chance.choices(SYLLABLES, k=length))


def _document(number: int, model: DocumentFile, chance: random.Random) -> DocumentFile:
    district = chance.choice(OURS) if chance.random() < 0.3 else _name(chance, 2)
    return model.model_copy(
        update={
            "id": f"made-{number}",
            "doc": f"{_name(chance, 1)}政发〔{2010 + number % 16}〕{number}号",
            "district": district,
            "published": model.published + timedelta(days=chance.randrange(900)),
        }
    )


def made_up(count: int) -> list[Measure]:
    """The same measures for the same count."""
    chance, real = random.Random(count), curated()
    measures: list[Measure] = []
    for number in range(count):
        words, rules, help_ = (chance.choice(real).content for _ in range(3))
        if number % PER_DOCUMENT == 0:
            document = _document(number // PER_DOCUMENT, chance.choice(real).document, chance)
        place = _name(chance)
        content = words.model_copy(
            update={
                "number": number % PER_DOCUMENT + 1,
                "title": f"{place}{words.title}",
                "summary": f"{words.summary}在{place}办理。",
                "questions": tuple(f"{place}{q}" for q in words.questions),
                "conditions": rules.conditions,
                "steps": help_.steps,
                "contacts": help_.contacts,
                "departments": help_.departments,
            }
        )
        measures.append(Measure(f"{document.id}-{content.slug}", document, content, 1))
    return measures


def _resident() -> float:
    """Memory of this process, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)] * 1000


def clock(name: str, ask: Callable[[str], object], texts: Iterable[str]) -> None:
    walls, cpus = [], []
    for text in texts:
        wall, cpu = time.perf_counter(), time.thread_time()
        ask(text)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.thread_time() - cpu)
    cells = [
        f"{kind} p50 {_percentile(v, 50):6.2f}  p95 {_percentile(v, 95):6.2f}"
        for kind, v in (("wall", walls), ("CPU", cpus))
    ]
    print(f"{name:34}" + "   ".join(cells) + "   ms", flush=True)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MEASURES
    texts = [c.text for c in folder_cases(ROOT / "tests" / "eval", curated())]
    for text in texts:
        understand(text)  # reading a question costs the same whatever the store holds
    measures = made_up(count) if count else list(curated())
    gc.collect()
    before, start = _resident(), time.perf_counter()
    cpu = time.process_time()
    index = SearchIndex(measures)
    built, cpu = time.perf_counter() - start, time.process_time() - cpu
    gc.collect()
    print(f"{len(measures)} measures: index built in {built:.1f} s ({cpu:.1f} s CPU), {_resident() - before:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        database.migrate()
        service = KnowledgeService(database)
        service._snapshot = replace(service._snapshot, index=index, by_id={m.id: m for m in measures})
        turns(service, texts)
        database.close()


def turns(service: KnowledgeService, texts: Sequence[str]) -> None:
    known = Profile(district="东城", size="微型", sector="餐饮", role="承租方")
    ways: dict[str, Callable[[str], object]] = {
        "search": lambda t: service.search(t, as_of=DAY),
        "search, 东城, 微型, 餐饮": lambda t: service.search(t, district="东城", size="微型", sector="餐饮", as_of=DAY),
        "find, topic and enterprise known": lambda t: service.find(Question(t, ("loan",), profile=known), DAY),
        "browse, no words, filters": lambda t: service.search(
            "", district="西城", topic="rent", size="小型", as_of=DAY
        ),
    }
    for name, ask in ways.items():
        clock(name, ask, texts)


if __name__ == "__main__":
    main()
