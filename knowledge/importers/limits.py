"""How much one file may ask of the importer."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds for reading one file; a file over any of them is refused with a message that names the bound."""

    file_bytes: int = 64 * MIB
    pages: int = 500
    unpacked_bytes: int = 256 * MIB
    unpacked_ratio: int = 200
    """How many times larger than its packed form a part of a DOCX over 1 MiB may be."""
    characters: int = 5_000_000
    seconds: float = 60.0
    memory_bytes: int = 2048 * MIB
    """Address space of the process that reads PDF, DOCX and HTML, where the system can bound it."""
