"""How well the importer reads the source documents, against the measures that people curated from them.

    HUIQI_SOURCES=FOLDER python benchmarks/import_accuracy.py [--details]

For each file: documents and measures found, phones for each measure number (precision, recall), e-mail addresses,
departments, seconds.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.files import load_all
from knowledge.importers.draft import DraftDocument
from knowledge.importers.extract import extract
from knowledge.importers.source import read_source
from knowledge.models import PolicyFile

Pairs = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Score:
    """What was found, what should have been, and what both have."""

    wrong: Pairs
    lacking: Pairs
    right: int

    @property
    def text(self) -> str:
        """Precision and recall in per cent."""
        found, wanted = self.right + self.wrong.total(), self.right + self.lacking.total()
        precision = 100 * self.right / found if found else 100.0
        recall = 100 * self.right / wanted if wanted else 100.0
        return f"{precision:5.1f}/{recall:5.1f} ({found})"


def compare(found: Iterable[tuple[str, str]], wanted: Iterable[tuple[str, str]]) -> Score:
    """Count pairs of measure and value; the same pair twice in one measure counts once."""
    a, b = Counter(set(found)), Counter(set(wanted))
    return Score(a - b, b - a, (a & b).total())


def scores(draft: DraftDocument, policy: PolicyFile) -> dict[str, Score]:
    """The measures' fields against the curated ones."""
    result = {"measures": compare(((m.slug, "") for m in draft.measures), ((m.slug, "") for m in policy.measures))}
    for name in ("phones", "emails", "people", "departments", "topics"):
        result[name] = compare(_values(draft.measures, name), _values(policy.measures, name))
    return result


def _values(measures: Iterable[object], name: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for m in measures:
        slug, contacts = m.slug, m.contacts  # type: ignore[attr-defined]
        if name == "phones":
            found += [(slug, p) for c in contacts for p in c.phones]
        elif name == "emails":
            found += [(slug, c.email) for c in contacts if c.email]
        elif name == "people":
            found += [(slug, f"{n} {p}") for c in contacts if c.name for n in c.name.split("、") for p in c.phones]
        else:
            found += [(slug, value) for value in getattr(m, name)]
    return found


def main() -> int:
    """Print one line a file, and with ``--details`` every difference."""
    folder = os.environ.get("HUIQI_SOURCES")
    if not folder or not Path(folder).is_dir():
        print("请用环境变量 HUIQI_SOURCES 指明存放来源文件的文件夹。", file=sys.stderr)
        return 2
    curated = {p.document.doc: p for p in load_all()}
    for path in sorted(Path(folder).iterdir()):
        started = time.perf_counter()
        drafts = extract(read_source(path))
        seconds = time.perf_counter() - started
        print(f"{path.name}: {len(drafts)} 份文件, {seconds:.2f} s")
        for draft in drafts:
            if draft.measures:
                _report(draft, curated.get(draft.doc or ""), "--details" in sys.argv)
    return 0


def _report(draft: DraftDocument, policy: PolicyFile | None, details: bool) -> None:
    contacts = sum(len(m.contacts) for m in draft.measures)
    flagged = sum(len(m.issues) for m in draft.measures) + len(draft.issues)
    print(f"  {draft.doc} {draft.title}: {len(draft.measures)} 条, 联系 {contacts} 个, 疑点 {flagged} 处")
    if policy is None:
        print("    没有人工整理的对照")
        return
    for name, score in scores(draft, policy).items():
        print(f"    {name:12} 准确率/召回率 {score.text}")
        for mark, pairs in (("多", score.wrong), ("缺", score.lacking)) if details else ():
            for slug, value in pairs:
                print(f"      {mark} 第{slug}条 {value}")


if __name__ == "__main__":
    sys.exit(main())
