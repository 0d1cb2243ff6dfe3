"""What a sentence is counted as."""

import numpy as np
import pytest

from nlu.features import features, radicals, speech
from nlu.tags import tag
from nlu.vectors import GROUPS, MARK_WEIGHT, Vectors


def test_spaces_and_case_do_not_matter():
    assert features("房租 ABC\n") == features("房租abc")


def test_spelling_words_and_pairs_are_counted():
    counts = features("房租 房租")
    assert counts["房租"] == counts["w:房租"] == 2
    assert counts["^房"] == counts["租$"] == counts["b:房租_房租"] == 1


def test_figures_and_latin_words_are_one_sign_each():
    one, other = features("减3个月,问abc"), features("减12个月,问xy")
    assert one["n:减#个月"] == other["n:减#个月"] == 1
    assert one["n:问A$"] == other["n:问A$"] == 1
    assert not any(name.startswith("n:") for name in features("房租能减吗"))


def test_characters_of_one_radical_look_alike():
    assert radicals("病")[0] == radicals("痛")[0] != radicals("炒")[0]
    assert radicals("") == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [("北京", "ns"), ("吃", "v"), ("2020", "m"), ("abc", "eng"), ("嘭嘭嚓", "x3"), ("嘭嘭嚓嘭", "x3"), ("㐂", "x1")],
)
def test_words_have_their_part_of_speech(word, expected):
    assert tag(word) == expected


def test_names_nobody_has_heard_are_said_alike():
    assert speech(["打开", "嘭嘭嚓"]) == speech(["打开", "噗噗嚓"])
    assert "p:^_v_x3" in speech(["打开", "嘭嘭嚓"])


def test_marks_are_features():
    assert features("房租", ["topic=rent"])["m:topic=rent"] == 1


@pytest.fixture
def vectors():
    return Vectors.fit([features("房租能减吗", ["a"]), features("贷款能贴息吗", ["b"]), features("房租", ["a"])])


def test_each_group_is_scaled_by_itself(vectors):
    for text in ("房租能减吗", "房租房租贷款贴息能减吗"):
        places, values = vectors.row(features(text, ["a", "b"]))
        names = [vectors.names[i] for i in places]
        kind = np.array([n[:2] if n[:2] in ("m:", *GROUPS) else "" for n in names])
        assert np.linalg.norm(values[kind == ""]) == pytest.approx(1, abs=1e-5)
        for group, weight in GROUPS.items():
            assert np.linalg.norm(values[kind == group]) == pytest.approx(weight, abs=1e-5)
        assert set(values[kind == "m:"]) == {np.float32(MARK_WEIGHT)}


def test_what_is_rare_weighs_more(vectors):
    places, values = vectors.row(features("房租贷款"))
    weight = {vectors.names[i]: v for i, v in zip(places, values, strict=True)}
    assert weight["贷款"] > weight["房租"]


def test_what_was_never_seen_is_left_out(vectors):
    places, values = vectors.row(features("qqq", ["c"]))
    assert [vectors.names[i] for i in places if values[list(places).index(i)] == np.float32(MARK_WEIGHT)] == []
    assert vectors.matrix([features("房租"), features("zzz")]).shape == (2, len(vectors))
