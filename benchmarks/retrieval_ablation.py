"""What each part of the search is worth: plain BM25, the whole search, and the whole search less one part at a time.

    python benchmarks/retrieval_ablation.py [FOLDER …]

Prints the share of questions with a right measure first, and among the first three. The columns: the sample questions
of the measures, each asked of an index that does not have it, as written and mistyped; then for ``tests/eval`` and each
further evaluation folder its questions as asked, mistyped, and only those unlike every sample question. A question is
asked for the district its case names, a sample question for its measure's. Every measure counts as ended, as today.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import jieba
import numpy as np
from retrieval_cases import Case, curated, folder_cases, left_out, mistyped, unlike

from knowledge.consult import Question, find
from knowledge.index.options import PRODUCT, Options
from knowledge.index.terms import fields
from knowledge.measure import Measure
from knowledge.profile import Profile
from knowledge.search import SearchIndex
from knowledge.service import understand
from nlu.normalize import fold

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 21)
K1, B = 1.5, 0.75

Found = Callable[[Case], Sequence[str]]
Build = Callable[[Sequence[Measure]], Found]


def plain(without: str) -> Build:
    """The peer: BM25 over jieba's words of all fields but one, measures of another district left out."""

    def build(measures: Sequence[Measure]) -> Found:
        docs = [Counter(jieba.lcut(" ".join(t for f, t in fields(m).items() if f != without))) for m in measures]
        mean = sum(d.total() for d in docs) / len(docs)
        having = Counter(word for d in docs for word in d)

        def score(doc: Mapping[str, int], length: int, words: Iterable[str]) -> float:
            norm = K1 * (1 - B + B * length / mean)
            rare = {w: math.log(1 + (len(docs) - having[w] + 0.5) / (having[w] + 0.5)) for w in words}
            return sum(rare[w] * doc[w] * (K1 + 1) / (doc[w] + norm) for w in rare)

        def found(case: Case) -> Sequence[str]:
            words = jieba.lcut(case.text)
            of_place = [
                (-score(d, d.total(), words), i)
                for i, (d, m) in enumerate(zip(docs, measures, strict=True))
                if case.district in (None, "北京") or m.district in (case.district, "北京")
            ]
            return [measures[i].id for _, i in sorted(of_place)[:3]]

        return found

    return build


def search(options: Options = PRODUCT, read: Callable[[str], Question] = understand) -> Build:
    """The product's search, or the same with other weights or another reading of the question."""

    def build(measures: Sequence[Measure]) -> Found:
        index = SearchIndex(measures, options)

        def found(case: Case) -> Sequence[str]:
            heard = read(case.text)
            place = case.district or heard.profile.district
            question = replace(heard, profile=Profile(district=place))
            return [m.id for m in find(index, question, DAY, limit=3).measures]

        return found

    return build


def _less(kind: str) -> Options:
    return replace(PRODUCT, fields=PRODUCT.fields | {kind: dict.fromkeys(PRODUCT.fields[kind], 0.0)})


def _without_field(field: str) -> Options:
    kept = {k: {f: 0.0 if f == field else w for f, w in weights.items()} for k, weights in PRODUCT.fields.items()}
    return replace(PRODUCT, fields=kept)


def _even(weights: Mapping[str, float]) -> dict[str, float]:
    return dict.fromkeys(weights, sum(weights.values()) / len(weights))


def _deaf(text: str) -> Question:
    return replace(understand(text), heard=())


def _unmended(text: str) -> Question:
    return replace(understand(text), text=fold(text))


SYSTEMS: dict[str, Build] = {
    "BM25 + jieba, no sample questions": plain("questions"),
    "BM25 + jieba, all fields": plain(""),
    "the search": search(),
    "  without words": search(_less("words")),
    "  without characters": search(_less("characters")),
    "  without sounds": search(_less("sounds")),
    "  without synonyms": search(replace(PRODUCT, synonyms=0.0)),
    "  without nearest sample question": search(replace(PRODUCT, question=0.0)),
    "  without sample questions at all": search(replace(_without_field("questions"), question=0.0)),
    "  without keywords": search(_without_field("keywords")),
    "  without learned field weights": search(
        replace(PRODUCT, fields={k: _even(w) for k, w in PRODUCT.fields.items()})
    ),
    "  without topics heard": search(read=_deaf),
    "  without mended spelling": search(read=_unmended),
}


def rates(found: Found, cases: Sequence[Case]) -> tuple[int, int]:
    """How many have a right measure first, and among the first three."""
    answers = [(found(case), case.right) for case in cases]
    return sum(bool(set(a[:1]) & r) for a, r in answers), sum(bool(set(a) & r) for a, r in answers)


def measured(build: Build, measures: Sequence[Measure], sets: Sequence[Sequence[Case]]) -> list[tuple[int, int]]:
    """Sample questions left out, as written and mistyped, then each set of cases."""
    total = np.zeros((2, 2), dtype=int)
    for store, cases in left_out(measures):
        found = build(store)
        total += [rates(found, cases), rates(found, mistyped(cases))]
    found = build(measures)
    return [tuple(map(int, t)) for t in total] + [rates(found, cases) for cases in sets]  # type: ignore[misc]


def main() -> None:
    measures = curated()
    samples = sum(len(m.content.questions) for m in measures)
    sets: list[tuple[str, Sequence[Case]]] = []
    for folder in [ROOT / "tests" / "eval", *map(Path, sys.argv[1:])]:
        cases = folder_cases(folder, measures)
        name = "/".join(folder.parts[-2:])
        sets += [(name, cases), ("mistyped", mistyped(cases)), ("unlike", unlike(cases, measures))]
    heads = [("left out", samples), ("mistyped", samples), *((name, len(cases)) for name, cases in sets)]
    print(f"{'top 1 / top 3, %':34}" + "".join(f"{f'{name} ({n})':>20}" for name, n in heads))
    for system, build in SYSTEMS.items():
        right = measured(build, measures, [cases for _, cases in sets])
        cells = [f"{a / n:.1%} / {b / n:.1%}".replace("%", "") for (a, b), (_, n) in zip(right, heads, strict=True)]
        print(f"{system:34}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
