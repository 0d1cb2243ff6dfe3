"""Errors of the review.

ReviewProblem
├── DraftNotFound    no draft, or no measure in it, by that number
├── UnknownRevision  a measure never had this revision
├── NameAndReason    who decides and why was not said
├── WrongState       what is asked does not follow from the state it is in
├── NotReady         something required is still missing; one line each
├── Outdated         something else was published meanwhile
└── BadContent       what was handed in cannot be read; one line each
"""

from __future__ import annotations

from knowledge.errors import KnowledgeError


class ReviewProblem(KnowledgeError):
    """Something about the review; the message is Chinese and meant for people."""


class DraftNotFound(ReviewProblem):
    """没有这份草稿。"""

    def __init__(self, draft_id: int, slug: str | None = None) -> None:
        """Name what was asked for."""
        what = f"草稿 {draft_id} 里没有编号为“{slug}”的措施" if slug else f"没有编号为 {draft_id} 的草稿"
        super().__init__(f"{what}。用 huiqi review list 看有哪些。")


class UnknownRevision(ReviewProblem):
    """没有这一版。"""

    def __init__(self, measure_id: str, revision: int | None = None) -> None:
        """Name what was asked for."""
        what = f"“{measure_id}”没有第 {revision} 版" if revision is not None else f"没有编号为“{measure_id}”的措施"
        super().__init__(f"{what}。用 huiqi review log {measure_id} 看有哪些版本。")


class NameAndReason(ReviewProblem):
    """要写明审核人和理由。"""


class WrongState(ReviewProblem):
    """现在的状态不能这样做。"""


class Outdated(ReviewProblem):
    """核对之后又有了新发布的内容。"""


class NotReady(ReviewProblem):
    """Not everything required is there; ``problems`` has one line each."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every fault, so that all can be mended in one go."""
        self.problems = problems
        super().__init__("还不能发布，什么都没有改动：\n" + "\n".join(f"  - {p}" for p in problems))


class BadContent(ReviewProblem):
    """What was handed in cannot be read; ``problems`` has one line each."""

    def __init__(self, problems: list[str], what: str = "内容有问题，没有保存") -> None:
        """Keep every fault, so that all can be mended in one go."""
        self.problems = problems
        super().__init__(f"{what}：\n" + "\n".join(f"  - {p}" for p in problems))
