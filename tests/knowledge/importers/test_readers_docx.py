"""DOCX made by python-docx: numbering, tables, revisions, links, hostile archives."""

import re

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from readers_samples import LINES, TITLE, docx, part, with_part, zipped

from knowledge.importers.errors import Damaged, NeedsOcr, TooBig, WrongFormat
from knowledge.importers.readers.numbering import chinese, written
from knowledge.importers.source import Limits, read_bytes

BODY = "word/document.xml"


def text_of(document):
    source = read_bytes("甲.docx", docx(document))
    assert source.format == "docx"
    return source.text


def paragraph(xml):
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w', 'r')}>{xml}</w:p>"))
    return document


def test_a_paragraph_is_a_line():
    assert text_of(None).split("\n") == list(LINES)


def test_table_rows_and_merged_cells():
    document = Document()
    document.add_paragraph("联系表")
    table = document.add_table(4, 3)
    rows = [
        ["部门", "联系人", "电话"],
        ["甲局", "王某", "64000001"],
        ["", "李某", "64000002-2538"],
        ["值班", "", "64000003"],
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))
    document.add_paragraph("后文")
    assert text_of(document).split("\n") == [
        "联系表",
        "部门 | 联系人 | 电话",
        "甲局 | 王某 | 64000001",
        "甲局 | 李某 | 64000002-2538",
        "值班 | 64000003",
        "后文",
    ]


def test_automatic_numbers_and_bullets_are_written_out():
    document = Document()
    for style, text in [("List Number", "甲"), ("List Number", "乙"), ("List Bullet", "丙"), ("List Number", "丁")]:
        document.add_paragraph(text, style=style)
    assert text_of(document) == "1. 甲\n2. 乙\n- 丙\n3. 丁"


def test_chinese_multilevel_numbers():
    document = Document()
    levels = "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='{start}'/><w:numFmt w:val='{style}'/>{legal}<w:lvlText w:val='{text}'/></w:lvl>"
        for depth, start, style, text, legal in [
            (0, 1, "chineseCounting", "%1、", ""),
            (1, 3, "decimal", "%1.%2", "<w:isLgl/>"),
            (2, 1, "decimal", "%1.%3", ""),
        ]
    )
    root = document.part.numbering_part.element
    ns = nsdecls("w")
    root.insert(0, parse_xml(f"<w:abstractNum {ns} w:abstractNumId='90'>{levels}</w:abstractNum>"))
    root.append(parse_xml(f"<w:num {ns} w:numId='91'><w:abstractNumId w:val='90'/></w:num>"))
    restart = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='11'/></w:lvlOverride>"
    root.append(parse_xml(f"<w:num {ns} w:numId='92'><w:abstractNumId w:val='90'/>{restart}</w:num>"))
    for number, depth, text in [
        (91, 0, "总"),
        (91, 1, "甲"),
        (91, 1, "乙"),
        (91, 2, "细"),
        (91, 0, "分"),
        (91, 1, "丙"),
        (92, 0, "另"),
    ]:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        numbering = properties.get_or_add_numPr()
        numbering.get_or_add_ilvl().val = depth
        numbering.get_or_add_numId().val = number
    assert text_of(document).split("\n") == ["一、总", "1.3 甲", "1.4 乙", "一.1 细", "二、分", "2.3 丙", "十一、另"]


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (54, "五十四"), (105, "一百零五"), (110, "一百一十")],
)
def test_chinese_counting(number, text):
    assert chinese(number) == text


def test_other_number_styles():
    styles = ["decimalEnclosedCircle", "ideographTraditional", "upperLetter", "lowerRoman", "unheardOf"]
    assert [written(4, style) for style in styles] == ["④", "丁", "D", "iv", "4"]


def test_tracked_changes_are_read_as_accepted_and_noted():
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    document = paragraph(
        run.format("电话：")
        + "<w:del w:id='1' w:author='a'><w:r><w:delText>64000001</w:delText></w:r></w:del>"
        + f"<w:ins w:id='2' w:author='a'>{run.format('64000002')}</w:ins>"
    )
    source = read_bytes("甲.docx", docx(document))
    assert source.text == "电话：64000002"
    assert "修订" in source.notes[0]


