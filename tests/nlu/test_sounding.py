"""Sounds that speakers mix up are spelt alike, others are not."""

import pytest

from nlu.sounding import by_sound, meant, rough, syllables


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zhang", "zan"),
        ("chi", "ci"),
        ("shen", "seng"),
        ("ling", "nin"),
        ("fu", "hu"),
        ("fei", "hui"),
        ("huang", "fan"),
        ("hong", "feng"),
        ("nv", "lv"),
    ],
)
def test_near_sounds_are_one(one: str, other: str) -> None:
    assert rough(one) == rough(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ba", "pa"), ("ji", "qi"), ("hai", "fai"), ("en", "e"), ("ma", "mai"), ("huo", "fo")]
)
def test_other_sounds_are_two(one: str, other: str) -> None:
    assert rough(one) != rough(other)


def test_every_word_is_found_by_its_sound() -> None:
    table = by_sound()
    assert all(word in table[tuple(map(rough, syllables(word)))] for word in meant())
