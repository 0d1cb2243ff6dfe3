"""Steps, materials, addresses, links and notes of one measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.importers.flat import tidy
from knowledge.importers.vocabulary import either, load, words

Place = tuple[int, int]
_URL = re.compile(
    r"(?:https?\s?[：:]\s?//\s?|(?<![\w.@/])www\.)[A-Za-z0-9][A-Za-z0-9.\-_~:/?#\[\]@!$&'*+=%]{2,300}", re.IGNORECASE
)
_MARK = re.compile(r"[（(]\s?(\d{1,2})\s?[）)]|([①-⑳])")
_DOTTED = re.compile(r"(?:^|(?<=[\n；。]))\s*(\d{1,2})[.、](?!\d)\s*")
_POSTCODE = re.compile(r"^\s*[，,；;]?\s*邮\s*编\s*[：:]?\s*(\d{6})")
_VARIANT = re.compile(r"^([^。，；：:,（(《“]{2,16})[。：:]\s*(?=[^/\s])")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_QUANTITY = re.compile(
    r"^(?P<name>.+?)\s*[|\t ]?\s*(?P<count>[\d一二两三]{1,3}\s*[份张套页个本])\s*[|\t ]?\s*(?P<note>.*)$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of text with its place; ``variant`` names the way of proceeding it belongs to."""

    text: str
    place: Place
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The labelled parts of a measure's text: the procedure, the materials and the notes."""

    flow: tuple[Place, ...]
    materials: tuple[Place, ...]
    notes: tuple[Place, ...]


def _label() -> re.Pattern[str]:
    flow, material, note = either("flow_labels"), either("material_labels"), either("note_labels")
    return re.compile(
        rf"(?:^|(?<=[\n。；）)：]))[ \t]*(?:(?P<flow>{flow})\s*[：:]"
        rf"|(?P<material>{material})(?:如下)?\s*(?:[：:]|(?=\n))|(?P<note>{note})\s*[：:])"
    )


def parts(text: str) -> Parts:
    """Divide a measure's text by its labels; a note ends with its line."""
    found: dict[str, list[Place]] = {"flow": [], "material": [], "note": []}
    labels = list(_label().finditer(text))
    for label, after in zip(labels, [*labels[1:], None], strict=False):
        kind, end = str(label.lastgroup), after.start() if after else len(text)
        if kind == "note" and (line := text.find("\n", label.end())) >= 0:
            end = min(end, line)
        found[kind].append((label.start(kind) if kind == "note" else label.end(), end))
    return Parts(tuple(found["flow"]), tuple(found["material"]), tuple(found["note"]))


def _without(text: str, place: Place, taken: Sequence[Place]) -> Iterator[Place]:
    """What is left of a place when the taken ones are cut out."""
    position, end = place
    for start, stop in sorted(taken):
        if stop > position and start < end:
            if start > position:
                yield position, start
            position = max(position, stop)
    if position < end:
        yield position, end


def steps(text: str, flows: Sequence[Place], taken: Sequence[Place]) -> list[Item]:
    """The procedure step by step; a line before （1） that ends with ： names the steps that follow."""
    found: list[Item] = []
    for flow in flows:
        marked = bool(_MARK.search(text, *flow))
        variant: str | None = None
        for start, end in _without(text, flow, taken):
            for item in _steps(text, start, end, marked):
                if item.text.endswith(("：", ":")):
                    variant = item.text.rstrip("：:") or None
                elif len(item.text) > 1:
                    found.append(Item(item.text, item.place, variant))
    return [_titled(item) for item in found]


def _titled(item: Item) -> Item:
    """网上办理。将材料发至… → the variant 网上办理."""
    match = _VARIANT.match(item.text) if item.variant is None else None
    return Item(item.text[match.end() :], item.place, match[1]) if match else item


