// What every scenario uses: a fresh browser, axe, and a look at what the pages ask for and complain about.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../bot/web/frontend/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const ARGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
export const TARGET = 44;

export class Harness {
  static async start(sites) {
    const profile = mkdtempSync(path.join(tmpdir(), "huiqi-browser-"));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: "/usr/bin/chromium", args: ARGS, viewport: { width: 1000, height: 800 }, locale: "zh-CN",
    });
    context.setDefaultTimeout(30_000);
    return new Harness(context, profile, sites);
  }

  constructor(context, profile, sites) {
    Object.assign(this, { context, profile }, sites);
    this.complaints = [];
    this.allowed = [];
    const ours = [this.chat, this.host, this.stranger];
    context.on("request", (request) => {
      if (/^https?:/.test(request.url()) && !ours.some((one) => request.url().startsWith(one))) {
        this.complaints.push(`request to another host: ${request.url()}`);
      }
    });
    context.on("weberror", (error) => this.complaints.push(String(error.error())));
    context.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
  }

  /** Complaints of the browser that the scenario brings about itself. */
  expect(...patterns) {
    this.allowed.push(...patterns);
  }

  /** Nothing was asked of other hosts, nothing failed, no policy was violated. */
  quiet() {
    const left = this.complaints.filter((one) => !this.allowed.some((pattern) => pattern.test(one)));
    assert.deepEqual(left, []);
  }

  async page(address, size) {
    const page = await this.context.newPage();
    if (size) await page.setViewportSize(size);
    await page.goto(address);
    return page;
  }

  /** The chat as a page of its own, ready to be written to. */
  async open(size, query = "") {
    const page = await this.page(`${this.chat}/chat/${query}`, size);
    await page.locator("header.bar button[aria-controls=menu]").waitFor();
    return page;
  }

  /** Write a question, send it, and wait for the answer. */
  async ask(frame, text) {
    const before = await frame.locator(".turn.bot[id]").count();
    await frame.locator("#text").fill(text);
    await frame.locator("#text").press("Enter");
    await this.answered(frame, before);
  }

  async answered(frame, before) {
    await frame.locator(".turn.bot[id]").nth(before).waitFor();
    await frame.locator(".unsent").waitFor({ state: "detached" });
  }

  /** No violation of WCAG 2.1 A and AA, in any frame. */
  async axe(page, state) {
    for (const frame of page.frames()) {
      if (!/^https?:/.test(frame.url())) continue;
      await frame.evaluate(AXE);
      // Of a page of another site only what we put there is ours.
      const ours = frame.url().startsWith(this.chat) ? "html" : "huiqi-widget";
      const found = await frame.evaluate(
        ([tags, part]) => window.axe.run(document.querySelector(part), { runOnly: tags, iframes: false }),
        [TAGS, ours],
      );
      const told = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(" | ")}`);
      assert.deepEqual(told, [], `axe, ${state}`);
    }
  }

  /** Everything that can be pressed is large enough; links within running text are exempt. */
  async targets(frame) {
    const small = await frame.evaluate((least) => {
      const shown = [...document.querySelectorAll("button, summary, input, textarea, .links a, a.call, .tiles a")];
      return shown
        .filter((one) => one.checkVisibility() && one.type !== "radio")
        .map((one) => [one.outerHTML.slice(0, 100), one.getBoundingClientRect()])
        .filter(([, box]) => box.width < least || box.height < least)
        .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`);
    }, TARGET);
    assert.deepEqual(small, []);
  }

  /** Nothing has to be scrolled sideways. */
  async fits(frame) {
    const over = await frame.evaluate(() => {
      const wide = [document.documentElement, document.body, document.querySelector(".log")];
      return wide.filter((one) => one && one.scrollWidth > one.clientWidth + 1).map((one) => `${one.tagName} ${one.scrollWidth}`);
    });
    assert.deepEqual(over, []);
  }

  /** What the server's side has heard. */
  async state() {
    return (await fetch(`${this.host}/control`)).json();
  }

  /** Let an operator speak, or a ticket change. */
  async operator(told) {
    const response = await fetch(`${this.host}/control`, { method: "POST", body: JSON.stringify(told) });
    assert.equal(await response.json(), true);
  }

  async picture(name) {
    await Promise.all(this.context.pages().map((page, n) => page.screenshot({ path: path.join(this.folder, `${name}-${n}.png`) }).catch(() => null)));
  }

  async stop() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
