"""Errors of the knowledge package.

KnowledgeError
├── BrokenFile        a measure file that cannot be read; says file, measure and field
├── BadFigures        figures for an estimate that cannot be used; says which and why
├── MeasureNotFound   no published measure has this id
├── NoFormula         a measure that states no amount to work out
├── StoreNotReady     the database cannot be opened or is older than the code
└── VerdictNotFound   no logged verdict has this number
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Something about the knowledge store; the message is Chinese and meant for people."""


class BrokenFile(KnowledgeError):
    """A measure file is wrong. ``problems`` has one line a fault: file, measure, field, what to do."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every fault, so that all can be mended in one go."""
        self.problems = problems
        super().__init__("措施文件有问题，没有载入任何内容：\n" + "\n".join(f"  - {p}" for p in problems))


class BadFigures(KnowledgeError):
    """Figures that cannot be used. ``problems`` has what is wrong with each."""

    def __init__(self, problems: dict[str, str]) -> None:
        """Keep every fault by the name it was sent under."""
        self.problems = problems
        super().__init__("；".join(f"{name}：{said}" for name, said in list(problems.items())[:10]) + "。")


class NoFormula(KnowledgeError):
    """The measure states no amount that could be worked out."""

    def __init__(self, source: str) -> None:
        """Name the clause."""
        super().__init__(f"{source}没有写出能算的数（比例、月数或限额），估算不了；金额请问责任单位或拨12345。")


class MeasureNotFound(KnowledgeError):
    """没有这条措施。"""

    def __init__(self, measure_id: str) -> None:
        """Name the id that was asked for."""
        self.measure_id = measure_id
        super().__init__(f"没有编号为“{measure_id}”的措施。可以先用搜索找到它的编号。")


class StoreNotReady(KnowledgeError):
    """The database cannot be used as it is."""


class VerdictNotFound(KnowledgeError):
    """没有这条判断记录。"""

    def __init__(self, number: int) -> None:
        """Name the number that was asked for."""
        super().__init__(f"没有编号为 {number} 的判断记录。不写编号运行 huiqi replay，可以看最近的记录。")
