"""Files that cannot be read say what is wrong and what to do, in Chinese, and nothing else happens."""

import hashlib
import os
import time
from pathlib import Path

import pytest
from readers_samples import LINES, docx, pdf, zipped

from knowledge.importers import errors
from knowledge.importers.errors import (
    CannotOpen,
    Damaged,
    ImportProblem,
    Locked,
    NeedsOcr,
    NothingToRead,
    TooBig,
    TooSlow,
    WrongFormat,
)
from knowledge.importers.readers import isolation
from knowledge.importers.source import Limits, read_bytes, read_source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_a_file_keeps_its_name_and_fingerprint(tmp_path):
    path = tmp_path / "措 施.txt"
    path.write_bytes("减免房租".encode("gb18030"))
    source = read_source(path)
    assert source.name == "措 施.txt"
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source == read_bytes(path.name, path.read_bytes())


def test_a_link_to_a_file_is_followed(tmp_path):
    (tmp_path / "甲.txt").write_text("减免房租")
    (tmp_path / "乙.txt").symlink_to(tmp_path / "甲.txt")
    assert read_source(tmp_path / "乙.txt").text == "减免房租"


def _loop(folder):
    (folder / "圈.txt").symlink_to(folder / "圈.txt")
    return folder / "圈.txt"


def _pipe(folder):
    os.mkfifo(folder / "管.txt")
    return folder / "管.txt"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder / "没有.txt", "没有.txt：找不到这个文件"),
        (lambda folder: folder, "这是文件夹"),
        (lambda folder: folder / ("长" * 300), "打不开"),
        (lambda folder: folder / "空\0字.txt", "空字.txt：文件打不开"),
        (_loop, "圈.txt：文件打不开"),
        (_pipe, "不是普通文件"),
        (lambda folder: Path("/dev/zero"), "不是普通文件"),
    ],
)
def test_paths_that_lead_to_no_file(tmp_path, make, says):
    with pytest.raises(CannotOpen, match=says):
        read_source(make(tmp_path))


def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "甲.txt"
    path.write_text("减免房租")
    path.chmod(0)
    if os.access(path, os.R_OK):  # a superuser may read everything

        def refuse(*_):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CannotOpen, match="没有读取这个文件的权限"):
        read_source(path)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t\n", "\u3000\u200b\n".encode()])
def test_empty_files(data):
    with pytest.raises(NothingToRead):
        read_bytes("甲.txt", data)


@pytest.mark.parametrize(
    ("data", "problem", "says"),
    [
        (OLE + bytes(600), WrongFormat, "旧版 Office.*另存为 docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600), Locked, "密码"),
        (rb"{\rtf1\ansi abc}", WrongFormat, "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), NeedsOcr, "图片.*OCR"),
        (b"\xff\xd8\xff\xe0" + bytes(50), NeedsOcr, "图片"),
        (b"Rar!\x1a\x07\x00" + bytes(50), WrongFormat, "先解压"),
        (b"\x1f\x8b\x08" + bytes(50), WrongFormat, "先解压"),
        (zipped(ppt__a="甲"), WrongFormat, "PowerPoint"),
        (zipped(**{"OFD.xml": "甲"}), WrongFormat, "OFD"),
        (b"PK\x03\x04" + bytes(50), Damaged, "不完整"),
    ],
)
def test_other_kinds_of_files_are_named(data, problem, says):
    for name in ("甲.txt", "甲.docx", "甲.pdf"):
        with pytest.raises(problem, match=says):
            read_bytes(name, data)


def test_too_many_bytes(tmp_path):
    path = tmp_path / "大.txt"
    path.write_bytes(b"a" * 1025)
    for read in (
        lambda limits: read_source(path, limits),
        lambda limits: read_bytes("大.txt", path.read_bytes(), limits),
    ):
        with pytest.raises(TooBig, match=r"大\.txt：文件超过了 .* MiB 的上限"):
            read(Limits(file_bytes=1024))
        assert len(read(Limits(file_bytes=1025)).text) == 1025


@pytest.mark.parametrize("name", ["行.txt", "行.md", "行.html"])
def test_fifty_megabytes_of_one_line(name):
    line = ("<p>" if name.endswith("html") else "").encode() + "减免房租三".encode() * (50 * 2**20 // 15)
    with pytest.raises(TooBig, match="500 万字"):
        read_bytes(name, line)


def test_a_long_line_within_the_limit_is_read_whole():
    assert len(read_bytes("行.txt", ("减免房租。" * 400_000).encode()).text) == 2_000_000


@pytest.mark.parametrize("data", [pdf(LINES), docx(), b"<html><p>a</p></html>"], ids=["pdf", "docx", "html"])
def test_the_time_limit_holds(data):
    start = time.perf_counter()
    with pytest.raises(TooSlow, match=r"读取超过了 0\.01 秒"):
        read_bytes("慢", data, Limits(seconds=0.01))
    assert time.perf_counter() - start < 5


def test_the_memory_limit_holds():
    page = ("<html>" + "<div>某某街道办事处</div>" * 200_000).encode()
    with pytest.raises(ImportProblem):
        read_bytes("大.html", page, Limits(memory_bytes=64 * 2**20))


def test_a_reader_that_dies_is_a_problem_of_the_file(monkeypatch):
    monkeypatch.setattr(isolation, "_WORKER", "knowledge.importers.no_such_module")
    with pytest.raises(Damaged, match="可能已损坏"):
        read_bytes("甲.pdf", pdf(LINES))


def test_a_module_in_the_current_folder_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    assert read_bytes("甲.docx", docx()).text


@pytest.mark.parametrize("problem", ImportProblem.__subclasses__())
def test_every_problem_says_what_to_do(problem):
    assert problem.__name__ in errors.__doc__
    assert str(problem("出错了", file="甲.txt")).startswith("甲.txt：出错了。请") or problem is NeedsOcr
    assert len(problem("出错了").advice) > 5


def test_names_are_shown_on_one_line():
    with pytest.raises(NothingToRead, match=r"^甲 乙\.txt：文件是空的。"):
        read_bytes("甲\n乙\u202e.txt", b"")
    assert read_bytes("\udcff.txt", b"abc").name == ".txt"
