"""Errors of reading a file that somebody wants to import.

ImportProblem
├── CannotOpen     missing, a folder, no permission, a loop of links, not an ordinary file
├── NothingToRead  empty, or without a single character of text
├── WrongFormat    a kind of file that is not read: spreadsheet, picture, archive, old Word, ...
├── NotText        neither a known format nor text in a known encoding
├── Damaged        the right format, but broken or cut off
├── Locked         needs a password
├── NeedsOcr       only pictures of text
├── TooBig         more bytes, pages or characters than the limits allow
└── TooSlow        took longer than the limits allow
"""

from __future__ import annotations

from knowledge.errors import KnowledgeError


class ImportProblem(KnowledgeError):
    """A file cannot be imported; the message is Chinese: which file, what is wrong, what to do."""

    advice = ""

    def __init__(self, what: str, advice: str = "", file: str = "") -> None:
        """Say what is wrong; ``advice`` replaces the usual advice of the class."""
        self.what = what
        self.advice = advice or self.advice
        self.file = file
        super().__init__(what)

    def __str__(self) -> str:
        """One line: file, fault, remedy."""
        name = f"{self.file}：" if self.file else ""
        return f"{name}{self.what}。{self.advice}"


class CannotOpen(ImportProblem):
    """The file cannot be opened."""

    advice = "请核对路径和权限后重试。"


class NothingToRead(ImportProblem):
    """The file holds no text."""

    advice = "请确认选对了文件，或重新下载。"


class WrongFormat(ImportProblem):
    """A kind of file that is not read."""

    advice = "请另存为 txt、md、html、pdf 或 docx 后再导入。"


class NotText(ImportProblem):
    """Not text, or text in an encoding nobody can tell."""

    advice = "请用 UTF-8 或 GB18030 编码另存后再导入。"


class Damaged(ImportProblem):
    """The right format, but broken or cut off."""

    advice = "请重新下载，或用原来的软件打开后另存一份再导入。"


class Locked(ImportProblem):
    """The file needs a password."""

    advice = "请去掉密码另存一份再导入。"


class NeedsOcr(ImportProblem):
    """Only pictures of text."""

    advice = "需要先做文字识别（OCR），或向发文单位索取带文字的版本。"


class TooBig(ImportProblem):
    """Over a limit of size."""

    advice = "请拆成几个文件分别导入。"


class TooSlow(ImportProblem):
    """Over the limit of time."""

    advice = "请拆成几个文件，或另存为 docx、txt 后再导入。"
