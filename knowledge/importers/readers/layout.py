"""Collecting the text of a structured document: one line a paragraph, one line a table row."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.importers.errors import TooBig

_REPEATED = 60
"""A merged cell is repeated in the rows it covers when it is no longer than this: a name, not a paragraph."""
_CELL = 1000
"""A cell longer than this is part of the page's layout, not of a table."""


@dataclass
class _Flow:
    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    holds_table: bool = False

    def end_line(self) -> None:
        line = "".join(self.pieces).rstrip(" \t")
        if line.strip():
            self.lines.append(line)
        self.pieces = []


@dataclass
class _Cell:
    flow: _Flow
    columns: int = 1
    rows: int = 1
    as_above: bool = False

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.flow.lines).split())


@dataclass
class _Table:
    row: list[_Cell] | None = None
    cell: _Cell | None = None
    above: dict[int, str] = field(default_factory=dict)
    spanned: dict[int, tuple[int, str]] = field(default_factory=dict)

    def laid_out(self, cells: list[_Cell]) -> list[str]:
        """The texts of a row with merged cells filled in from the rows above."""
        texts: dict[int, str] = {}
        column = 0
        for cell in cells:
            column = self._fill(texts, column)
            text = self.above.get(column, "") if cell.as_above else cell.text
            texts[column] = text
            if cell.rows > 1:
                self.spanned[column] = (cell.rows - 1, text if len(text) <= _REPEATED else "")
            column += cell.columns
        self._fill(texts, column)
        self.above = {at: text for at, text in texts.items() if len(text) <= _REPEATED}
        return [texts[at] for at in sorted(texts)]

    def _fill(self, texts: dict[int, str], column: int) -> int:
        while column in self.spanned:
            rows, texts[column] = self.spanned.pop(column)
            if rows > 1:
                self.spanned[column] = (rows - 1, texts[column])
            column += 1
        return column


class Layout:
    """Takes text, line ends and the borders of tables in reading order; nests to any depth."""

    def __init__(self, characters: int) -> None:
        """Refuse to collect more than so many characters."""
        self._left = characters
        self._flows = [_Flow()]
        self._tables: list[_Table] = []

    @property
    def after_space(self) -> bool:
        """Whether another space would be one too many."""
        pieces = self._flows[-1].pieces
        return not pieces or pieces[-1].endswith(" ")

    def add(self, text: str) -> None:
        """Put text on the current line."""
        if not text:
            return
        self._left -= len(text)
        if self._left < 0:
            raise TooBig("文字太多，超过了上限")
        self._flows[-1].pieces.append(text)

    def end_line(self) -> None:
        """The next text starts a new line."""
        self._flows[-1].end_line()

    def open_box(self) -> None:
        """Text that stands apart, such as a text box: its lines go before the line it is anchored in."""
        self._flows.append(_Flow())

    def close_box(self) -> None:
        """Back to the line the box is anchored in."""
        box = self._flows.pop()
        box.end_line()
        self._flows[-1].lines.extend(box.lines)

    def open_table(self) -> None:
        """Rows follow."""
        self.end_line()
        self._flows[-1].holds_table = True
        self._tables.append(_Table())

    def close_table(self) -> None:
        """The table ends, whatever was left open in it."""
        if self._tables:
            self.close_row()
            self._tables.pop()

    def open_row(self) -> None:
        """Cells follow."""
        if self._tables:
            self.close_row()
            self._tables[-1].row = []

    def open_cell(self, columns: int = 1, rows: int = 1) -> None:
        """Text up to :meth:`close_cell` is one cell of the row."""
        if not self._tables:
            self.end_line()
            return
        self.close_cell()
        table = self._tables[-1]
        table.row = [] if table.row is None else table.row
        table.cell = _Cell(_Flow(), columns, rows)
        self._flows.append(table.cell.flow)

    def merge_cell(self, columns: int = 1, as_above: bool = False) -> None:
        """Say of the open cell how many columns it takes and whether it continues the one above."""
        if self._tables and (cell := self._tables[-1].cell):
            cell.columns = max(cell.columns, columns)
            cell.as_above = cell.as_above or as_above

    def close_cell(self) -> None:
        """The cell is complete."""
        if not self._tables or not (cell := self._tables[-1].cell):
            self.end_line()
            return
        self._flows.pop().end_line()
        table = self._tables[-1]
        table.cell = None
        if table.row is not None:
            table.row.append(cell)

    def close_row(self) -> None:
        """The row is complete: one line of cells, or the lines of the cells where the table is only layout."""
        if not self._tables or self._tables[-1].row is None:
            return
        self.close_cell()
        table, flow = self._tables[-1], self._flows[-1]
        cells, table.row = table.row or [], None
        texts = table.laid_out(cells)
        self._left -= sum(map(len, texts[len(cells) :]))
        layout = any(cell.flow.holds_table or len(cell.text) > _CELL for cell in cells)
        if layout or sum(map(bool, texts)) < 2:
            flow.lines.extend(line for cell in cells for line in cell.flow.lines)
        else:
            flow.lines.append(" | ".join(texts))

    def text(self) -> str:
        """Everything collected, with what was left open closed."""
        while self._tables:
            self.close_table()
        while len(self._flows) > 1:
            self.close_box()
        self.end_line()
        return "\n".join(self._flows[0].lines)
