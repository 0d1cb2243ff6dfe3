"""The process that reads one PDF, DOCX or HTML file: bytes on standard input, JSON on standard output."""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any

from knowledge.importers.errors import Damaged, ImportProblem, TooBig
from knowledge.importers.limits import Limits


def _bound_memory(size: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, ValueError, OSError):
        return  # this system cannot bound it; the limits on size, pages and time still hold


def _read(kind: str, data: bytes, limits: Limits) -> dict[str, Any]:
    try:
        raw = importlib.import_module(f"knowledge.importers.readers.{kind}").read(data, limits)
    except ImportProblem as problem:
        return _refusal(problem)
    except MemoryError:
        return _refusal(TooBig("读取时占用的内存过多"))
    except Exception:  # a library that stumbles over a broken file is the file's fault
        return _refusal(Damaged("读取时出错，文件可能已损坏"))
    return {"text": raw.text, "notes": raw.notes}


def _refusal(problem: ImportProblem) -> dict[str, Any]:
    return {"problem": type(problem).__name__, "what": problem.what, "advice": problem.advice}


def main() -> None:
    """Read the request and answer it; nothing a library prints gets into the answer."""
    request = json.loads(sys.argv[1])
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    limits = Limits(**request["limits"])
    data = sys.stdin.buffer.read()
    _bound_memory(limits.memory_bytes)
    answers.write(json.dumps(_read(request["kind"], data, limits)))
    answers.close()


if __name__ == "__main__":
    main()
