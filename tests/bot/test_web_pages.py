"""The pages: facts, escaping, links to dial, banner and error pages."""

from __future__ import annotations

import gzip
import re

import pytest

from bot.web.links import linked, tel


async def html(client, path, status=200):
    response = await client.get(path, headers={"Accept": "text/html"})
    assert response.status == status
    assert response.content_type == "text/html"
    return await response.text()


async def test_the_landing_page_offers_the_topics_of_the_knowledge(client):
    page = await html(client, "/")
    for text in (
        "房租减免",
        "1 条措施",
        "社保缓缴、返还和补贴",
        "（东测发〔2021〕1号）",
        'href="tel:12345"',
    ):
        assert text in page
    assert '<a href="https://example.com/2021-1" rel="noopener noreferrer">东城区测试措施</a>' in page
    assert "法律服务" not in page
    assert 'href="/chat/?q=%E6%88%BF%E7%A7%9F%E5%87%8F%E5%85%8D"' in page
    assert '<script src="/widget.js" data-title="惠企" defer></script>' in page


async def test_the_chat_page_says_what_to_do_without_scripts(client):
    page = await html(client, "/chat/")
    assert "<noscript>" in page and 'href="tel:12345"' in page
    assert '<html lang="zh-CN">' in page


async def test_who_may_show_the_chat_in_a_frame(start):
    alone = await (await start()).get("/chat/")
    assert "frame-ancestors 'self'" in alone.headers["Content-Security-Policy"].split("; ")
    listed = await (await start(chat_origins=("https://a.example", "https://b.example:8443"))).get("/chat/")
    policy = listed.headers["Content-Security-Policy"].split("; ")
    assert "frame-ancestors 'self' https://a.example https://b.example:8443" in policy
    assert "default-src 'self'" in policy
    assert not any("unsafe" in part for part in policy)
    assert "microphone=(self)" in listed.headers["Permissions-Policy"]
    anybody = await (await start(chat_origins=("*",))).get("/chat/")
    assert "frame-ancestors 'self' *" in anybody.headers["Content-Security-Policy"].split("; ")
    other = await (await start(chat_origins=("https://a.example",))).get("/")
    assert "a.example" not in other.headers["Content-Security-Policy"]


async def test_the_launcher_may_be_loaded_by_any_site_and_is_small(client):
    response = await client.get("/widget.js")
    script = await response.text()
    assert response.content_type in ("text/javascript", "application/javascript")
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(gzip.compress(script.encode(), 9)) <= 4000
    assert not re.search(
        r"innerHTML|insertAdjacentHTML|document\.write|eval\(|https?://(?!www\.w3\.org/2000/svg)", script
    )


async def test_the_chat_asks_no_other_host_and_is_small(client):
    total = 0
    for path in ("/chat/", "/static/chat/chat.js", "/static/chat/chat.css"):
        text = await (await client.get(path)).text()
        total += len(gzip.compress(text.encode(), 9))
        found = set(re.findall(r"https?://[\w.-]+", text))
        assert found <= {"http://www.w3.org"}, path
        assert not re.search(r"insertAdjacentHTML|document\.write|eval\(|@import|@font-face", text), path
    assert total <= 130_000


async def test_chat_without_a_slash_leads_there(client):
    response = await client.get("/chat", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (308, "/chat/")


@pytest.mark.parametrize("path", ["/", "/chat/", "/m/dc-test-1", "/m/dc-test-1/checklist", "/m/nothing"])
async def test_pages_need_nothing_inline_and_nothing_from_elsewhere(client, path):
    page = await (await client.get(path)).text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
    wanted = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"', page)
    assert wanted
    for address in wanted:
        assert (await client.get(address)).status == 200, address


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/static/none.js"])
async def test_only_static_files_are_served(client, path):
    assert (await client.get(path)).status in (403, 404)


async def test_a_demonstration_date_is_announced_on_every_page(start):
    demo, real = await start(), await start(demo_date=None)
    for path in ("/", "/m/dc-test-1"):
        assert "日期设为 2021年6月1日" in await html(demo, path)
        assert "日期设为" not in await html(real, path)


async def test_the_measure_page_tells_everything(client):
    page = await html(client, "/m/dc-test-1")
    for text in (
        "小微企业房租减半", "东测发〔2021〕1号第1条", "房租减免50%", "属于小型或微型企业", "国有房屋", "网上办理",
        "营业执照", "测试大街1号", "100000", "张三", "东城区测试委", "企业科", "a@example.com", "同类补贴不能重复拿",
        "东城区测试措施", "2021年3月1日发布", "在本区经营的企业", "有效期至2021年12月31日",
    ):  # fmt: skip
        assert text in page
    assert '<a href="tel:01064030001,12">64030001-12</a>' in page
    assert '<a href="tel:13800138000">13800138000</a>' in page
    assert 'href="https://example.com/apply?a=1&amp;b=2"' in page


async def test_the_measure_page_leads_to_the_checklist(client):
    assert 'href="/m/dc-test-1/checklist"' in await html(client, "/m/dc-test-1")


async def test_the_checklist_tells_conditions_materials_steps_where_and_whom_to_call(client):
    page = await html(client, "/m/dc-test-1/checklist?district=东城&size=微型&landlord=非国有&hightech=true")
    for text in (
        "小微企业房租减半", "东测发〔2021〕1号第1条", "✓ 在东城区", "✓ 属于小型或微型企业", "✗ 租的是区属国企的房", "不符合",
        "只有这一条不符合", "□ 营业执照", "网上办理", "测试大街1号", "张三", "同类补贴不能重复拿", "东城区测试措施",
        "2021年12月31日止", "截至2021年6月1日，在有效期内", "企业规模：微型", "高新技术企业：是",
    ):  # fmt: skip
        assert text in page, text
    assert '<a href="tel:01064030001,12">64030001-12</a>' in page
    assert 'href="https://example.com/apply?a=1&amp;b=2"' in page
    assert 'class="noprint"' in page
    assert 'src="/static/checklist.js"' in page


async def test_without_facts_every_condition_is_open(client):
    page = await html(client, "/m/dc-test-1/checklist")
    assert "□ 属于小型或微型企业" in page
    assert "填的情况" not in page


async def test_the_checklist_of_another_day(client):
    page = await html(client, "/m/dc-test-1/checklist?as_of=2022-01-01")
    assert "截至2022年1月1日，已经结束，不能再按它申请" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("district=朝阳", "district：只能是 东城、西城、北京"),
        ("employees=八", "employees：应是整数"),
        ("hightech=maybe", "hightech：应是 true 或 false"),
        ("colour=red", "colour：没有这一项"),
        ("as_of=2022-02-30", "as_of：应是真实的日期"),
        ("size=微型&size=小型", "写了不止一次"),
    ],
)
async def test_wrong_facts_are_explained_on_a_page(client, query, said):
    assert said in await html(client, f"/m/dc-test-1/checklist?{query}", status=400)


