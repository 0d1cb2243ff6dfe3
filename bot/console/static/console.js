// The keyboard of the look-up, copying, printing. Every page works without this file.
"use strict";

const byId = (id) => document.getElementById(id);
const box = () => byId("q");
const picks = () => [...document.querySelectorAll("#list .pick")];

document.documentElement.classList.add("scripted");

// Beside the results there is room for the caller's panel; on small screens it opens on demand.
if (matchMedia("(min-width: 1101px)").matches) byId("caller-side")?.setAttribute("open", "");

// While an input method composes, its half-typed letters are not what is asked.
document.addEventListener("input", (event) => { if (event.isComposing) event.stopPropagation(); }, true);
document.addEventListener("compositionend", (event) => {
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
});

// What was said last is in view, unless somebody reads further up.
const talk = byId("talk");
if (talk) {
  let down = true;
  const follow = () => { if (down) talk.scrollTop = talk.scrollHeight; };
  talk.addEventListener("htmx:beforeSwap", () => { down = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 60; });
  talk.addEventListener("htmx:afterSwap", follow);
  follow();
}

// Leaving a field whose letters have been asked for already asks nothing: newer results would take the list away.
document.addEventListener("change", (event) => {
  if (event.target.matches("#ask input:not([type=checkbox])")) event.stopPropagation();
}, true);

function current() {
  return document.querySelector('#list .pick[aria-current="true"]');
}

let waiting = 0;
function choose(link, soon) {
  if (!link) return;
  for (const other of picks()) {
    other.toggleAttribute("aria-current", false);
    other.closest("li").classList.remove("on");
  }
  link.setAttribute("aria-current", "true");
  link.closest("li").classList.add("on");
  link.focus({ preventScroll: true });
  link.closest("li").scrollIntoView({ block: "nearest" });
  clearTimeout(waiting);
  const show = () => htmx.ajax("GET", link.href, { target: "#panel", source: link }).catch(() => {});
  waiting = setTimeout(show, soon ? 0 : 120);
}

function step(by) {
  const links = picks();
  const at = links.indexOf(document.activeElement);
  if (at < 0) return choose(links[0], true);
  if (at + by < 0) return box()?.focus();
  choose(links[Math.min(links.length - 1, at + by)], false);
}

async function copy(id) {
  const source = byId(id);
  if (!source) return;
  let done = true;
  try {
    await navigator.clipboard.writeText(source.textContent);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(source);
    const chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    done = document.execCommand("copy");
  }
  say(done ? "已复制" : "没有复制成，请手动选中复制");
}

function say(text) {
  let line = byId("said");
  if (!line) {
    line = document.createElement("div");
    line.id = "said";
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  line.textContent = text;
  setTimeout(() => { line.textContent = ""; }, 2500);
}

function writing(target) {
  return target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
}

document.addEventListener("keydown", (event) => {
  if (!box() || event.ctrlKey || event.metaKey || event.isComposing) return;
  const inBox = event.target === box();
  const digit = event.code.match(/^(?:Digit|Numpad)([1-9])$/)?.[1];
  const free = !writing(event.target) || (inBox && event.altKey);
  const inList = event.target.closest("#list") || inBox;
  let used = true;
  if (inList && event.key === "ArrowDown") step(1);
  else if (inList && !inBox && event.key === "ArrowUp") step(-1);
  else if (event.key === "Escape" && !inBox && event.target.closest("#found")) box().focus();
  else if (free && digit && picks()[digit - 1]) choose(picks()[digit - 1], true);
  else if (free && event.key.toLowerCase() === "c") copy("readout");
  else if (!writing(event.target) && event.key === "/") { box().focus(); box().select(); }
  else used = false;
  if (used) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-print]");
  if (button?.dataset.copy) copy(button.dataset.copy);
  else if (button) window.print();
  const link = event.target.closest("#list .pick");
  if (link && event.detail === 0) event.preventDefault();
});

// Newer results must not take the place of who walks in the list: they stay on the same one, or go back to the box.
let walking = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const link = document.activeElement?.closest?.("#list .pick");
  if (event.detail.target.id === "found") walking = link ? link.getAttribute("href").split("?")[0] : null;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "found" || walking === null) return;
  (picks().find((link) => link.getAttribute("href").split("?")[0] === walking) ?? box())?.focus();
  walking = null;
});

// Enter or a click on a result shows it; the reader goes there.
document.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (target.id === "panel" && requestConfig.triggeringEvent?.type === "click") {
    const link = requestConfig.elt;
    for (const other of picks()) {
      other.toggleAttribute("aria-current", false);
      other.closest("li").classList.toggle("on", other === link);
    }
    link.setAttribute("aria-current", "true");
    target.focus();
  }
  if (target.id === "found") {
    const wanted = new URLSearchParams([...new FormData(byId("ask"))].filter(([, value]) => value !== ""));
    history.replaceState(null, "", `/console/${wanted.size ? `?${wanted}` : ""}`);
    if (requestConfig.triggeringEvent?.type === "submit") picks()[0]?.focus();
  }
});

document.addEventListener("htmx:sendError", () => say("连不上服务器，请看一下网络"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 401) say("没有成功，请刷新再试");
});
