"""Enterprise sizes: size and class must both be right."""

from __future__ import annotations

from bot.evaluation.cases import SizeCase
from bot.evaluation.errors import Undecidable
from bot.evaluation.ports import Size
from bot.evaluation.reply import squash
from bot.evaluation.results import SizeResult


def check_size(case: SizeCase, size: Size) -> SizeResult:
    """Judge one enterprise by its figures."""
    try:
        got = size(case.sector, case.employees, case.revenue_wan, case.assets_wan)
    except Undecidable as error:
        return SizeResult(case, None, (f"没有得出结论：{error}",))
    pairs = (("规模", case.expect, got[0]), ("行业", case.sector_class, got[1]))
    problems = [f"{what}应为{want}，得到{have}" for what, want, have in pairs if squash(want) != squash(have)]
    return SizeResult(case, got, tuple(problems))
