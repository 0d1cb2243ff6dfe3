"""Typos of domain words are mended by sound, and clean sentences are left alone."""

from pathlib import Path

import pytest
import yaml

from nlu import lookups, words
from nlu.homophones import mend
from nlu.normalize import fold, normalize

CASES = yaml.safe_load(Path(__file__).with_name("typos.yml").read_text("utf-8"))


@pytest.mark.parametrize(("typed", "meant"), CASES["mended"].items())
def test_typos_are_mended(typed: str, meant: str) -> None:
    assert normalize(typed).text == meant


@pytest.mark.parametrize("sentence", CASES["clean"])
def test_clean_sentences_are_left_alone(sentence: str) -> None:
    assert mend(sentence) == sentence


@pytest.mark.parametrize("term", words.domain_words("terms"))
def test_domain_words_stay_as_they_are(term: str) -> None:
    assert mend(term) == term


@pytest.mark.parametrize("name", ["aspects", "departments", "topics"])
def test_lookup_phrases_stay_as_they_are(name: str) -> None:
    changed = {phrase: mend(fold(phrase)) for phrase in lookups.phrases(name) if mend(fold(phrase)) != fold(phrase)}
    assert changed == {}


def test_length_and_other_writing_are_kept() -> None:
    assert mend("ABC 社宝 2020 社宝！") == "ABC 社保 2020 社保！"
    assert mend("") == ""
