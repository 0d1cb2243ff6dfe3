// The launcher: a button on any page, and the chat in a frame. Everything is in a shadow root, out of the reach of the
// page's CSS; styles are adopted or set by script, which a Content-Security-Policy without unsafe-inline allows.
//
// <script src="https://HOST/widget.js" data-title="…" data-color="#0b5c6b" data-position="left" defer></script>

import { legible } from "../src/colour";

type Words = { open: string; close: string; unread: string };

const WORDS: Record<string, Words> = {
  zh: { open: "打开对话", close: "关闭对话", unread: "条新消息" },
  en: { open: "Open chat", close: "Close chat", unread: "new" },
};
const STYLE = `
:host{all:initial}
button{position:fixed;bottom:max(20px,env(safe-area-inset-bottom));width:60px;height:60px;padding:0;border:2px solid #fff;
border-radius:50%;background:var(--c);color:#fff;cursor:pointer;box-shadow:0 4px 16px rgba(0,0,0,.35)}
button:focus-visible{outline:3px solid #b35c00;outline-offset:3px}
svg{width:30px;height:30px;vertical-align:middle}
b{position:absolute;top:-6px;right:-6px;min-width:22px;padding:0 4px;border-radius:11px;background:#a11;color:#fff;
font:bold 14px/22px sans-serif}
b:empty{display:none}
iframe{position:fixed;bottom:92px;width:min(420px,calc(100vw - 32px));height:min(680px,calc(100vh - 112px));border:1px solid #71868d;
border-radius:16px;background:#fff;box-shadow:0 8px 40px rgba(0,0,0,.3)}
iframe[hidden]{display:none}
.r{right:max(20px,env(safe-area-inset-right))}.l{left:max(20px,env(safe-area-inset-left))}
@media(max-width:520px),(max-height:520px){iframe.l,iframe.r{top:0;right:0;bottom:0;left:0;width:100%;height:100%;border:0;border-radius:0}
button[aria-expanded=true]{display:none}}`;
const ICON = "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z";
const STATE = "huiqi.open";

function remember(open: boolean): void {
  try {
    sessionStorage.setItem(STATE, open ? "1" : "0");
  } catch {
    // Forbidden: the next page begins closed.
  }
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(STATE);
  } catch {
    return null;
  }
}

function dress(root: ShadowRoot): void {
  if ("adoptedStyleSheets" in root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement("style");
  style.textContent = STYLE;
  (root as ShadowRoot).append(style);
}

function shell(colour: string): { host: HTMLElement; root: ShadowRoot } {
  const host = document.createElement("huiqi-widget");
  const important = { all: "initial", display: "block", position: "fixed", "z-index": "2147483000", "--c": colour };
  for (const [name, value] of Object.entries(important)) host.style.setProperty(name, value, "important");
  const root = host.attachShadow({ mode: "open" });
  dress(root);
  return { host, root };
}

function icon(): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICON);
  path.setAttribute("fill", "currentColor");
  svg.append(path);
  return svg;
}

class Widget {
  private readonly origin: string;
  private readonly title: string;
  private readonly words: Words;
  private readonly side: string;
  private readonly button = document.createElement("button");
  private readonly badge = document.createElement("b");
  private readonly root: ShadowRoot;
  private frame: HTMLIFrameElement | null = null;
  private loaded = false;
  private open = false;
  private moved = false;

  constructor(script: HTMLScriptElement) {
    const { title, color, position, lang } = script.dataset;
    this.origin = new URL(script.src).origin;
    this.title = title || "惠企";
    this.words = (/^en/i.test(lang ?? document.documentElement.lang) ? WORDS.en : WORDS.zh) as Words;
    this.side = position === "left" ? "l" : "r";
    const { host, root } = shell(legible(color) ?? "#0b5c6b");
    this.root = root;
    this.address = this.page(script.dataset);
    this.button.type = "button";
    this.button.className = this.side;
    this.button.append(icon(), this.badge);
    this.button.onclick = () => this.show(!this.open, true);
    root.append(this.button);
    addEventListener("message", (event) => this.hear(event));
    // Escape elsewhere on the page is the page's; within the frame the frame tells.
    this.button.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.open) this.show(false, true);
    });
    this.label(0);
    // Beside the body, where a transform of the page or a replaced body does not reach it.
    document.documentElement.append(host);
    const state = remembered();
    if (state !== null) this.load();
    if (state === "1") this.show(true, false);
  }

  private readonly address: string;

  private page(data: DOMStringMap): string {
    const told = new URLSearchParams({ embed: "1" });
    for (const name of ["title", "color", "greeting", "district"]) if (data[name]) told.set(name, data[name] as string);
    told.set("lang", data.lang ?? document.documentElement.lang);
    return `${this.origin}/chat/?${told}`;
  }

  private load(): void {
    if (this.frame) return;
    const frame = document.createElement("iframe");
    frame.title = this.title;
    frame.allow = "microphone; clipboard-write";
    frame.className = this.side;
    frame.hidden = true;
    frame.onload = () => {
      this.loaded = true;
      this.tell(!this.open ? "hello" : this.moved ? "open" : "shown");
    };
    frame.src = this.address;
    this.root.insertBefore(frame, this.button);
    this.frame = frame;
  }

  /** `moved`: the user did it, so the focus goes along. */
  private show(open: boolean, moved: boolean): void {
    this.open = open;
    this.moved = moved;
    this.load();
    if (this.frame) this.frame.hidden = !open;
    remember(open);
    this.label(0);
    if (open && this.loaded) this.tell(moved ? "open" : "shown");
    if (open && moved) this.frame?.focus();
    if (!open && moved) this.button.focus();
  }

  private label(unread: number): void {
    const name = `${this.open ? this.words.close : this.words.open}：${this.title}`;
    this.button.setAttribute("aria-label", unread ? `${name}，${unread} ${this.words.unread}` : name);
    this.button.setAttribute("aria-expanded", String(this.open));
    this.badge.textContent = unread ? String(unread) : "";
  }

  private tell(huiqi: "hello" | "open" | "shown"): void {
    this.frame?.contentWindow?.postMessage({ huiqi }, this.origin);
  }

  private hear(event: MessageEvent): void {
    if (event.origin !== this.origin || event.source !== this.frame?.contentWindow) return;
    if (event.data?.huiqi === "close") this.show(false, true);
    if (event.data?.huiqi === "unread" && !this.open) this.label(Number(event.data.count) || 0);
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !document.querySelector("huiqi-widget")) new Widget(script);
