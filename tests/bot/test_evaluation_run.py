"""Whole runs over a small folder, with a made-up assistant, search and size judge."""

import json

import pytest
from rich.console import Console

from bot.evaluation import AskFailed, AssistantUnreachable, EvaluationError, Undecidable, as_json, evaluate, render
from bot.evaluation.tally import latency

DOC = "东政发〔2099〕1号"
QUESTIONS = [
    {"id": "t1", "text": "东城减租", "register": "keyword", "intent": "rent_relief", "district": "东城",
     "expect": [{"doc": DOC, "number": 1}], "must_contain": ["减免"], "origin": "real"},
    {"id": "t2", "text": "房租咋少交", "register": "colloquial", "intent": "rent_relief", "district": None,
     "expect": [{"doc": DOC, "number": 2}], "must_contain": [], "origin": "written"},
    {"id": "t3", "text": "明天下雨吗[bold]", "register": "colloquial", "intent": "out_of_scope", "district": None,
     "expect": [], "must_contain": [], "origin": "written"},
]  # fmt: skip
DIALOGUES = [
    {
        "id": "d1",
        "turns": [{"user": "东城减租", "expect_any": ["减免"]}, {"user": "电话呢", "expect_all": ["60000001"]}],
    },
    {"id": "d2", "turns": [{"user": "东城减租", "expect_all": ["退款"], "note": "说明退款"}, {"user": "谢谢"}]},
]
SIZES = [
    {"sector": "饭馆", "employees": 8, "revenue_wan": 50, "assets_wan": None, "expect": "微型", "class": "餐饮业"},
    {"sector": "商店", "employees": None, "revenue_wan": None, "assets_wan": 9, "expect": "小型", "class": "零售业"},
    {"sector": "工厂", "employees": 500, "revenue_wan": 9000, "assets_wan": None, "expect": "中型", "class": "工业"},
]


class Assistant:
    """Always answers with measure 1, and keeps who asked what."""

    def __init__(self):
        self.heard = []

    async def ask(self, sender, text):
        self.heard.append((sender, text))
        card = {"type": "answer", "measures": [{"doc": DOC, "number": 1}]}
        return [{"recipient_id": sender, "text": "可以减免，电话 60000001。", "custom": card}]


def search(text, district):
    return [(DOC, 3), (DOC, 2), (DOC, 1)] if district is None else [(DOC, 1)]


def size(sector, employees, revenue_wan, assets_wan):
    if employees is None:
        raise Undecidable("还缺从业人员")
    return ("微型", "餐饮业")


@pytest.fixture
def folder(tmp_path):
    for name, cases in (("questions", QUESTIONS), ("dialogues", DIALOGUES), ("size_cases", SIZES)):
        lines = (json.dumps(case, ensure_ascii=False) for case in cases)
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def run(folder, asker=None, **options):
    return evaluate(folder, asker or Assistant(), search, size, {"60000001"}.__contains__, **options)


def printed(report, verbose):
    console = Console(width=120)
    with console.capture() as capture:
        console.print(render(report, verbose))
    return capture.get()


def right_of(found):
    return {name: (one["right"], one["total"]) for name, one in found.items()}


async def test_everything_is_counted(folder):
    found = as_json(await run(folder))
    assert right_of(found["scores"]) == {
        "questions": (1, 3), "search_top1": (1, 2), "search_top3": (2, 2), "dialogues": (1, 2), "turns": (3, 4), "sizes": (1, 3),
    }  # fmt: skip
    assert right_of(found["by"]["intent"]) == {"rent_relief": (1, 2), "out_of_scope": (0, 1)}
    assert right_of(found["by"]["register"]) == {"colloquial": (0, 2), "keyword": (1, 1)}
    assert right_of(found["by"]["origin"]) == {"written": (0, 2), "real": (1, 1)}
    assert found["skipped"] == {}
    assert json.loads(json.dumps(found)) == found


async def test_misses_say_what_was_asked_why_and_what_came_back(folder):
    misses = {one["id"]: one for one in as_json(await run(folder))["misses"]}
    assert list(misses) == ["t2", "t3", "d2#1", "2", "3"]
    assert misses["t2"]["problems"] == [f"前三条里没有{DOC}第2条"]
    assert misses["t2"]["measures"] == [f"{DOC}第1条"]
    assert misses["t3"]["problems"] == ["不该给出措施"]
    assert (misses["d2#1"]["note"], misses["d2#1"]["problems"]) == ("说明退款", ["缺少“退款”"])
    assert misses["2"]["problems"] == ["没有得出结论：还缺从业人员"]
    assert misses["2"]["asked"] == "商店，从业人员 未提供，营业收入 未提供，资产总额 9 万元"
    assert misses["3"]["problems"] == ["规模应为中型，得到微型", "行业应为工业，得到餐饮业"]


