"""The real page in a real browser: each scenario of ``scenarios/`` against the real assistant."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCENARIOS = {
    path.stem: re.findall(r"^export async function (\w+)", path.read_text("utf-8"), re.M)
    for path in sorted((HERE / "scenarios").glob("*.mjs"))
}


def test_there_are_scenarios():
    assert sum(map(len, SCENARIOS.values())) >= 15


@pytest.mark.parametrize(("file", "name"), [(file, name) for file, names in SCENARIOS.items() for name in names])
def test_in_the_browser(site, file, name, tmp_path):
    command = ["node", str(HERE / "run.mjs"), file, name, site.chat, site.host, site.stranger, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
