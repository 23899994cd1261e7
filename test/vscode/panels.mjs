/** The panels as a driver of the window needs them: when they are drawn, and as wide as wanted. */

/** A run that was asked for has begun, and one that has ended is drawn, after this. */
export const FRAME_MS = 300;

/** Waits until the panel's run has ended. */
export async function ran(ui, selector) {
  const frame = await ui.webview((css) => Boolean(document.querySelector(css)), selector);
  await frame.locator(selector).first().waitFor();
  await ended(ui, frame);
  return frame;
}

/** Waits until the panel shows the end of its run: no progress, and how long it took, in two looks one after the other. */
export async function ended(ui, frame) {
  for (let quiet = 0; quiet < 2;) {
    await ui.page.waitForTimeout(FRAME_MS);
    const working = await frame.locator('.progress-line').count();
    const status = await frame.locator('.status-text').first().textContent();
    quiet = working === 0 && /\d\s*(?:ms|s|sec)\b/.test(status ?? '') ? quiet + 1 : 0;
  }
}

/** Pulls the edge of the side bar. */
export async function widen(ui, by) {
  const bar = await ui.page.locator('.part.sidebar').boundingBox();
  const [x, y] = [bar.x + bar.width, bar.y + bar.height / 2];
  await ui.page.mouse.move(x, y);
  await ui.page.mouse.down();
  await ui.page.mouse.move(x + by, y, { steps: 4 });
  await ui.page.mouse.up();
  await ui.page.waitForTimeout(FRAME_MS);
}