def test_tabs_breaks_hyphens_and_controls():
    document = paragraph(
        "<w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>64000001</w:t>"
        "<w:noBreakHyphen/><w:t>25</w:t><w:br/><w:t>乙</w:t></w:r>"
        "<w:sdt><w:sdtContent><w:r><w:t>丙</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    assert text_of(document) == "甲\t64000001-25\n乙丙"


def test_text_boxes_stand_apart():
    box = "<w:pict><w:txbxContent><w:p><w:r><w:t>联系电话 64000001</w:t></w:r></w:p></w:txbxContent></w:pict>"
    assert (
        text_of(paragraph(f"<w:r><w:t>正文前</w:t>{box}<w:t>正文后</w:t></w:r>")) == "联系电话 64000001\n正文前正文后"
    )


def test_links_keep_their_address():
    document = Document()
    identity = document.part.relate_to("http://example.com/a", f"{OFFICE}/hyperlink", is_external=True)
    link = f"<w:hyperlink {nsdecls('w', 'r')} r:id='{identity}'><w:r><w:t>办事指南</w:t></w:r></w:hyperlink>"
    document.add_paragraph("见")._p.append(parse_xml(link))
    assert text_of(document) == "见办事指南（http://example.com/a）"


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_footnotes_come_last():
    relations = "word/_rels/document.xml.rels"
    data = docx()
    relation = f"<Relationship Id='rId99' Type='{OFFICE}/footnotes' Target='footnotes.xml'/></Relationships>"
    data = with_part(data, relations, part(data, relations).replace("</Relationships>", relation).encode())
    note = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='1'><w:p><w:r><w:t>注：以当日为准</w:t></w:r></w:p></w:footnote></w:footnotes>"
    assert read_bytes("甲.docx", with_part(data, "word/footnotes.xml", note.encode())).text.endswith("\n注：以当日为准")


def test_pictures_are_noted_and_pictures_alone_need_ocr(tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    document = Document()
    document.add_picture(str(tmp_path / "a.png"))
    with pytest.raises(NeedsOcr, match="图片"):
        read_bytes("甲.docx", docx(document))
    document.add_paragraph("甲")
    assert "1 张图片" in read_bytes("甲.docx", docx(document)).notes[0]


def test_the_name_does_not_matter():
    assert read_bytes("甲.txt", docx()).text.startswith(TITLE)


@pytest.mark.parametrize(
    ("data", "problem", "says"),
    [
        (zipped(a="甲"), WrongFormat, "压缩包"),
        (zipped(xl__workbook="甲"), WrongFormat, "Excel"),
        (zipped(word__other="甲"), Damaged, "正文"),
        (docx()[:-400], Damaged, "不完整"),
        (with_part(docx(), BODY, b"<w:document"), Damaged, "损坏"),
        (with_part(docx(), BODY, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), Damaged, "实体"),
        (with_part(docx(), BODY, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")), Damaged, "实体"),
        (with_part(docx(), "word/media/a.bin", bytes(8_000_000)), TooBig, "压缩比"),
    ],
)
def test_broken_and_hostile_archives(data, problem, says):
    with pytest.raises(problem, match=says):
        read_bytes("甲.docx", data)


def test_an_archive_may_not_unpack_to_too_much():
    with pytest.raises(TooBig, match="解压后超过"):
        read_bytes("甲.docx", docx(), Limits(unpacked_bytes=10_000))


def test_an_entry_that_lies_about_its_size_is_damaged():
    data = with_part(docx(), BODY, b"<a>" + b"x" * 500_000 + b"</a>")
    lying = data.replace((500_007).to_bytes(4, "little"), (900).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(Damaged):
        read_bytes("甲.docx", lying)


def test_too_many_characters():
    with pytest.raises(TooBig, match="字"):
        read_bytes("甲.docx", docx(), Limits(characters=50))


def test_the_strict_form_reads_the_same():
    data = docx()
    strict = re.sub(
        r"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        part(data, BODY),
    )
    assert read_bytes("甲.docx", with_part(data, BODY, strict.encode())).text.startswith(TITLE)
