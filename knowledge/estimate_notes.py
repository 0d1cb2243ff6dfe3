"""What has to be said beside an amount: whether the measure has ended, borders of tiers, and who decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from knowledge.estimate_inputs import Value
from knowledge.estimate_result import Result
from knowledge.estimate_working import chinese_day, yuan
from knowledge.measure import Measure


def notes(
    measure: Measure, as_of: date, results: Sequence[Result], unfit: Sequence[str], figures: Mapping[str, Value]
) -> tuple[str, ...]:
    """Sentences in the order they are read; the last one says who decides."""
    return (
        *_validity(measure, as_of, results),
        *(_cases(measure, results, figures) if results else _none(unfit)),
        f"这只是按{measure.source}估算，能不能享受、给多少，最后由{_authority(measure)}审核决定。",
    )


def _authority(measure: Measure) -> str:
    first, *others = measure.departments or ("责任单位",)
    return f"{first}等部门" if others else first


def _validity(measure: Measure, as_of: date, results: Sequence[Result]) -> Iterator[str]:
    validity = measure.validity(as_of)
    if validity == "not_yet":
        begins = max(measure.valid_from, measure.document.valid_from)
        yield f"{measure.source}要到{chinese_day(begins)}才开始执行，到{chinese_day(as_of)}还没有可以用来算的标准。"
    elif validity == "ended":
        yield f"{measure.source}{_end(measure)}，现在不再执行；金额是按当时的标准算的，只供参考。"
    else:
        for day in sorted({r.ended for r in results if r.ended}):
            yield f"其中一项到{chinese_day(day - timedelta(1))}为止，金额是按当时的标准算的，只供参考。"


def _end(measure: Measure) -> str:
    if measure.valid_to:
        return f"已于{chinese_day(measure.valid_to)}到期"
    return f"自{chinese_day(measure.document.ended.since)}起停止执行" if measure.document.ended else "已经结束"


def _none(unfit: Sequence[str]) -> Iterator[str]:
    if unfit:
        yield f"按说的情况算不出金额：{'；'.join(dict.fromkeys(unfit))}。"


def _cases(measure: Measure, results: Sequence[Result], figures: Mapping[str, Value]) -> Iterator[str]:
    """Several results from one figure are cases to choose from, not sums to add."""
    graded = Counter(r.tier for r in results if r.tier)
    for name in (n for n, count in graded.items() if n and count > 1):
        value = figures[name]
        at = f"正好{yuan(value)}" if isinstance(value, Decimal) else "正好在分界上"
        yield f"{at}时，原文里两档都能对上，两个结果都列出来了，按哪一档请问{_authority(measure)}。"
    used = Counter(r.wants for r in results if not r.tier)
    if any(count > 1 for count in used.values()):
        yield "列出的几种情形各有各的条件，请看自己符合哪一种，不能加在一起。"
