"""文号 for documents whose copy has lost it: by their title, from the curated documents and from citations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import yaml

from knowledge.files import measure_files
from knowledge.importers.documents import DOC_NO, written

_CITED = re.compile(rf"《(?P<title>[^《》]{{6,150}})》\s*[（(]\s*(?:{DOC_NO.pattern})\s*[）)]")


def plain_title(title: str) -> str:
    """A title without spaces and punctuation, for comparing."""
    return re.sub(r"[^\w]", "", title)


def cited(text: str) -> dict[str, str]:
    """Titles quoted with their 文号: 《…》（京政办发〔2020〕5号）."""
    found: dict[str, str] = {}
    for match in _CITED.finditer(re.sub(r"\s", "", text)):
        number = DOC_NO.search(match.group(), match.end("title") - match.start())
        if number:
            found.setdefault(plain_title(match["title"]), written(number))
    return found


@lru_cache(maxsize=1)
def curated() -> Mapping[str, str]:
    """Titles of the documents that come with the program. Reads only the heads of the files."""
    found: dict[str, str] = {}
    for path in measure_files():
        head = path.read_text("utf-8").split("\nmeasures:", 1)[0]
        document = (yaml.safe_load(head) or {}).get("document", {})
        if document.get("doc") and document.get("title"):
            found[plain_title(str(document["title"]))] = str(document["doc"])
    return found


def number_for(title: str, known: Mapping[str, str]) -> str | None:
    """The 文号 a known document of that title has."""
    return known.get(plain_title(title)) if title else None
