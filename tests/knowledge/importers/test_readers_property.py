"""Whatever the bytes are: a SourceText or an ImportProblem, and the text keeps its promises."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from readers_samples import LINES, docx, pdf

from knowledge.importers.errors import ImportProblem
from knowledge.importers.readers.clean import clean
from knowledge.importers.readers.md import plain
from knowledge.importers.source import Limits, SourceText, read_bytes

PDF, DOCX = pdf(LINES, LINES), docx()
PAGE = ("<html><table><tr><td rowspan=2>甲<td>乙<tr><td>" + "".join(f"<p>{line}</p>" for line in LINES)).encode()
NAMES = st.sampled_from(["甲.txt", "甲.md", "甲.html", "甲.pdf", "甲.docx", "", "甲"])
TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=300)
SLOW = settings(max_examples=25, deadline=None)


def survives(name, data):
    try:
        source = read_bytes(name, data, Limits(seconds=30))
    except ImportProblem as problem:
        assert problem.what
        assert problem.advice
        return
    assert isinstance(source, SourceText)
    assert source.text.strip()
    assert unicodedata.is_normalized("NFC", source.text)
    assert not [c for c in source.text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert clean(source.text) == source.text


@given(NAMES, st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes(name, data):
    survives(name, data)


@given(NAMES, TEXT, st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-be", "utf-32-le"]))
@settings(deadline=None)
def test_any_text_in_any_encoding(name, text, encoding):
    survives(name, text.encode(encoding, "ignore"))


@given(st.sampled_from([PDF, DOCX, PAGE]), st.data())
@SLOW
def test_cut_off_files(whole, data):
    survives("甲", whole[: data.draw(st.integers(1, len(whole)))])


@given(
    st.sampled_from([PDF, DOCX, PAGE]),
    st.lists(st.tuples(st.integers(0, 2**20), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8),
)
@SLOW
def test_damaged_files(whole, damages):
    mangled = bytearray(whole)
    for at, damage in damages:
        start = at % len(mangled)
        mangled[start : start + len(damage)] = damage
    survives("甲", bytes(mangled))


@given(
    st.lists(
        st.sampled_from(
            "<table> <tr> <td> <td/rowspan=3> </td> </table> <p> <a/href=http://a> </a> <ul> <li> <pre> 甲 &#0; <script> </div>".split()
        )
    )
)
@SLOW
def test_any_order_of_tags(tags):
    survives("甲.html", ("<html>" + " ".join(tags).replace("/rowspan", " rowspan").replace("/href", " href")).encode())


@given(TEXT)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet="甲乙丙丁，。：（）0123456789-〔〕、\n", max_size=200))
def test_text_without_marks_is_no_worse_for_being_called_markdown(text):
    kept = [line for line in text.split("\n") if not (len(line) > 1 and set(line) == {"-"})]
    assert plain(text).strip("\n") == "\n".join(kept).strip("\n")
