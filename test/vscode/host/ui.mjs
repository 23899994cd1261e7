/** What a person does with the workbench, by Playwright. */
import path from 'node:path';

const PALETTE_TIMEOUT_MS = 30_000;
const WEBVIEW_TIMEOUT_MS = 20_000;
const HOVER_TIMEOUT_MS = 5000;
const HOVER_TRIES = 4;
const HOVER_SETTLED_MS = 300;
const inputBox = (page) => page.locator('.quick-input-widget input[type=text]:visible');
const listRow = (page, text) => page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();

/** The middle of the first occurrence of a text on the screen, through a DOM range (the editor writes spaces as U+00A0). */
function locateText(text) {
  for (const line of document.querySelectorAll('.editor-instance .view-line')) {
    const nodes = [];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
    // A text may run over several tokens, each a node of its own.
    const at = nodes
      .map(({ data }) => data)
      .join('')
      .replace(/\u00a0/g, ' ')
      .indexOf(text);
    if (at < 0) continue;
    const place = (offset) => {
      let rest = offset;
      const node = nodes.find(({ data }) => (rest <= data.length ? true : ((rest -= data.length), false)));
      return [node, rest];
    };
    const range = document.createRange();
    range.setStart(...place(at));
    range.setEnd(...place(at + text.length));
    const box = range.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
  return undefined;
}

export function makeUi({ page, browser, url }) {
  const ui = {
    page,
    browser,
    url,
    async ready() {
      await page.locator('.monaco-workbench .statusbar').waitFor();
      await page.locator('.monaco-workbench .activitybar').waitFor();
    },
    /** Runs a command of the palette. The palette's list is made when it opens, so it is opened anew until the command is there. */
    async command(title) {
      for (const end = Date.now() + PALETTE_TIMEOUT_MS; ;) {
        await page.keyboard.press('F1');
        try {
          await inputBox(page).fill(`>${title}`, { timeout: 1500 });
          await listRow(page, title).click({ timeout: 1500 });
          return;
        } catch (error) {
          if (Date.now() > end) throw error;
          await page.keyboard.press('Escape');
        }
      }
    },
    /** Opens a file of the workspace by name. A file just written is found when the search is started anew. */
    async open(name) {
      const base = path.basename(name);
      for (const end = Date.now() + PALETTE_TIMEOUT_MS; ;) {
        await page.keyboard.press('Control+P');
        try {
          await inputBox(page).fill(name, { timeout: 3000 });
          await listRow(page, base).click({ timeout: 3000 });
          break;
        } catch (error) {
          if (Date.now() > end) throw error;
          await page.keyboard.press('Escape');
        }
      }
      await page.locator(`.tab[data-resource-name="${base}"]`).first().waitFor();
      await page.locator('.editor-instance .view-lines').first().waitFor();
    },
    async word(text) {
      const at = await page.evaluate(locateText, text);
      if (!at) throw new Error(`not on the screen: ${text}`);
      return at;
    },
    /** Hovers over a text and gives what the popup says. */
    async hover(text) {
      const popup = page
        .locator('.monaco-hover:not(.hidden):visible')
        .filter({ has: page.locator('.hover-contents, .markdown-hover') })
        .first();
      // An editor that draws anew under the mouse drops the popup that was on its way: the mouse comes again.
      for (let left = HOVER_TRIES; ; left--) {
        const at = await ui.word(text);
        await page.mouse.move(at.x - 30, at.y + 60);
        await page.mouse.move(at.x, at.y, { steps: 4 });
        try {
          await popup.waitFor({ timeout: HOVER_TIMEOUT_MS });
          // A problem is in the popup at once; what the providers say joins it.
          for (let seen = ''; ;) {
            const said = await popup.innerText({ timeout: HOVER_TIMEOUT_MS });
            if (said === seen) return said;
            seen = said;
            await page.waitForTimeout(HOVER_SETTLED_MS);
          }
        } catch (error) {
          if (left === 1) throw error;
        }
      }
    },
    /** The innermost frame of a webview whose document passes the test, a function that runs in it with the argument. */
    async webview(test, argument) {
      for (const end = Date.now() + WEBVIEW_TIMEOUT_MS; Date.now() < end; await page.waitForTimeout(100)) {
        for (const frame of page.frames()) {
          const inside =
            frame.parentFrame() &&
            /index(-no-csp)?\.html|webview|fake\.html/.test(frame.url() + frame.parentFrame().url());
          if (!inside) continue;
          if (await frame.evaluate(test, argument).catch(() => false)) return frame;
        }
      }
      throw new Error(`no webview passes ${test}`);
    },
    /** For pictures: no popups, no focus ring, the mouse parked. */
    async quiet() {
      await page.keyboard.press('Escape');
      await page.evaluate(() => document.activeElement?.blur());
      await page.mouse.move(5, 5);
    },
    async shot(file, options = {}) {
      await page.screenshot({ path: file, animations: 'disabled', caret: 'hide', ...options });
    },
  };
  return ui;
}
