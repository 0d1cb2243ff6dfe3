"""Who is responsible: （责任单位：区财政局、区国资委）, and where a department's name ends and its office's begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.importers.flat import tidy
from knowledge.importers.vocabulary import either, words

_BETWEEN = re.compile(r"[、，,；;\n]|(?:及|和|与)(?=各|其他|相关|有关)")
_NAME_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Named:
    """A department and its place in the text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Responsible:
    """What the 责任单位 brackets of a text say, and which characters they take up."""

    named: tuple[Named, ...]
    taken: tuple[tuple[int, int], ...]
    dangling: bool = False
    unlabelled: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The departments in order."""
        return tuple(n.name for n in self.named)


def _brackets() -> re.Pattern[str]:
    label = either("responsible")
    return re.compile(
        rf"[（(]\s*{label}\s*[：:](?P<a>[^（）()]{{1,600}})[）)]"
        rf"|(?:^|(?<=[\n。；]))[ \t]*{label}\s*[：:](?P<b>[^。（）\n]{{1,600}})"
    )


def _unlabelled() -> re.Pattern[str]:
    ends = either("department_endings")
    return re.compile(rf"[（(](?P<a>[\u4e00-\u9fff、]{{2,60}}{ends})[）)](?=\s*{either('phone_labels')}\s*[：:])")


def find(text: str) -> Responsible:
    """The responsible departments of a measure."""
    matches = list(_brackets().finditer(text))
    unlabelled = not matches
    if unlabelled:
        matches = list(_unlabelled().finditer(text))
    named: dict[str, Named] = {}
    for match in matches:
        group = "a" if match["a"] is not None else "b"
        for item in _items(match[group], match.start(group)):
            named.setdefault(item.name, item)
    dangling = any(re.search(r"[、，]\s*$", m["a"] or "") for m in matches)
    return Responsible(
        _with_prefix(tuple(named.values())), tuple(m.span() for m in matches), dangling, unlabelled and bool(matches)
    )


def _items(text: str, offset: int) -> Iterable[Named]:
    role = re.compile(rf"^\s*{either('responsible')}\s*[：:]")
    position = 0
    for cut in [*(m for m in _BETWEEN.finditer(text)), None]:
        end = cut.start() if cut else len(text)
        raw = text[position:end]
        head = role.match(raw)
        start = position + (head.end() if head else 0)
        name = tidy(text[start:end]).strip("。：:")
        if 1 < len(name) <= _NAME_LIMIT:
            yield Named(name, offset + start, offset + end)
        position = cut.end() if cut else end


def _with_prefix(named: tuple[Named, ...]) -> tuple[Named, ...]:
    """区体育局、文旅局: the prefix said once holds for a bare office that follows."""
    found: list[Named] = []
    for item in named:
        before = found[-1].name[:1] if found else ""
        bare = re.fullmatch(r"[\u4e00-\u9fff]{1,3}[局委办]", item.name) and item.name[0] not in "市区县国各"
        found.append(Named(before + item.name, item.start, item.end) if bare and before in ("区", "市") else item)
    return tuple(found)


def _shapes() -> re.Pattern[str]:
    ends = "|".join(re.escape(w) for w in words("department_endings"))
    return re.compile(rf"[\u4e00-\u9fff]{{1,12}}?(?:{ends})(?:[\u4e00-\u9fff]{{2,3}}分局)?(?![员托事])")


def split(text: str, known: Sequence[str]) -> tuple[str | None, str]:
    """区财政局预算科 → (区财政局, 预算科): a responsible department if the text begins with one, else by its ending."""
    text = tidy(text).strip("：:，、 ")
    for name in sorted(known, key=len, reverse=True):
        if text.startswith(name):
            return name, text[len(name) :].strip("：:，、 ")
    shape = _shapes().match(text)
    return (shape.group(), text[shape.end() :].strip("：:，、 ")) if shape else (None, text)


def looks_like_office(text: str) -> bool:
    """Whether a name is a department's or an office's and not a person's."""
    ends = words("department_endings") + words("office_endings")
    return len(text) > 2 and text.endswith(ends)
