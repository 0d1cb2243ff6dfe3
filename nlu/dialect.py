"""Dialect put into standard Chinese: ``我哋间铺有冇得减`` → ``我们间铺有没有得减``."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import lookups, words

# What may follow a form by the sign it is listed with; without a sign, anything.
_FOLLOWS = {"$": re.compile(r"$|[\s,，。.!！?？;；、:]"), "+": re.compile(r"[\u4e00-\u9fff]")}


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], dict[str, str], dict[str, str]]:
    """What to look for, longest first; what each form means; the signs of the forms that have one."""
    listed = {str(form): str(standard) for standard, forms in lookups.load("dialect").items() for form in forms}
    signs = {form[:-1]: form[-1] for form in listed if form[-1] in _FOLLOWS}
    meanings = {form.rstrip("$+"): standard for form, standard in listed.items()}
    ordered = sorted(meanings, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), meanings, signs


def _inside_word(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """True when a word reaches beyond the stretch on either side."""
    return any(a < end and start < b and (a < start or end < b) for a, b in spans)


def standard(text: str) -> str:
    """The text in standard Chinese; what everybody writes is left as it is."""
    pattern, meanings, signs = _table()
    if not pattern.search(text):
        return text
    # Words the segmenter makes up from what it does not know are no words to be kept whole.
    known = words.tokenizer().FREQ
    spans = [(a, b) for a, b in words.spans(text) if known.get(text[a:b])]

    def replace(match: re.Match[str]) -> str:
        form = match.group()
        if len(form) == 1 and form in (text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]):
            return form  # 咩咩, 唔唔: sounds, not words
        if form in signs and not (match.start() and _FOLLOWS[signs[form]].match(text, match.end())):
            return form
        return form if _inside_word(*match.span(), spans) else meanings[form]

    return pattern.sub(replace, text)
