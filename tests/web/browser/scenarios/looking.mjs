// Small screens, zoom, large type, and the page that leads here.
import assert from "node:assert/strict";

export async function at_320_pixels(h) {
  const page = await h.open({ width: 320, height: 568 });
  await h.axe(page, "320, empty");
  await h.ask(page, "我在东城开饭馆，8个人，租的国有房，房租能减吗");
  for (const fold of await page.locator("summary").all()) await fold.click();
  await h.axe(page, "320, answer");
  await h.fits(page);
  await h.targets(page);
}

export async function zoomed_to_200_percent(h) {
  // 1280 x 800 at 200 % is 640 x 400; and WCAG's reflow, 1280 x 1024 at 400 %, is 320 x 256.
  for (const size of [{ width: 640, height: 400 }, { width: 320, height: 256 }]) {
    const page = await h.open(size);
    await h.ask(page, "西城贷款贴息找谁");
    await h.fits(page);
    const log = await page.locator(".log").boundingBox();
    assert.ok(log.height >= 70, `the conversation has ${log.height} pixels`);
    const composer = await page.locator("form.write").boundingBox();
    assert.ok(composer.y + composer.height <= size.height + 1);
    await h.axe(page, `zoomed, ${size.width}`);
    await page.close();
  }
}

export async function large_type_is_large_and_remembered(h) {
  const page = await h.open({ width: 390, height: 844 });
  await page.getByRole("button", { name: "长辈版" }).click();
  await page.reload();
  await page.locator("html.elder").waitFor();
  await page.locator("button[aria-pressed=true]", { hasText: "长辈版" }).waitFor();
  await h.ask(page, "西城贷款贴息找谁");
  for (const fold of await page.locator("summary").all()) await fold.click();
  const small = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement;
      if (!walker.currentNode.textContent.trim() || !holder.checkVisibility() || holder.closest(".hidden, noscript, script")) continue;
      const size = parseFloat(getComputedStyle(holder).fontSize);
      if (size < 22) found.push(`${size} ${walker.currentNode.textContent.slice(0, 30)}`);
    }
    return found;
  });
  assert.deepEqual(small, []);
  const spacing = await page.locator(".bubble, .reasons li, .plain li").evaluateAll((all) =>
    all.map((one) => parseFloat(getComputedStyle(one).lineHeight) / parseFloat(getComputedStyle(one).fontSize)));
  assert.ok(spacing.length > 0 && Math.min(...spacing) >= 1.6 - 1e-6, String(spacing));
  await h.fits(page);
  await h.targets(page);
  await h.axe(page, "large type");
  await page.getByRole("button", { name: "长辈版" }).click();
  await page.reload();
  await page.locator("html:not(.elder)").waitFor();
}

export async function the_landing_page_leads_into_a_conversation(h) {
  const page = await h.page(`${h.chat}/`);
  await page.locator("huiqi-widget button").waitFor();
  await h.axe(page, "landing");
  await h.targets(page);
  await page.setViewportSize({ width: 320, height: 568 });
  await h.fits(page);
  await page.getByRole("link", { name: /房租减免/ }).click();
  await page.locator(".turn.bot[id]").first().waitFor();
  assert.equal(await page.locator(".turn.user .bubble").innerText(), "房租减免");
  await page.reload();
  await page.locator(".turn.bot[id]").first().waitFor();
  assert.equal(await page.locator(".turn.user").count(), 1);
}

export async function a_link_from_elsewhere_only_fills_in(h) {
  const page = await h.open(undefined, `?q=${encodeURIComponent("房租能减吗")}`);
  assert.equal(await page.locator("#text").inputValue(), "房租能减吗");
  assert.equal(await page.locator(".turn.user").count(), 0);
}
