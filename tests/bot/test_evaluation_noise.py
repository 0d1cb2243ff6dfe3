"""The parts of a run that ask noisy variants and look for damage by correction."""

import json

import pytest
from rich.console import Console

from bot.evaluation import EvaluationError, Proofs, as_json, evaluate, render
from bot.evaluation.correction import changed_words, check_correction
from bot.evaluation.noise import KINDS

DOC = "东政发〔2099〕1号"
QUESTIONS = [
    {"id": "t1", "text": "东城贷款5万，找谁申请", "register": "colloquial", "intent": "loan", "expect": [{"doc": DOC, "number": 1}]},
    {"id": "t2", "text": "西城的房租能减吗？", "register": "colloquial", "intent": "rent_relief", "expect": [{"doc": DOC, "number": 2}]},
    {"id": "t3", "text": "房组能减吗", "register": "typo", "intent": "rent_relief", "expect": [{"doc": DOC, "number": 2}]},
]  # fmt: skip


class Careful:
    """Answers rightly only what is written without a mistake; knows nothing of the second measure."""

    def __init__(self):
        self.heard = []

    async def ask(self, sender, text):
        self.heard.append(text)
        right = "贷款" in text and "，" in text
        card = {"type": "answer", "measures": [{"doc": DOC, "number": 1}] if right else []}
        return [{"recipient_id": sender, "text": "可以。", "custom": card}]


@pytest.fixture
def folder(tmp_path):
    lines = (json.dumps(case, ensure_ascii=False) for case in QUESTIONS)
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def upper(text):
    return text.replace("贷", "貸")


PROOFS = Proofs((("甲", str.strip), ("乙", upper)), (("x.yml loan", "带款怎么申请"), ("x.yml loan", "贷款怎么申请")))


async def run(folder, asker=None, **options):
    return await evaluate(folder, asker or Careful(), None, None, bool, proofs=PROOFS, **options)


def printed(report, verbose=False):
    console = Console(width=200)
    with console.capture() as captured:
        console.print(render(report, verbose=verbose))
    return captured.get()


async def test_noise_is_not_asked_unless_wanted(folder):
    found = as_json(await run(folder))
    assert "noise" not in found
    assert "correction" not in found


async def test_noise_asks_every_kind_that_applies(folder):
    found = as_json(await run(folder, noise=True))
    assert set(found["noise"]) <= set(KINDS)
    assert {"unpunctuated", "voice", "story", "together"} <= set(found["noise"])
    assert found["correction"]["sentences"] == 4


@pytest.mark.parametrize(("only", "kinds"), [("unpunctuated", {"unpunctuated"}), ("numerals", {"numerals"})])
async def test_one_kind_can_be_asked_alone(folder, only, kinds):
    report = await run(folder, only=only)
    assert set(as_json(report)["noise"]) == kinds
    assert report.questions is None


async def test_a_row_compares_with_the_same_questions_without_noise(folder):
    found = as_json(await run(folder, only="unpunctuated"))["noise"]["unpunctuated"]
    assert (found["right"], found["total"], found["rate"], found["clean_rate"]) == (0, 2, 0.0, 0.5)
    assert found["difference"] == -0.5
    assert found["label"] == "没有标点"


async def test_clean_questions_are_asked_once(folder):
    asker = Careful()
    await run(folder, asker, noise=True)
    assert [asker.heard.count(q["text"]) for q in QUESTIONS] == [1, 1, 1]
    asker = Careful()
    await run(folder, asker, only="numerals")
    assert asker.heard[0] == QUESTIONS[0]["text"] and len(asker.heard) == 2


async def test_an_intent_can_be_asked_with_noise(folder):
    found = as_json(await run(folder, only="loan", noise=True))
    assert found["noise"]["unpunctuated"]["total"] == 1
    assert "correction" not in found


async def test_other_dice_make_other_variants(folder):
    first, second = Careful(), Careful()
    await run(folder, first, only="homophones")
    await run(folder, second, only="homophones", drawing=1)
    assert first.heard != second.heard


async def test_misses_say_when_the_clean_question_was_missed_too(folder):
    misses = as_json(await run(folder, only="unpunctuated"))["misses"]
    assert [(m["part"], m["id"], m["note"]) for m in misses] == [
        ("noise", "unpunctuated/t1", ""),
        ("noise", "unpunctuated/t2", "不加变化也没答对"),
    ]


async def test_progress_names_the_kind(folder):
    seen = []
    await run(folder, only="numerals", progress=lambda *step: seen.append(step))
    assert seen == [("变体的原题", 1, 1), ("变体·汉字数字", 1, 1)]


async def test_tables_show_both(folder):
    text = printed(await run(folder, noise=True))
    for words in ("没有标点（unpunctuated）", "原题", "改错：本来没错的话", "改坏"):
        assert words in text
    assert "带款怎么申请" not in text


async def test_verbose_lists_what_was_changed(folder):
    text = printed(await run(folder, only="correction"), verbose=True)
    assert "✗ 改错 乙 t1" in text
    assert "贷款 → 貸款" in text


async def test_without_an_assistant_noise_is_skipped_and_said(folder):
    report = await evaluate(folder, None, None, None, bool, only="noise")
    assert report.skipped == {"noise": "没有可用的接口，跳过变体"}


async def test_wrong_name_lists_the_kinds(folder):
    with pytest.raises(EvaluationError, match="dialect"):
        await run(folder, only="口音")


def correct(text):
    return text.replace("带款", "贷款").replace("系", "是").replace("loan", "贷款")


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("带款怎么申请", True),  # misspelt on purpose, and listed
        ("联系电话", False),
        ("申请loan", True),
        ("我係東城嘅,带款點辦", True),  # not the characters of the mainland
    ],
)
def test_only_listed_misspellings_may_be_changed(sentence, right):
    result = check_correction([("x", sentence)], [("改", correct)])
    assert [c.right for c in result.changes] == [right]


def test_the_same_sentence_counts_once_and_untouched_ones_are_not_listed():
    result = check_correction([("a", "贷款"), ("b", "贷款"), ("c", "联系电话")], [("改", correct)])
    assert (result.total, [c.where for c in result.wrong]) == (2, ["c"])


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("房组能减吗", "房租能减吗", (("房组", "房租"),)),
        ("联系电话", "联是电话", (("联系电话", "联是电话"),)),
        ("想apply一笔", "想申请一笔", (("apply", "申请"),)),
        ("一样", "一样", ()),
    ],
)
def test_changes_are_widened_to_words(before, after, words):
    assert changed_words(before, after) == words
