"""Dialect becomes standard Chinese; ordinary words that contain a dialect form do not."""

import pytest

from nlu import lookups
from nlu.dialect import standard


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("我哋系东城嘅餐厅,有冇得减租", "我们是东城的餐厅,有没有减租"),
        ("要交咩材料", "要交什么材料"),
        ("点解唔批", "为什么不批"),
        ("阿拉公司能缓伐", "我们公司能缓吗"),
        ("办这个要啥子手续嘛", "办这个要什么手续嘛"),
        ("这个事咋个办", "这个事怎么办"),
        ("俺们店有木有补贴", "我们店有没有补贴"),
        ("补贴有么子条件", "补贴有什么条件"),
        ("东城的中不", "东城的可以吗"),
    ],
)
def test_dialect_becomes_standard(said: str, meant: str) -> None:
    assert standard(said) == meant


@pytest.mark.parametrize(
    "text",
    [
        "联系人是谁",
        "关系到企业",
        "怎么办",
        "什么时候能办",
        "怎么样申请",
        "路边个体户",
        "表格个数",
        "没得到答复",
        "伊利公司",
        "步伐加快",
        "申请中不能撤回",
        "下一点办法",
        "那贷款呢个人能办吗",
        "真的咩",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert standard(text) == text


def test_no_form_has_two_meanings() -> None:
    forms = [str(form).rstrip("$+") for group in lookups.load("dialect").values() for form in group]
    assert sorted(forms) == sorted(set(forms))


@pytest.mark.parametrize("name", ["aspects", "topics", "departments", "english"])
def test_standard_words_of_the_lookups_stay(name: str) -> None:
    assert [p for p in (*lookups.phrases(name), *lookups.load(name)) if standard(p) != p] == []
