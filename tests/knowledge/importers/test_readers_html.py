"""HTML: what is shown stays, a line a block, a line a table row."""

import pytest

from knowledge.importers.errors import ImportProblem, NothingToRead
from knowledge.importers.source import Limits, read_bytes


def text_of(markup, name="页.html"):
    source = read_bytes(name, markup.encode())
    assert source.format == "html"
    return source.text


def test_scripts_and_styles_are_no_text():
    page = """<!DOCTYPE html><html><head><title>题</title><style>p{color:red}</style>
    <script>var a = "<p>不要</p>";</script></head><body><nav>首页</nav><h1>若干措施</h1><!-- 注 -->
    <p>一、减免<b>房租</b>。</p><noscript>请启用脚本</noscript></body></html>"""
    assert text_of(page) == "若干措施\n一、减免房租。"


def test_line_ends_in_the_markup_are_not_line_ends_of_the_text():
    assert (
        text_of("<p>减免\n  房租\n3 个月  <span>至 </span> 年底</p><div>二</div>三<br>四")
        == "减免房租 3 个月 至 年底\n二\n三\n四"
    )


def test_indents_and_entities():
    assert text_of("<p>&emsp;&emsp;第一条&nbsp;内容&lt;5人&#25143;</p>") == "  第一条 内容<5人户"


def test_preformatted_lines_stay():
    assert text_of("<pre>甲  乙\n丙</pre>") == "甲  乙\n丙"


def test_lists_keep_their_numbers():
    assert text_of("<ol start=3><li>甲<li>乙<li value=9>丙</ol><ul><li>丁</ul>") == "3. 甲\n4. 乙\n9. 丙\n- 丁"


def test_table_rows_become_lines_and_merged_cells_are_repeated():
    table = """<table><tr><th>部门<th>联系人<th>电话
    <tr><td rowspan=2>甲局<td><p>王某</p><p>李某</p><td>64000001
    <tr><td>赵某<td>64000002
    <tr><td colspan=2>值班<td>64000003
    <tr><td colspan=3>以上为工作日电话</table>后文"""
    assert text_of(table).split("\n") == [
        "部门 | 联系人 | 电话",
        "甲局 | 王某 李某 | 64000001",
        "甲局 | 赵某 | 64000002",
        "值班 | 64000003",
        "以上为工作日电话",
        "后文",
    ]


def test_a_table_that_is_only_layout_gives_lines():
    page = "<table><tr><td>左<td><p>第一条</p><p>第二条</p><table><tr><td>甲<td>1</table></table>"
    assert text_of(page) == "左\n第一条\n第二条\n甲 | 1"


def test_outside_links_keep_their_address():
    page = "<p><a href='http://example.com/a'>办事指南</a>，<a href='/b'>站内</a>，<a href='http://c.cn'>http://c.cn</a></p>"
    assert text_of(page) == "办事指南（http://example.com/a），站内，http://c.cn"


def test_one_line_without_blocks_stays_usable():
    page = "<html>若干措施　　一、减免房租。　　二、贷款贴息。<br>区政府</html>"
    assert text_of(page) == "若干措施  一、减免房租。  二、贷款贴息。\n区政府"


def test_encoding_of_the_bytes_counts_not_what_the_page_says():
    page = "<html><head><meta charset='utf-8'></head><body><p>减免房租，联系电话</p></body></html>"
    assert read_bytes("页.htm", page.encode("gb18030")).text == "减免房租，联系电话"


def test_depth_has_no_end():
    assert text_of("<html>" + "<div>" * 50_000 + "深处") == "深处"
    assert text_of("<html>" + "<table><tr><td>" * 3_000 + "深处") == "深处"


def test_a_control_character_ends_nothing():
    assert text_of("<p>甲\0乙</p><p>丙\x0b丁</p>") == "甲乙\n丙丁"


def test_html_is_told_by_its_content():
    assert read_bytes("页.txt", "<html><p>甲</p></html>".encode()).format == "html"
    assert read_bytes("页.txt", "<div><p>甲</p></div>".encode()).format == "html"
    assert read_bytes("页.html", "题<br>甲<br>乙".encode()).text == "题\n甲\n乙"
    assert read_bytes("页.html", "没有标记，营业收入<5万元".encode()).format == "txt"


def test_merged_cells_cannot_multiply_the_text_without_end():
    page = "<html><table>" + "<tr><td rowspan=9999>某某街道办事处" * 5_000
    with pytest.raises(ImportProblem, match="太多"):
        read_bytes("页.html", page.encode(), Limits(characters=1_000_000))


def test_a_page_without_text_says_so():
    with pytest.raises(NothingToRead, match="没有文字"):
        read_bytes("页.html", b"<html><body><script>a()</script><img src=a.png></body></html>")
