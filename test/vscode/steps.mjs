/** What the suite asks of the screen: named steps, run in the browser that shows the workbench (see host/steps.mjs). */
import path from 'node:path';

// The panel's page is the one whose title the host writes; what it shows may be empty.
const previewFrame = (ui) =>
  ui.webview(() => document.title === 'Layerscope' && Boolean(document.querySelector('main')));
const compareFrame = (ui) => ui.webview(() => Boolean(document.querySelector('.compare-tabs')));

/** The drawn pixels of the canvas that a selector finds, as the browser holds them. */
const pixelsOf = (frame, selector) =>
  frame.evaluate((css) => {
    const canvas = document.querySelector(css);
    if (!canvas) return null;
    const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return { width, height, bytes: [...data] };
  }, selector);

export const steps = {
  async command(ui, title) {
    await ui.ready();
    await ui.command(title);
  },
  async key(ui, keys) {
    await ui.page.keyboard.press(keys);
  },
  async type(ui, text) {
    await ui.page.keyboard.type(text);
  },
  async hover(ui, text) {
    return ui.hover(text);
  },
  /** Clicks a text of the editor, a hint for instance, with the key that follows links. */
  async ctrlClick(ui, text) {
    const at = await ui.word(text);
    await ui.page.mouse.move(at.x, at.y, { steps: 4 });
    await ui.page.keyboard.down('Control');
    // The editor marks what can be followed when the mouse moves under the key.
    await ui.page.mouse.move(at.x + 1, at.y);
    await ui.page.waitForTimeout(300);
    await ui.page.mouse.click(at.x + 1, at.y);
    await ui.page.keyboard.up('Control');
  },
  /** Takes what a dialog for a file offers. */
  async acceptDialog(ui, name) {
    const field = ui.page.locator('.quick-input-widget input[type=text]:visible');
    await field.waitFor();
    await ui.page.waitForFunction(
      (wanted) => [...document.querySelectorAll('.quick-input-widget input')].some((one) => one.value.endsWith(wanted)),
      name,
    );
    await field.press('Enter');
  },
  async statusBar(ui) {
    return ui.page.locator('.statusbar [id="layerscope.layerscope.layerscope.totals"]').innerText();
  },
  async squiggles(ui, severity) {
    return ui.page.locator(`.editor-instance .squiggly-${severity}`).count();
  },
  /** What the editor shows, line by line, inlay hints included. */
  async editorText(ui) {
    const lines = await ui.page.locator('.editor-instance .view-line').allInnerTexts();
    return lines.map((line) => line.replace(/\u00a0/g, ' ')).join('\n');
  },
  async previewText(ui) {
    return (await previewFrame(ui)).evaluate(() => document.body.innerText);
  },
  async previewPixels(ui, selector) {
    return pixelsOf(await previewFrame(ui), selector);
  },
  /** Rows of the table of layers as text. */
  async previewRows(ui) {
    const frame = await previewFrame(ui);
    return frame.evaluate(() =>
      [...document.querySelectorAll('.grid-row')].map((row) =>
        [...row.querySelectorAll('[role=gridcell]')].map((cell) =>
          // A layer inside a module shows the last part of its path, and the whole path under the pointer.
          cell.classList.contains('cell-name') ? cell.title : cell.innerText.trim(),
        ),
      ),
    );
  },
  /** The name of the selected row. */
  async previewSelected(ui) {
    const row = (await previewFrame(ui)).locator('.grid-row[aria-selected=true] .cell-name');
    return (await row.count()) > 0 ? row.first().getAttribute('title') : null;
  },
  async previewTab(ui, label) {
    await (await previewFrame(ui)).getByRole('tab', { name: label, exact: true }).click();
  },
  /** What the active node of the graph says. */
  async previewNode(ui) {
    const node = (await previewFrame(ui)).locator('.graph-active');
    return (await node.count()) > 0 ? node.first().textContent() : null;
  },
  async previewNodeEnter(ui) {
    await (await previewFrame(ui)).locator('.graph-area').press('Enter');
  },
  async previewClick(ui, selector) {
    await (await previewFrame(ui)).locator(selector).first().click();
  },
  /** Chooses in the first selector that has the option. */
  async previewChoose(ui, option) {
    const frame = await previewFrame(ui);
    await frame
      .locator('select')
      .filter({ has: frame.locator('option', { hasText: option }) })
      .first()
      .selectOption({ label: option });
  },
  /** Drops a file on the panel, as from a file manager. */
  async previewDrop(ui, { name, base64 }) {
    const frame = await previewFrame(ui);
    await frame.evaluate(
      ({ name, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([bytes], name));
        document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
      },
      { name, base64 },
    );
  },
  /** Types a number into a field of the panel. */
  async previewFill(ui, { label, value }) {
    const field = (await previewFrame(ui)).getByLabel(label);
    await field.fill(String(value));
    await field.press('Enter');
  },
  /** Clicks the row of the table of layers whose first cell is the name. */
  async previewRow(ui, name) {
    const frame = await previewFrame(ui);
    await frame
      .locator('.grid-row .cell-name', { hasText: new RegExp(`^${name}$`) })
      .first()
      .click();
  },
  async compareText(ui) {
    return (await compareFrame(ui)).evaluate(() => document.body.innerText);
  },
  async compareClick(ui, label) {
    await (await compareFrame(ui)).getByRole('button', { name: label }).click();
  },
  /** Chooses in the list that VS Code shows. */
  async pick(ui, label) {
    const row = ui.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
    await row.waitFor();
    await row.click();
  },
  async compareTab(ui, label) {
    await (await compareFrame(ui)).getByRole('tab', { name: label }).click();
  },
  /** Moves a slider by arrow keys. */
  async compareSlide(ui, { label, steps }) {
    const slider = (await compareFrame(ui)).getByLabel(label, { exact: true }).first();
    for (let step = 0; step < Math.abs(steps); step++) await slider.press(steps > 0 ? 'ArrowRight' : 'ArrowLeft');
  },
  /** Milliseconds from each step of a card's slider until its new picture is on the screen. */
  async compareRedraws(ui, { card, label, steps }) {
    const frame = await compareFrame(ui);
    return frame.evaluate(
      async ({ card, label, steps }) => {
        const find = () =>
          [...document.querySelectorAll('.card')].find((one) => one.querySelector('h3').textContent.includes(card));
        const own = find();
        const slider = own.querySelector(`input[aria-label="${label}"]`);
        const hash = () => {
          const canvas = own.querySelector('canvas');
          if (!canvas) return '';
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return `${canvas.width} ${data.reduce((sum, byte, index) => (sum * 31 + byte * (index % 97)) % 1000003, 7)}`;
        };
        const times = [];
        for (const value of steps) {
          const before = hash();
          const started = performance.now();
          slider.value = String(value);
          slider.dispatchEvent(new Event('input', { bubbles: true }));
          while (hash() === before && performance.now() - started < 5000)
            await new Promise((done) => requestAnimationFrame(done));
          times.push(performance.now() - started);
          await new Promise((done) => setTimeout(done, 400));
        }
        return times;
      },
      { card, label, steps },
    );
  },
  async comparePixels(ui, selector) {
    return pixelsOf(await compareFrame(ui), selector);
  },
  async shot(ui, file) {
    await ui.quiet();
    if (process.env.VSCODE_TEST_SHOTS) await ui.shot(path.join(process.env.VSCODE_TEST_SHOTS, file));
  },
};
