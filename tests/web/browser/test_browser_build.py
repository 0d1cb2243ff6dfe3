"""What is committed is what the sources make, byte for byte; and the lock file names no registry."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bot.web.app import STATIC

FRONTEND = Path(__file__).parents[3] / "bot" / "web" / "frontend"


def run(*command: str) -> str:
    done = subprocess.run(["npx", "--no-install", *command], cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize(
    ("options", "files"),
    [
        ([], ["chat/index.html", "chat/chat.js", "chat/chat.css"]),
        (["--config", "vite.widget.config.ts"], ["widget.js"]),
    ],
)
def test_a_rebuild_gives_the_committed_bytes(browser_ready, tmp_path, options, files):
    folder = tmp_path / "chat" if files[0].startswith("chat/") else tmp_path
    run("vite", "build", *options, "--outDir", str(folder), "--emptyOutDir", "--logLevel", "error")
    for name in files:
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), f"{name}: run npm run build, commit it"


def test_the_types_are_right(browser_ready):
    run("tsc", "--noEmit")


def test_nothing_but_what_is_built_is_served():
    assert {path.name for path in (STATIC / "chat").iterdir()} == {"index.html", "chat.js", "chat.css"}


def test_the_lock_file_names_no_registry():
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    assert lock["packages"]["node_modules/preact"]["integrity"].startswith("sha512-")
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert "omit-lockfile-registry-resolved=true" in (FRONTEND / ".npmrc").read_text("utf-8")
