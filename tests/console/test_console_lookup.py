"""The look-up: results, filters, typed pinyin, verdicts for the caller, the text to read out, and hostile text."""

from __future__ import annotations

import pytest
from markupsafe import escape

from bot.accounts.audit import Seen
from bot.console.typed import Typed


@pytest.fixture
async def operator(desk):
    return await desk.signed_in("operator")


async def page(browser, path):
    answer = await browser.get(path)
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def test_the_page_works_without_javascript_and_shows_the_best_measure_with_its_telephone(operator):
    text = await page(operator, "/console/?q=房租减免")
    assert 'href="tel:01064030001,12"' in text
    assert "autofocus" in text
    assert '<form id="ask" method="get" action="/console/"' in text
    assert "原文电话少一位" in text
    assert "办理和咨询请联系东城区国资委企业科张三，电话 64030001-12、13800138000。" in text
    assert "以上依据东测发〔2021〕1号《东城区测试措施》，第1条" in text
    assert "按2021年6月1日的情况答复" in text


async def test_htmx_gets_the_results_only(operator):
    text = await page(operator, "/console/results?q=房租")
    assert "<html" not in text and "小微企业租金减免一半" in text


@pytest.mark.parametrize("q", ["zjjm", "ZJJM", "zujinjianmian", "zujinjm", "zu jin", "fzjm", "租金jm", "租金减勉"])
async def test_initials_pinyin_and_typos_find_it(operator, q):
    text = await page(operator, f"/console/results?q={q}")
    assert "小微企业租金减免一半" in text.split('<section id="panel"')[0]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("district=西城", []),
        ("district=东城", ["租金", "贷款"]),
        ("topic=loan", ["贷款"]),
        ("size=大型&q=租金", []),
        ("size=微型&q=租金", ["租金"]),
        ("department=国资委", ["租金"]),
        ("department=金融办", ["贷款"]),
        ("in_force=true&as_of=2021-06-01", ["租金", "贷款"]),
        ("in_force=true&as_of=2022-01-01", []),
        ("topic=rent&as_of=2022-01-01", ["租金"]),
    ],
)
async def test_filters(operator, query, titles):
    text = await page(operator, f"/console/results?{query}")
    shown = text.split('<section id="panel"')[0]
    assert [("租金减免一半" in shown), ("贷款贴息" in shown)] == ["租金" in titles, "贷款" in titles]


async def test_the_verdict_is_for_the_caller_in_words_or_in_fields(operator):
    free = await page(operator, "/console/results?q=租金&caller=东城开饭馆的，8个人，去年营收90万，租的是区属国企的房")
    assert "按您说的情况，符合条件" in free and "✓ 符合" in free
    fields = "&p_size=大型&p_landlord=区属国企&p_district=东城"
    text = await page(operator, f"/console/results?q=租金{fields}")
    assert "按您说的情况，不符合条件：属于小型或微型企业。" in text
    unknown = await page(operator, "/console/results?q=租金&p_size=微型")
    readout = unknown.split('id="readout"')[1].split("</p>")[0]
    assert "是否符合，还要核实：" in readout and "租的是区属国企的房" in readout and "小型或微型" not in readout


async def test_an_ended_measure_says_so_first(operator):
    text = await page(operator, "/console/measures/dc-desk-1?as_of=2022-03-01")
    readout = text.split('id="readout"')[1]
    assert "请注意，这条政策已经结束，有效期到2021年12月31日" in readout
    assert readout.index("已经结束") < readout.index("3个月租金减免一半")
    assert "按2022年3月1日的情况答复" in readout


async def test_what_cannot_be_used_is_said(operator):
    for query in ("as_of=2021-02-30", "topic=nonsense", f"q={'长' * 501}"):
        answer = await operator.get(f"/console/?{query}")
        assert answer.status == 400
        assert "没有成功" in await answer.text()
    assert (await operator.get("/console/measures/none")).status == 404
    assert (await operator.get("/console/nowhere")).status == 404


async def test_no_results_are_said(operator):
    assert "没有找到" in await page(operator, "/console/?q=月球&district=西城")


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'><svg/onload=1>"])
async def test_text_is_text(operator, attack):
    text = await page(operator, f"/console/?q={attack}&caller={attack}&department={attack}".replace("#", ""))
    assert attack not in text
    assert str(escape(attack)) in text
    listed = await page(operator, "/console/?topic=loan")
    assert "<script>alert(1)" not in listed and "<img src=x" not in listed


async def test_headers_keep_scripts_of_others_and_caches_out(operator):
    answer = await operator.get("/console/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    text = await answer.text()
    assert " style=" not in text and " onclick=" not in text and "<style" not in text
    assert "http://" not in text.replace("http://www.w3.org", "") and "https://" not in text


async def test_look_ups_are_remembered_and_noted_without_personal_numbers(desk, operator):
    for q in ("房", "房租", "房租减免", "找 13812345678"):
        await page(operator, f"/console/results?q={q}")
    text = await page(operator, "/console/")
    recent = text.split("最近查过")[-1]
    assert "房租减免" in recent and ">房租</a>" not in recent
    assert "138****5678" in recent and "13812345678" not in text
    noted = [e.detail.get("q") for _, e in desk.audit.lines(Seen(action="look-up"))[0]]
    assert noted[1:5] == ["找 138****5678", "房租减免", "房租", "房"]


async def test_a_measure_is_noted_with_its_revision(desk, operator):
    await page(operator, "/console/measures/dc-desk-1")
    (_, newest), *_ = desk.audit.lines(Seen())[0]
    assert (newest.action, newest.target, newest.detail) == ("measure", "dc-desk-1", {"revision": 1})


# What operators type, and what has to be among the readings; the first one, where it is said.
READINGS = {
    "zjjm": "租金减免",
    "fzjm": "房租减免",
    "sbhj": "社保缓缴",
    "dktx": "贷款贴息",
    "yfbz": "研发补助",
    "wgbt": "稳岗补贴",
    "zfcg": "政府采购",
    "rzdb": "融资担保",
    "gzw": "国资委",
    "rsj": "人社局",
    "zjfw": "紫金服务",
    "fzt": "房租通",
    "jct": "京创通",
    "wsclf": "污水处理费",
    "xwqy": "小微企业",
    "zhongxiaoqiye": "中小企业",
    "shuidianqi": "水电气",
    "fangzu": "房租",
    "zu'jin": "租金",
    "ipo": None,
    "房租": None,
    "12345": None,
    "": None,
}


@pytest.fixture(scope="module")
def typed(knowledge):
    return Typed(knowledge.measures)


@pytest.mark.parametrize(("letters", "reading"), READINGS.items())
def test_letters_are_read_as_words_of_the_real_store(typed, letters, reading):
    found = [r.text for r in typed.readings(letters)]
    assert found[:1] == ([reading] if reading else [])


def test_a_reading_keeps_what_stands_around_it_and_shares_go_down(typed):
    found = typed.readings("西城zjjm吗")
    assert found[0].text == "西城租金减免吗"
    assert [r.share for r in found] == sorted((r.share for r in found), reverse=True)
    assert found[0].share == 1.0


@pytest.mark.parametrize("letters", ["z" * 30, "zj" * 15, "a" * 400, "zzzzzz"])
def test_senseless_letters_do_no_harm(typed, letters):
    assert all(r.text for r in typed.readings(letters))
