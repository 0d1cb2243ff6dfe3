// The widget in pages of other sites.
import assert from "node:assert/strict";

const launcher = (page) => page.locator("huiqi-widget button");

async function chat(page) {
  const handle = await page.locator("huiqi-widget iframe").elementHandle();
  const frame = await handle.contentFrame();
  await frame.locator("header.bar button[aria-controls=menu]").waitFor();
  return frame;
}

export async function in_a_hostile_page(h) {
  const page = await h.page(`${h.host}/first.html`);
  const button = launcher(page);
  assert.equal(await button.getAttribute("aria-label"), "打开对话：街道惠企");
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  const box = await button.boundingBox();
  assert.deepEqual([box.width, box.height], [60, 60]);
  assert.ok(box.x < 100 && box.y > 600, "left and at the bottom, whatever the page transforms");
  await h.axe(page, "closed");
  await button.click();
  const frame = await chat(page);
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  await frame.waitForFunction(() => document.activeElement?.id === "text");
  assert.equal(await frame.locator("h1").innerText(), "街道惠企");
  assert.equal(await frame.locator(".bubble").first().innerText(), "街坊您好");
  assert.equal(await frame.evaluate(() => getComputedStyle(document.querySelector("header.bar")).backgroundColor), "rgb(194, 65, 12)");
  await h.ask(frame, "房租能减吗");
  assert.match(await frame.locator("section.card .source").innerText(), /东政/);
  await h.axe(page, "open");
  await frame.locator("#text").press("Escape");
  await page.locator("huiqi-widget iframe").waitFor({ state: "hidden" });
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.tagName === "BUTTON");
}

export async function open_across_pages_and_reload(h) {
  const page = await h.page(`${h.host}/first.html`);
  await launcher(page).click();
  const first = await chat(page);
  await h.ask(first, "你好");
  const said = await first.locator(".turn[id] .bubble").allInnerTexts();
  for (const go of [() => page.goto(`${h.host}/second.html`), () => page.reload()]) {
    await go();
    const frame = await chat(page);
    await frame.locator(".turn.bot[id]").first().waitFor();
    assert.deepEqual(await frame.locator(".turn[id] .bubble").allInnerTexts(), said);
    assert.equal(await launcher(page).getAttribute("aria-expanded"), "true");
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
  }
  await (await chat(page)).getByRole("button", { name: "关闭对话" }).click();
  await page.locator("huiqi-widget iframe").waitFor({ state: "hidden" });
  await page.goto(`${h.host}/first.html`);
  assert.equal(await launcher(page).getAttribute("aria-expanded"), "false");
}

export async function by_keyboard_in_the_frame_and_back(h) {
  const page = await h.page(`${h.host}/plain.html`);
  assert.equal(await launcher(page).getAttribute("aria-label"), "Open chat：惠企");
  await launcher(page).focus();
  await page.keyboard.press("Enter");
  const frame = await chat(page);
  await frame.waitForFunction(() => document.activeElement?.id === "text");
  assert.equal(await frame.evaluate(() => document.documentElement.lang), "en");
  await page.keyboard.type("你好");
  await page.keyboard.press("Enter");
  await frame.locator(".turn.bot[id]").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator("huiqi-widget iframe").waitFor({ state: "hidden" });
  assert.equal(await launcher(page).getAttribute("aria-expanded"), "false");
  await page.keyboard.press("Enter");
  assert.equal(await launcher(page).getAttribute("aria-expanded"), "true");
}

export async function on_a_phone_of_320_pixels(h) {
  const page = await h.page(`${h.host}/first.html`, { width: 320, height: 568 });
  await launcher(page).click();
  const frame = await chat(page);
  assert.deepEqual(await page.locator("huiqi-widget iframe").boundingBox(), { x: 0, y: 0, width: 320, height: 568 });
  await h.ask(frame, "西城贷款贴息找谁");
  await h.fits(frame);
  await h.targets(frame);
  await h.axe(page, "phone, open");
  await frame.getByRole("button", { name: "关闭对话" }).click();
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.tagName === "BUTTON");
}

export async function an_operator_is_counted_while_it_is_closed(h) {
  const page = await h.page(`${h.host}/plain.html`);
  await launcher(page).click();
  const frame = await chat(page);
  await h.ask(frame, "转人工");
  await frame.locator("#text").press("Escape");
  await page.locator("huiqi-widget iframe").waitFor({ state: "hidden" });
  await h.operator({ text: "您好", name: "王工" });
  await page.waitForFunction(() => /1 new$/.test(document.querySelector("huiqi-widget").shadowRoot.querySelector("button").getAttribute("aria-label")));
  await h.axe(page, "unread");
  await launcher(page).click();
  assert.equal(await launcher(page).getAttribute("aria-label"), "Close chat：惠企");
  await frame.locator(".turn.operator").waitFor();
}

export async function a_site_that_is_not_on_the_list_shows_nothing(h) {
  const page = await h.page(`${h.stranger}/plain.html`);
  await launcher(page).click();
  await page.waitForFunction(() => document.querySelector("huiqi-widget").shadowRoot.querySelector("iframe"));
  await page.waitForTimeout(500);
  const handle = await page.locator("huiqi-widget iframe").elementHandle();
  assert.equal(await (await handle.contentFrame()).locator("#app").count(), 0);
  h.expect(/frame-ancestors/);
}
