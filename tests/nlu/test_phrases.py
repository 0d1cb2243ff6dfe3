"""Finding phrases: longest first, no overlaps, offsets of the text as typed."""

import pytest

from nlu.phrases import PhraseFinder, crosses_word


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("朝阳门", [(0, 3, "东城")]),
        ("朝阳", [(0, 2, "别处")]),
        ("朝阳朝阳门", [(0, 2, "别处"), (2, 5, "东城")]),
        ("银河soho", [(0, 6, "东城")]),
        ("İ银河SOHO", [(1, 7, "东城")]),
        ("没有", []),
        ("", []),
    ],
)
def test_longest_phrase_wins(text: str, found: list) -> None:
    finder = PhraseFinder({"朝阳": "别处", "朝阳门": "东城", "银河SOHO": "东城"})
    assert list(finder.find(text)) == found


@pytest.mark.parametrize("phrases", [{}, {"": "空"}])
def test_without_phrases_nothing_is_found(phrases: dict) -> None:
    assert list(PhraseFinder(phrases).find("随便一句话")) == []


def test_marks_of_patterns_are_plain_text() -> None:
    assert list(PhraseFinder({"a.b": "x"}).find("acb a.b")) == [(4, 7, "x")]


@pytest.mark.parametrize(
    ("start", "end", "crosses"),
    [(1, 3, True), (0, 2, False), (2, 4, False), (0, 4, False), (0, 3, True), (1, 2, False)],
)
def test_crossing_a_word(start: int, end: int, crosses: bool) -> None:
    assert crosses_word(start, end, [(0, 2), (2, 4)]) is crosses
