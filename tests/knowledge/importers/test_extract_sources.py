"""The real source documents against what people curated from them; needs the folder that holds them."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

import pytest

from knowledge.files import load_all
from knowledge.importers.draft import DraftDocument
from knowledge.importers.extract import extract
from knowledge.importers.source import SourceText, read_source
from knowledge.models import PolicyFile

BESIDE = Path(__file__).parents[4] / "shared" / "sources"
FOLDER = Path(os.environ.get("HUIQI_SOURCES") or BESIDE)
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="没有来源文件：用环境变量 HUIQI_SOURCES 指明文件夹，或把它放在 ../shared/sources"
)
EXACT = {
    "000": ("东政办发〔2020〕3号", 42, 1),
    "001": ("东政发〔2022〕8号", 55, 1),
    "002": ("东政办发〔2020〕3号", 42, 10),
    "003": ("西政办发〔2020〕1号", 23, 1),
    "004": ("京政办发〔2020〕5号", 19, 1),
}


@lru_cache(maxsize=1)
def curated() -> dict[str, PolicyFile]:
    return {p.document.doc: p for p in load_all()}


@lru_cache(maxsize=8)
def read(prefix: str) -> tuple[SourceText, list[DraftDocument]]:
    paths = sorted(FOLDER.glob(f"{prefix}*"))
    if not paths:
        pytest.skip(f"{FOLDER} 里没有 {prefix}*")
    source = read_source(paths[0])
    return source, extract(source)


def relief(prefix: str) -> DraftDocument:
    (draft,) = (d for d in read(prefix)[1] if d.measures)
    return draft


@pytest.fixture(params=sorted(EXACT))
def prefix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_documents_and_measures(prefix: str) -> None:
    doc, count, documents = EXACT[prefix]
    draft = relief(prefix)
    assert (draft.doc, len(draft.measures), len(read(prefix)[1])) == (doc, count, documents)
    assert draft.title == curated()[doc].document.title
    assert [m.slug for m in draft.measures] == [m.slug for m in curated()[doc].measures]


def test_the_term(prefix: str) -> None:
    draft, document = relief(prefix), curated()[EXACT[prefix][0]].document
    assert (draft.issuer, draft.district, draft.valid_to) == (document.issuer, document.district, document.valid_to)
    if prefix == "004":  # this copy has neither date nor signature
        assert draft.published is None
        assert any("发布日期" in issue for issue in draft.issues)
    else:
        assert (draft.published, draft.valid_from) == (document.published, document.valid_from)


def test_every_phone_is_with_its_measure_and_none_is_invented(prefix: str) -> None:
    draft = relief(prefix)
    found = {m.slug: {p for c in m.contacts for p in c.phones} for m in draft.measures}
    wanted = {m.slug: {p for c in m.contacts for p in c.phones} for m in curated()[draft.doc or ""].measures}
    assert found == wanted


def test_departments(prefix: str) -> None:
    draft = relief(prefix)
    wanted = {m.slug: m.departments for m in curated()[draft.doc or ""].measures}
    assert {m.slug: m.departments for m in draft.measures} == wanted


def test_people_and_offices(prefix: str) -> None:
    """Names, offices and e-mail; the gazette's own spellings differ from the first copy in six places."""
    draft = relief(prefix)
    wanted = {(m.slug, c.name, c.office, c.email) for m in curated()[draft.doc or ""].measures for c in m.contacts}
    found = {(m.slug, c.name, c.office, c.email) for m in draft.measures for c in m.contacts}
    differing = {slug for slug, *_ in found ^ wanted}
    assert differing <= ({"10", "23", "25", "41", "42"} if prefix == "002" else set())


def test_links_and_addresses(prefix: str) -> None:
    draft = relief(prefix)
    for measure, right in zip(draft.measures, curated()[draft.doc or ""].measures, strict=True):
        assert {u.rstrip("/") for u in measure.urls} == {u.rstrip("/") for u in right.urls}
        codes = [a.postcode for a in right.addresses if a.postcode]
        assert [a.postcode for a in measure.addresses] == codes


def test_each_phone_is_shown_where_it_stands(prefix: str) -> None:
    text = read(prefix)[0].text
    for measure in relief(prefix).measures:
        for i, contact in enumerate(measure.contacts):
            for j, phone in enumerate(contact.phones):
                spans = measure.evidence[f"contacts.{i}.phones.{j}"]
                shown = re.sub(r"\D", "", "".join(text[s.start : s.end] for s in spans))
                assert shown and re.sub(r"\D", "", phone).endswith(shown)


def test_the_gazettes_other_documents_are_listed_without_measures() -> None:
    others = [d for d in read("002")[1] if not d.measures]
    assert len(others) == 9
    assert all(d.title and d.doc and d.published for d in others)
    assert not any("没有找到" in i and "目录" in i for d in others for i in d.issues)


def test_doubts_of_the_sources_are_named() -> None:
    assert any("635586695" in i for m in relief("003").measures for i in m.issues)
    assert any("83926753" in i and "83926757" in i for i in relief("003").issues)
    assert any("只差一个字母" in i for i in relief("002").issues)
    assert any("172.25.2.215" in i for m in relief("000").measures for i in m.issues)
    mixed = {m.slug: m.issues for m in relief("001").measures}
    assert all(any("整条缺失" in i for i in mixed[n]) for n in ("22", "39", "40", "45"))
    assert all(any("推定" in i for i in mixed[n]) for n in ("20", "23", "36", "41", "43", "46", "51"))
    assert all(any("没有找到责任单位" in i for i in mixed[n]) for n in ("19", "21", "35", "38", "42", "44", "50", "54"))
    assert any("没有编号" in i or "编号和前面的文字" in i for i in mixed["lost-1"])