async def test_what_is_put_into_the_address_is_escaped(client):
    page = await html(client, "/m/dc-test-2/checklist?sector=<script>alert(2)</script>&park=<b>x</b>")
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "&lt;script&gt;alert(2)" in page


async def test_what_measures_say_is_escaped(client):
    assert "<b>先到先得" not in await html(client, "/m/dc-test-1")
    page = await html(client, "/m/dc-test-2")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_only_web_addresses_and_dialable_phones_become_links(client):
    page = await html(client, "/m/dc-test-1")
    assert 'href="javascript' not in page
    assert "123456789" in page
    assert "tel:123456789" not in page


async def test_doubts_about_the_source_are_a_short_note(client):
    page = await html(client, "/m/dc-test-1")
    assert "原文有不清楚的地方" in page
    assert "原文电话少一位" not in page
    assert "原文有不清楚的地方" not in await html(client, "/m/dc-test-2")


@pytest.mark.parametrize(
    ("day", "marked"), [("2021-02-28", "尚未开始"), ("2021-12-31", "执行中"), ("2022-01-01", "已结束")]
)
async def test_validity_as_of_the_day_is_marked(start, day, marked):
    from datetime import date

    page = await html(await start(demo_date=date.fromisoformat(day)), "/m/dc-test-1")
    assert f"<strong>{marked}</strong>" in page


async def test_why_a_document_without_end_date_is_over_is_told(start):
    assert "到此为止" in await html(await start(demo_date=None), "/m/bj-test-lost")


@pytest.mark.parametrize("path", ["/m/none", "/m/none/checklist", "/m/%3Cscript%3E", "/nothing"])
async def test_people_get_a_small_error_page(client, path):
    page = await html(client, path, status=404)
    assert "打不开这一页" in page
    assert "<script>" not in page


async def test_a_page_that_breaks_shows_a_reference_and_no_trace(client, monkeypatch, service):
    monkeypatch.setattr(type(service), "get", lambda *_: 1 / 0)
    page = await html(client, "/m/dc-test-1", status=500)
    assert "编号" in page
    assert "Traceback" not in page
    assert "ZeroDivision" not in page


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("64033742", "tel:01064033742"),
        ("65258800-8644", "tel:01065258800,8644"),
        ("13681278787", "tel:13681278787"),
        ("010-64033742", "tel:01064033742"),
        ("12345", "tel:12345"),
        ("635586695", None),
        ("内线 5", None),
    ],
)
def test_dialling(phone, address):
    assert tel(phone) == address


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("打64033742或13681278787。", ["tel:01064033742", "tel:13681278787"]),
        ("电话65258800-8644.", ["tel:01065258800,8644"]),
        ("12345热线", ["tel:12345"]),
        ("见https://example.com/a?b=1。完", ["https://example.com/a?b=1"]),
        ("见 http://example.com, 或", ["http://example.com"]),
        ("最高80000000元", []),
        ("共12345户、12345 人", []),
        ("文号20200213、91110101600001234X", []),
        ("ftp://example.com javascript:alert(1)", []),
    ],
)
def test_links_in_running_text(text, links):
    assert re.findall(r'href="([^"]+)"', linked(text)) == links


def test_running_text_is_escaped():
    assert str(linked('<i>"https://example.com/"</i>')).startswith("&lt;i&gt;&#34;<a ")
