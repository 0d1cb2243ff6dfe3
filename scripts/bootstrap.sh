#!/usr/bin/env bash
# Makes .venv from a lock file: `scripts/bootstrap.sh requirements.lock`. Does nothing when it is up to date.
# uv is taken from PATH, or fetched with pip; Python 3.11 is taken from PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=${1:-requirements.lock}
venv=.venv
stamp=$venv/.installed-$(basename "$lock")

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3 python; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "没有找到 Python 3.11。请先安装（Debian：apt install python3.11），或用 PYTHON=/路径/python3.11 指定。" >&2
    exit 1
}

find_uv() {
    if command -v uv >/dev/null 2>&1; then command -v uv; return; fi
    if [ -x .uv/bin/uv ]; then echo "$PWD/.uv/bin/uv"; return; fi
    echo "正在取 uv（安装工具）……" >&2
    if "$python" -m venv .uv >/dev/null 2>&1 && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv >&2; then
        echo "$PWD/.uv/bin/uv"; return
    fi
    rm -rf .uv
    if "$python" -m pip install --quiet --disable-pip-version-check --target .uv uv >&2 && [ -x .uv/bin/uv ]; then
        echo "$PWD/.uv/bin/uv"; return
    fi
    echo "取不到 uv：这个 Python 没有 venv 也没有 pip。请先 apt install python3-venv，或自行安装 uv。" >&2
    exit 1
}

python=$(find_python)
wanted=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

uv=$(find_uv)
started=$(date +%s)
echo "正在安装依赖（约 1 到 3 分钟，取决于网速；装好后不再重复）……" >&2
[ -x "$venv/bin/python" ] || "$uv" venv --quiet --python "$python" "$venv"
"$uv" pip install --python "$venv/bin/python" --require-hashes --no-deps -r "$lock"
"$uv" pip install --quiet --python "$venv/bin/python" --no-deps --editable .
echo "$wanted" > "$stamp"
echo "依赖装好了，用时 $(( $(date +%s) - started )) 秒。" >&2
