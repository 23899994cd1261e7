import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openStage, posted, type Stage } from './harness/browser.ts';

describe('the explainer', function () {
  this.timeout(30_000);
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());
  afterEach(() => page.close());
  const open = async (fixture: string, width = 340): Promise<void> => {
    page = await stage.show({ panel: 'compare', fixture, width });
  };
  const last = async (): Promise<unknown> => (await posted(page)).at(-1);
  const row = () => page.locator('.axis-figure .explain-surface');
  const numbers = async (): Promise<string> => {
    const details = page.locator('.explainer > .disclosure');
    if (!(await details.evaluate((each) => (each as HTMLDetailsElement).open)))
      await details.locator('summary').click();
    // The table is drawn when the browser tells of the opening, which may come after the click returns.
    await details.locator('td').first().waitFor();
    return details
      .locator('table')
      .first()
      .locator('td')
      .allInnerTexts()
      .then((all) => all.join(' ').trim());
  };

  it('opens where somebody asked for it, and stays away where nobody did', async () => {
    await open('article');
    assert.equal(await page.locator('.explainer').count(), 0);
    await page.getByRole('tab', { name: 'Why?' }).click();
    assert.equal(await page.locator('.explainer').count(), 1);
    await page.close();
    await open('why');
    assert.equal(await page.locator('.explainer').count(), 1);
  });

  it('adds up the overlap and says what it comes to', async () => {
    await open('why');
    assert.match(await page.locator('.verdict').innerText(), /fed by 1 to 4 taps, unevenness 1\.333/);
    assert.equal(await numbers(), '1 1 2 1 2 1 2 1 2 1 2 1');
  });

  it('the sliders change the figure, the verdict and the line of code', async () => {
    await open('why');
    await page.getByLabel('Kernel').press('ArrowRight');
    await page.getByText('fed by 4 taps').waitFor();
    assert.equal(await numbers(), '1 2 2 2 2 2 2 2 2 2 2 1');
    const asked = (await last()) as { type: string; setting: { kernel: number[] } };
    assert.deepEqual([asked.type, asked.setting.kernel], ['code-of-setting', [4, 4]]);
    await page.evaluate(
      (setting) => window.harness.feed({ type: 'setting-code', setting, code: 'Up(32, 4)' }),
      asked.setting,
    );
    await page.locator('.explainer .code').getByText('Up(32, 4)').waitFor();
    await page.getByRole('button', { name: 'Copy the code of this setting' }).click();
    assert.deepEqual(await last(), { type: 'copy-text', text: 'Up(32, 4)' });
    await page.getByRole('button', { name: 'As written' }).click();
    await page.getByText('fed by 1 to 4 taps').waitFor();
  });

  it('PyTorch keeps its size when the kernel changes, and has a padding to count', async () => {
    await open('whyTorch');
    await page.getByLabel('Kernel').press('ArrowRight');
    // It asks for the code of the setting once it is drawn.
    await page.waitForFunction(() => JSON.stringify(window.harness.posted.at(-1)).includes('"kernel":[4,4]'));
    const { setting } = (await last()) as { setting: object };
    assert.deepEqual(setting, {
      kind: 'transposed',
      framework: 'torch',
      kernel: [4, 4],
      stride: [2, 2],
      dilation: [1, 1],
      padding: [1, 1],
      outputPadding: [0, 0],
    });
    await page.getByLabel('Padding', { exact: true }).press('ArrowLeft');
    // Opened first: the table then follows the slider, a frame later.
    await numbers();
    await page.locator('.explainer > .disclosure table').first().locator('td').nth(13).waitFor();
    assert.equal((await numbers()).split(' ').length, 14);
  });

  it('an input pixel paints its output pixels: by the keyboard and by the pointer', async () => {
    await open('why');
    await row().focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('Input pixel 3 paints output pixels 6, 7, 8; overlap there: 2, 1, 2.').waitFor();
    assert.equal(await page.locator('.axis-figure .pixel-painted').count(), 3);
    assert.equal(await page.locator('.plane-marks .painted-around').count(), 9);
    const box = await row().boundingBox();
    assert.ok(box);
    await page.locator('.axis-figure .pixel').first().hover();
    await page.getByText('Input pixel 0 paints output pixels 0, 1, 2').waitFor();
  });

  it('stacked layers multiply', async () => {
    await open('why');
    const cells = await page.locator('.chain-table tbody tr').last().locator('td').allInnerTexts();
    assert.equal(cells[0], '1.333');
    assert.ok(Number(cells[1]) > 1.333, cells[1]);
  });

  it('what was played with stays while the panel is away', async () => {
    await open('why');
    await page.getByLabel('Stride').press('ArrowRight');
    const state = (await page.evaluate(() => window.harness.state)) as { played: string };
    assert.match(state.played, /"stride":\[3,3\]/);
  });

  it('redraws within 100 ms of a slider', async () => {
    await open('why');
    const times = await page.getByLabel('Kernel').evaluate(async (element) => {
      const slider = element as HTMLInputElement;
      const found: number[] = [];
      for (let value = 1; value <= 9; value++) {
        const started = performance.now();
        slider.value = String(value);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        found.push(performance.now() - started);
      }
      return found.sort((a, b) => a - b);
    });
    assert.ok((times[4] ?? Infinity) < 100, times.join(', '));
  });

  it('fits into the side bar at its narrowest', async () => {
    await open('why', 220);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 220);
  });
});
