"""The index alone: evidence for a few made-up measures, synonyms, grounding, and oddities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.terms import synonyms, terms
from knowledge.search import SearchIndex


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
    return index.measures[int(np.argmax(index.evidence(query)))].number


@pytest.mark.parametrize(
    ("query", "number"),
    [("房租", 1), ("租金", 1), ("贷款贴息", 2), ("利息", 2), ("社保缓缴", 3), ("赵六七", 3), ("64039999", 3)],
)
def test_ranks_by_words_synonyms_people_and_numbers(index, query, number):
    assert best(index, query) == number


def test_nothing_in_common_is_no_evidence(index):
    assert not index.evidence("zzz qqq").any()
    assert not index.evidence("").any()


def test_evidence_cannot_be_changed_by_who_reads_it(index):
    with pytest.raises(ValueError, match="read-only"):
        index.evidence("房租")[0] = 9.0


def test_grounding_tells_questions_the_store_knows(knowledge):
    index = SearchIndex(knowledge.measures)
    known = [index.grounding(q) for q in ("房租能减吗", "社保能缓缴吗", "李睿的电话", "67196928")]
    nonsense = [index.grounding(q) for q in ("阿巴阿巴", "嘎嘎嘎", "量子纠缠", "")]
    assert min(known) > 0.6
    assert max(nonsense) < 0.3


def test_an_empty_index_answers_too():
    index = SearchIndex([])
    assert index.evidence("房租").shape == (0,)
    assert index.grounding("房租") == 0.0


def test_terms_leave_out_stop_words_and_synonyms_are_other_words():
    found = terms("words", "请问房租的减免")
    assert "的" not in found
    assert "房租" in found
    assert "租金" in synonyms("房租") and "房租" not in synonyms("房租")


@given(st.text(max_size=60))
def test_any_text_gets_finite_evidence(index, text):
    evidence = index.evidence(text)
    assert evidence.shape == (3,)
    assert np.isfinite(evidence).all()
    assert 0.0 <= index.grounding(text) <= 1.0 + 1e-9
