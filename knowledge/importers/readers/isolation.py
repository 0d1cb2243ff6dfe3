"""Reading the formats that can be hostile in a process of their own, which is stopped when its time is up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from knowledge.importers.errors import Damaged, ImportProblem, TooSlow
from knowledge.importers.limits import Limits
from knowledge.importers.readers.raw import Raw

_WORKER = "knowledge.importers.readers.worker"


def read(kind: str, data: bytes, limits: Limits) -> Raw:
    """The text of a PDF, DOCX or HTML file; a reader that crashes or hangs is an :class:`ImportProblem`."""
    request = json.dumps({"kind": kind, "limits": asdict(limits)})
    # -P: a file in the folder the user stands in must not be taken for a module.
    command = [sys.executable, "-P", "-m", _WORKER, request]
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=data,
            capture_output=True,
            timeout=limits.seconds,
            env=os.environ | {"PYTHONPATH": paths},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooSlow(f"读取超过了 {limits.seconds:g} 秒，已停止") from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise Damaged("读取时出错，文件可能已损坏") from None
    if problem := answer.get("problem"):
        kinds = {kind.__name__: kind for kind in ImportProblem.__subclasses__()}
        raise kinds[problem](answer["what"], answer["advice"])
    return Raw(answer["text"], tuple(answer["notes"]))
