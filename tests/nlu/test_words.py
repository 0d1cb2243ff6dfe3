"""Segmentation with the project's words, and the word lists themselves."""

import pytest

from nlu import lookups, words


@pytest.mark.parametrize("word", ["缓缴", "留抵退税", "定期定额", "稳岗返还", "租金减免"])
def test_words_of_the_field_stay_whole(word: str) -> None:
    assert word in words.cut(f"我想申请{word}")


def test_white_space_is_no_word() -> None:
    assert words.cut(" 社保  缓缴 ") == ["社保", "缓缴"]
    assert words.cut("") == []


def test_spans_cover_the_text() -> None:
    text = "社保缓缴,2020年"
    borders = words.spans(text)
    assert "".join(text[a:b] for a, b in borders) == text


def test_general_words_exclude_those_of_the_project() -> None:
    assert words.frequency("贷款") > 0
    assert words.frequency("社宝") == 0
    assert "融资纾困直通车" not in words.general_cut("融资纾困直通车")


def test_word_lists_have_no_repeats_or_blanks() -> None:
    for path in words.DICTIONARY.glob("*.txt"):
        lines = [w for line in path.read_text("utf-8").splitlines() if (w := line.split("#")[0].strip())]
        assert len(lines) == len(set(lines)), path.name
        assert all(" " not in w for w in lines), path.name


@pytest.mark.parametrize("path", sorted(words.LOOKUPS.glob("*.yml")), ids=lambda p: p.stem)
def test_every_lookup_file_is_a_mapping(path) -> None:
    assert lookups.load(path.stem)


def test_a_lookup_that_is_no_mapping_is_named(tmp_path, monkeypatch) -> None:
    (tmp_path / "bad.yml").write_text("- 一\n", "utf-8")
    monkeypatch.setattr(lookups, "HERE", tmp_path)
    with pytest.raises(ValueError, match=r"bad\.yml"):
        lookups.load("bad")


def test_simple_lookups_give_a_phrase_one_value() -> None:
    for name in ("aspects", "topics", "departments"):
        phrases = [str(p) for items in lookups.load(name).values() for p in items]
        assert len(phrases) == len(set(phrases)), name
