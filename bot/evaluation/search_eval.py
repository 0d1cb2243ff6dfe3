"""The search alone: is an expected measure first, or among the first three."""

from __future__ import annotations

from bot.evaluation.cases import Question
from bot.evaluation.matching import is_hit
from bot.evaluation.ports import Search
from bot.evaluation.results import SearchResult


def check_search(question: Question, search: Search) -> SearchResult:
    """Search with the question's own words and, where it names one, its district."""
    found = tuple(search(question.text, question.district))[:3]
    expected = tuple(one.ref for one in question.expect)
    return SearchResult(question, found, top1=is_hit(expected, found[:1]), top3=is_hit(expected, found))
