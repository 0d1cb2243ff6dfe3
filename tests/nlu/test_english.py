import pytest

from nlu.english import translate
from nlu.normalize import normalize


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("东城guarantee fee有没有subsidy", "东城担保费有没有补贴"),
        ("VAT refund找谁", "留抵退税找谁"),
        ("房租能不能CUT一点", "房租能不能减免一点"),
        ("R&D补助怎么弄", "研发补助怎么弄"),
    ],
)
def test_english_words_of_the_field_become_chinese(typed: str, meant: str) -> None:
    assert translate(typed) == meant


@pytest.mark.parametrize("typed", ["taxi公司能减房租吗", "loaner车行", "How do I apply for a loan?", "contactless支付"])
def test_other_words_and_whole_english_sentences_are_left_alone(typed: str) -> None:
    assert translate(typed) == typed


def test_normalising_translates() -> None:
    assert "贷款" in normalize("想apply一笔loan").text
