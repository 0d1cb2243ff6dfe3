#!/usr/bin/env bash
# What the browser tests need: Chromium with a Chinese font, and the packages of the chat page.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null || ! fc-list :lang=zh | grep -q .; then
  if [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null
  else
    echo "请先安装 chromium 和 fonts-noto-cjk：sudo apt-get install chromium fonts-noto-cjk" >&2
    exit 1
  fi
fi
cd bot/web/frontend
# Nothing to do when what is installed is what the lock file names.
stamp=node_modules/.huiqi-lock
if ! cmp -s package-lock.json "$stamp"; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$stamp"
fi
