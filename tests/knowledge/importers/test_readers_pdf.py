"""PDF made by ReportLab: Chinese text, pages, passwords, scans, damage."""

import pytest
from readers_samples import LINES, TITLE, pdf

from knowledge.importers.errors import Damaged, Locked, NeedsOcr, TooBig
from knowledge.importers.readers.pages import close_up, without_furniture
from knowledge.importers.source import Limits, read_bytes


def test_lines_come_out_as_printed():
    source = read_bytes("甲.pdf", pdf(LINES))
    assert source.format == "pdf"
    assert source.text.split("\n") == list(LINES)
    assert source.notes == ()


def test_a_hyphen_at_the_end_of_a_line_stays():
    assert read_bytes("甲.pdf", pdf(("邮箱：abc-", "def@example.com"))).text == "邮箱：abc-\ndef@example.com"


def test_cells_of_a_drawn_row_share_a_line():
    from reportlab.platypus import SimpleDocTemplate, Table

    pdf(LINES)  # registers the font
    import io

    file = io.BytesIO()
    style = [("FONT", (0, 0), (-1, -1), "STSong-Light"), ("GRID", (0, 0), (-1, -1), 1, "black")]
    rows = [["部门", "联系人", "电话"], ["甲局", "王某", "64000001-2538"]]
    SimpleDocTemplate(file).build([Table(rows, style=style)])
    assert read_bytes("甲.pdf", file.getvalue()).text.split("\n") == ["部门 联系人 电话", "甲局 王某 64000001-2538"]


def test_page_numbers_and_repeated_heads_go():
    head = "某区人民政府公报"
    pages = [(head, f"第{n}条 内容。", f"电话 6400000{n}", f"— {n + 4} —") for n in range(1, 6)]
    text = read_bytes("甲.pdf", pdf(*pages)).text
    assert text.split("\n")[0] == head
    assert text.count(head) == 1
    assert "—" not in text
    assert all(f"第{n}条 内容。\n电话 6400000{n}" in text for n in range(1, 6))


def test_numbers_that_do_not_count_along_stay():
    pages = [["64000001", "甲", "12"], ["64000001", "乙", "30"]]
    assert without_furniture(pages) == pages


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        (
            "道 ， 优 先 配 置 用 地 。 电 话 ： 64000001-2538 、 64000002 ， 邮 箱",
            "道，优先配置用地。电话：64000001-2538、64000002，邮箱",
        ),
        ("甲局 王某 64000001 李某 64000002 赵某", "甲局 王某 64000001 李某 64000002 赵某"),
        ("王 明", "王 明"),
        ("at 5 pm on a day in May", "at 5 pm on a day in May"),
    ],
)
def test_letter_spaced_lines_close_up(line, closed):
    assert close_up(line) == closed


def test_pages_without_text_are_noted():
    source = read_bytes("甲.pdf", pdf(LINES, (), LINES, (), (), scanned=(2, 4, 5)))
    assert source.notes == ("第2、4-5页没有文字，可能是扫描件，这些页的内容没有读入",)
    assert TITLE in source.text


def test_a_scan_needs_ocr():
    with pytest.raises(NeedsOcr, match="OCR"):
        read_bytes("扫描.pdf", pdf((), (), scanned=(1, 2)))


def test_a_password_is_named():
    with pytest.raises(Locked, match=r"甲\.pdf：.*密码"):
        read_bytes("甲.pdf", pdf(LINES, password="secret"))


def test_too_many_pages_or_characters():
    three = pdf(LINES, LINES, LINES)
    assert read_bytes("甲.pdf", three, Limits(pages=3)).text
    with pytest.raises(TooBig, match="共 3 页，超过了 2 页"):
        read_bytes("甲.pdf", three, Limits(pages=2))
    with pytest.raises(TooBig, match="字"):
        read_bytes("甲.pdf", three, Limits(characters=200))


def test_a_beginning_alone_is_damaged():
    with pytest.raises(Damaged, match="损坏或不完整"):
        read_bytes("甲.pdf", pdf(LINES)[:200])


def test_the_name_does_not_matter():
    assert read_bytes("甲.txt", pdf(LINES)).format == "pdf"
    assert read_bytes("甲.docx", b"\n\n" + pdf(LINES)).format == "pdf"
    assert read_bytes("甲.pdf", "%PDF 是一种格式，文件以 %PDF-1.7 开头。".encode()).format == "txt"