async def test_search_miss_lists_what_was_found(folder):
    report = await evaluate(folder, None, lambda text, district: [(DOC, 9)], None, bool, only="search")
    misses = as_json(report)["misses"]
    assert [(one["part"], one["id"], one["measures"]) for one in misses] == [
        ("search", "t1", [f"{DOC}第9条"]),
        ("search", "t2", [f"{DOC}第9条"]),
    ]


async def test_fourth_search_result_does_not_count(folder):
    report = await evaluate(folder, None, lambda *_: [(DOC, 7), (DOC, 8), (DOC, 9), (DOC, 1)], None, bool, only="t1")
    assert right_of(as_json(report)["scores"])["search_top3"] == (0, 1)


async def test_each_question_and_each_dialogue_has_its_own_sender(folder):
    asker = Assistant()
    await run(folder, asker)
    await run(folder, asker, only="t1")
    senders = [sender for sender, _ in asker.heard]
    assert [text for _, text in asker.heard[3:7]] == ["东城减租", "电话呢", "东城减租", "谢谢"]
    assert senders[3] == senders[4] and senders[5] == senders[6]
    assert len(set(senders)) == 6


@pytest.mark.parametrize(
    ("only", "parts"),
    [
        ("questions", {"questions"}),
        ("dialogues", {"dialogues", "turns"}),
        ("sizes", {"sizes"}),
        ("search", {"search_top1", "search_top3"}),
        ("out_of_scope", {"questions", "search_top1", "search_top3"}),
        ("d2", {"dialogues", "turns"}),
    ],
)
async def test_only_limits_the_run(folder, only, parts):
    assert set(as_json(await run(folder, only=only))["scores"]) == parts


async def test_only_that_names_nothing_is_refused(folder):
    with pytest.raises(EvaluationError, match="没有“房租”"):
        await run(folder, only="房租")


async def test_missing_file_is_skipped_and_said(folder):
    (folder / "dialogues.jsonl").unlink()
    report = await run(folder)
    assert report.skipped == {"dialogues": "没有 dialogues.jsonl，跳过对话"}
    assert "没有 dialogues.jsonl，跳过对话" in printed(report, verbose=False)
    assert "dialogues" not in as_json(report)["scores"]


async def test_missing_tool_is_skipped_and_said(folder):
    report = await evaluate(folder, Assistant(), None, None, bool)
    assert report.skipped == {"search": "没有可用的接口，跳过检索", "sizes": "没有可用的接口，跳过企业划型"}


async def test_failed_question_is_a_miss_and_the_run_goes_on(folder):
    class Moody(Assistant):
        async def ask(self, sender, text):
            if text == "东城减租":
                raise AskFailed("服务返回 500：没有说明原因")
            return await super().ask(sender, text)

    found = as_json(await run(folder, Moody(), only="questions"))
    assert found["misses"][0]["problems"] == ["服务返回 500：没有说明原因"]
    assert (found["misses"][0]["text"], len(found["misses"])) == (None, 3)


async def test_unreachable_assistant_ends_the_run(folder):
    class Gone:
        async def ask(self, sender, text):
            raise AssistantUnreachable("连不上")

    with pytest.raises(AssistantUnreachable):
        await run(folder, Gone())


async def test_progress_is_told_after_every_case(folder):
    seen = []
    await run(folder, only="sizes", progress=lambda *step: seen.append(step))
    assert seen == [("企业划型", 1, 3), ("企业划型", 2, 3), ("企业划型", 3, 3)]


async def test_latency_counts_every_message_by_nearest_rank(folder, monkeypatch):
    # Seven messages that take 1 to 7 ms: the clock is read before and after each.
    ticks = iter([tick for n in range(7) for tick in (n, n + (n + 1) / 1000)])
    monkeypatch.setattr("bot.evaluation.asking.time.perf_counter", lambda: next(ticks))
    report = await run(folder)
    monkeypatch.undo()
    assert latency(report) == pytest.approx({"p50": 4, "p95": 7, "max": 7})


async def test_no_messages_no_latency(folder):
    assert latency(await run(folder, only="sizes")) is None


async def test_tables_show_totals_and_groups(folder):
    text = printed(await run(folder), verbose=False)
    for words in ("总计", "按意图", "按语体", "按来源", "检索：前三条", "100.0%", "33.3%", "答复用时"):
        assert words in text
    assert "原因" not in text


async def test_verbose_lists_misses_with_brackets_as_written(folder):
    text = printed(await run(folder), verbose=True)
    for words in ("明天下雨吗[bold]", "原因：不该给出措施", "答复：可以减免，电话 60000001。", "要点：说明退款"):
        assert words in text


async def test_empty_part_has_no_rate(folder):
    (folder / "size_cases.jsonl").write_text("", encoding="utf-8")
    report = await run(folder, only="sizes")
    assert as_json(report)["scores"]["sizes"] == {"right": 0, "total": 0, "rate": None}
    assert "—" in printed(report, verbose=False)
