"""The console in Chromium; needs the browser, node, and the packages of the chat page's frontend."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "bot" / "web" / "frontend" / "node_modules"
SCRIPT = Path(__file__).parent / "browser" / "desk.mjs"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""

READY = (
    bool(CHROMIUM)
    and shutil.which("node") is not None
    and all((MODULES / p).is_dir() for p in ("playwright-core", "axe-core"))
)
# Where everything is to be there, a missing part is a fault.
pytestmark = pytest.mark.skipif(
    not READY and not os.environ.get("CI"), reason="needs what scripts/browser-setup.sh installs"
)
CARD = {"type": "out_of_scope", "topic": None, "aspect": None, "asks": None, "as_of": "2021-06-01", "measures": []}


async def test_the_desk_works_in_a_browser_for_two_roles_and_without_faults_of_accessibility(desk):
    desk.desk.log.turn("web:citizen", "web", "租金能减吗", [{"text": "抱歉。", "custom": CARD}])
    ticket = str(desk.desk.tickets.hand_off("web:citizen", "web", "政策咨询", {"question": "租金能减吗"}))
    base = str(desk.client.make_url("/")).rstrip("/")
    process = await asyncio.create_subprocess_exec(
        "node", str(SCRIPT), base, str(MODULES), CHROMIUM, ticket, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await asyncio.wait_for(process.communicate(), 300)
    assert said.decode() == ""
    assert process.returncode == 0
