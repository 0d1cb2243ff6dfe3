"""The index alone: ranking of a few made-up measures, synonyms, grounding, and oddities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search import SearchIndex, terms


@pytest.fixture(scope="module")
def index(make_measure):
    return SearchIndex(
        [
            make_measure(number=1, title="房租减免三个月", summary="租金免三个月。", questions=["房租能减吗"]),
            make_measure(number=2, title="贷款利息补贴", summary="贷款贴息一半。", questions=["贷款有贴息吗"]),
            make_measure(
                number=3,
                title="社会保险费延迟缴纳",
                summary="社保费晚交不收滞纳金。",
                contacts=[{"name": "赵六七", "phones": ["64039999"], "department": "区社保局"}],
            ),
        ]
    )


def best(index, query):
    hits = index.search(query, limit=1)
    return hits[0].measure.number if hits else None


@pytest.mark.parametrize(
    ("query", "number"),
    [("房租", 1), ("租金", 1), ("贷款贴息", 2), ("利息", 2), ("社保缓缴", 3), ("赵六七", 3), ("64039999", 3)],
)
def test_ranks_by_words_synonyms_people_and_numbers(index, query, number):
    assert best(index, query) == number


def test_nothing_in_common_finds_nothing(index):
    assert index.search("zzz qqq") == []
    assert index.search("") == []
    assert not index.scores("").any()


def test_only_among_and_boosts(index):
    ids = [m.id for m in index.measures]
    assert [h.measure.number for h in index.search("房租贷款", among=ids[1:2])] == [2]
    assert best(index, "房租") == 1
    assert index.search("房租", boosts={ids[2]: 9.0}, limit=1)[0].measure.number == 3


def test_ties_keep_the_order_of_the_store(make_measure):
    index = SearchIndex([make_measure(number=None, key=k) for k in ("c", "a", "b")])
    assert [h.measure.content.key for h in index.search("编出来的措施")] == ["c", "a", "b"]


def test_grounding_tells_questions_the_store_knows(knowledge):
    index = SearchIndex(knowledge.measures)
    known = [index.grounding(q) for q in ("房租能减吗", "社保能缓缴吗", "李睿的电话", "67196928")]
    nonsense = [index.grounding(q) for q in ("阿巴阿巴", "嘎嘎嘎", "量子纠缠", "")]
    assert min(known) > 0.6
    assert max(nonsense) < 0.3
    assert index.grounding("阿巴阿巴") == index.grounding("") == 0.0


def test_an_empty_index_answers_too():
    index = SearchIndex([])
    assert index.search("房租") == []
    assert index.grounding("房租") == 0.0


def test_terms_leave_out_stop_words_and_mark_pairs():
    found = terms("请问房租的减免")
    assert "的" not in found
    assert "房租" in found
    assert "~房租" in found


@given(st.text(max_size=60))
def test_any_text_gets_finite_scores(index, text):
    scores = index.scores(text)
    assert scores.shape == (3,)
    assert np.isfinite(scores).all()
    assert 0.0 <= index.grounding(text) <= 1.0 + 1e-9