def _steps(text: str, start: int, end: int, marked: bool) -> Iterator[Item]:
    if not marked:
        for match in _SENTENCE.finditer(text, start, end):
            yield _item(text, *match.span())
        return
    cuts = [m.span() for m in _MARK.finditer(text, start, end)]
    yield from _headings(text, start, cuts[0][0] if cuts else end)
    for (_, begin), after in zip(cuts, [*cuts[1:], (end, end)], strict=False):
        lines = text[begin : after[0]].rstrip()
        tail = lines.rfind("\n")
        if tail > 0 and lines.endswith(("：", ":")):
            yield _item(text, begin, begin + tail)
            yield _item(text, begin + tail, begin + len(lines))
        else:
            yield _item(text, begin, after[0])


def _headings(text: str, start: int, end: int) -> Iterator[Item]:
    item = _item(text, start, end)
    if item.text:
        yield item


def _item(text: str, start: int, end: int) -> Item:
    raw = text[start:end]
    return Item(tidy(raw).strip("；;。 ") if not tidy(raw).endswith("：") else tidy(raw), (start, end))


def materials(text: str, places: Sequence[Place], taken: Sequence[Place]) -> list[Item]:
    """What to hand in: rows of a table, numbered items, or items between semicolons."""
    found: list[Item] = []
    for place in places:
        for start, end in _without(text, place, taken):
            found.extend(_table(text, start, end) or _listed(text, start, end))
    return found


def _table(text: str, start: int, end: int) -> list[Item]:
    """Rows counted 1, 2, 3 …, whatever lines the cells were broken into."""
    columns = [re.sub(r"\s", "", w) for w in words("material_columns")]
    squeezed = re.sub(r"\s", "", text[start : min(end, start + 200)])
    if sum(column in squeezed for column in columns) < 2:
        return []
    rows: list[int] = []
    for match in re.finditer(
        r"(?:^|(?<=[\n\s|]))(\d{1,2})(?=\s*[\s|\t]?\s*[\u4e00-\u9fff《“])(?!\s*[份张套页个本])", text[start:end]
    ):
        if int(match[1]) == len(rows) + 1:
            rows.append(start + match.start(1))
    return [_row(text, a, b) for a, b in zip(rows, [*rows[1:], end], strict=False)]


def _row(text: str, start: int, end: int) -> Item:
    cells = re.sub(r"\s*\|\s*|\t", " ", re.sub(r"^\d+\s*[|\t]?\s*", "", text[start:end]))
    match = _QUANTITY.match(re.sub(r"\n\s*", "", cells))
    if not match:
        return Item(tidy(cells.replace("\n", "")), (start, end))
    note = tidy(match["note"])
    return Item(f"{tidy(match['name'])}，{tidy(match['count'])}" + (f"（{note}）" if note else ""), (start, end))


def _listed(text: str, start: int, end: int) -> list[Item]:
    for pattern in (_MARK, _DOTTED):
        cuts = [m.span() for m in pattern.finditer(text, start, end)]
        if cuts:
            ends = [*(a for a, _ in cuts[1:]), end]
            return [i for i in (_item(text, b, e) for (_, b), e in zip(cuts, ends, strict=True)) if i.text]
    items = (_item(text, start + m.start(), start + m.end()) for m in re.finditer(r"[^；;\n]+", text[start:end]))
    return [item for item in items if item.text]


def urls(text: str) -> list[Item]:
    """Links; a full-width colon and the punctuation after them are put right."""
    found = []
    for match in _URL.finditer(text):
        raw = re.sub(r"\s", "", match.group()).replace("：", ":").rstrip(".,;:!?'*")
        found.append(Item(raw, match.span()))
    return found


def intranet(url: str) -> bool:
    """Whether the public cannot open it."""
    host = re.sub(r"^https?://", "", url, flags=re.IGNORECASE)
    return host.startswith(tuple(str(p) for p in load()["intranet"]))


def addresses(text: str) -> list[tuple[Item, str | None]]:
    """Places to go or post to, with the postcode if there is one."""
    found = []
    for match in re.finditer(rf"{either('address_labels')}\s*[：:]\s*([^，,；;。（）()\n]{{4,80}})", text):
        if not re.search(r"@|//", match[1]) and re.search(r"[路街巷胡同号楼层室村区厅院座]", match[1]):
            code = _POSTCODE.match(text[match.end() : match.end() + 30])
            found.append((Item(tidy(match[1]), match.span(1)), code[1] if code else None))
    return found
