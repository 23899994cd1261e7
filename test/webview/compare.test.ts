import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openStage, posted, type Stage } from './harness/browser.ts';

describe('the compare panel', function () {
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
  const card = (title: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  const last = async (): Promise<unknown> => (await posted(page)).at(-1);

  it('names the layer and goes to it', async () => {
    await open('article');
    assert.match(
      await page.locator('.layer-head').innerText(),
      /conv2d_transpose\s+Conv2DTranspose on 32×32×3 · upsampling\.py:25/,
    );
    await page.getByRole('button', { name: 'upsampling.py:25' }).click();
    assert.deepEqual(await last(), { type: 'reveal' });
  });

  it('gives each way its costs, with the difference to the row as written', async () => {
    await open('article');
    const written = await card('Conv2DTranspose').innerText();
    assert.match(written, /as written/);
    assert.match(
      written,
      /Parameters\s+896\s+MACs\s+884,736\s+Activations\s+512 KB\s+Time\s+1\.31 ms 1\.2–1\.4 ms\s+Receptive field\s+2×2/,
    );
    assert.match(
      await card('Nearest + Conv2D').innerText(),
      /Parameters\s+896\s+same\s+MACs\s+3\.54M\s+\+2\.65M\s+Activations\s+560 KB\s+\+48 KB\s+Time\s+3\.06 ms \S+ ms\s+\+1\.8 ms\s+Receptive field\s+2×2\s+same/,
    );
    assert.match(await card('Conv2DTranspose, kernel 4').innerText(), /Parameters\s+1,568\s+\+672/);
    assert.equal(await page.getByText('as written').count(), 1);
  });

  it('gives expected and measured artifact figures', async () => {
    await open('article');
    assert.match(
      await card('Conv2DTranspose').innerText(),
      /1\s+2\s+2\s+4\s+Artifacts\s+Strong\s+Unevenness\s+1\.333\s+Expected\s+78%\s+Measured\s+\d+%/,
    );
  });

  it('gives the difference of artifact figures in points, and none for the row as written', async () => {
    await open('article');
    assert.match(
      await card('Nearest + Conv2D').innerText(),
      /Unevenness\s+0\s+−1\.333\s+Expected\s+0%\s+−78 pp\s+Measured\s+[\d.]+%\s+−\d+ pp/,
    );
    assert.equal(await page.locator('.card-written .figure-apart').count(), 0);
  });

  it('draws the spectrum of each row, the harmonics of the stride marked', async () => {
    await open('article');
    const spectrum = page.getByRole('img', { name: /^Spectrum of Conv2DTranspose: \d+% of the power/ });
    assert.equal(await spectrum.count(), 1);
    assert.equal(await card('Conv2DTranspose').locator('.harmonic').count(), 3);
    assert.equal(await page.locator('.spectrum').count(), 3);
  });

  const titles = (): Promise<string[]> => page.locator('.card h3').allInnerTexts();
  const LISTED = ['Conv2DTranspose', 'Nearest + Conv2D', 'Conv2DTranspose, kernel 4', 'Sub-pixel convolution'];

  it('sorts by each figure, either way round, what cannot be at the end', async () => {
    await open('article');
    const sort = page.getByRole('combobox', { name: 'Sort by' });
    const [transposed, nearest, even, impossible] = LISTED;
    await sort.selectOption('MACs');
    assert.deepEqual(await titles(), [transposed, even, nearest, impossible]);
    await page.getByRole('button', { name: 'Smallest first: turn round' }).press('Enter');
    assert.deepEqual(await titles(), [nearest, even, transposed, impossible]);
    await sort.selectOption('Unevenness');
    assert.equal((await titles())[0], transposed);
    for (const name of ['Parameters', 'Activations', 'Time', 'Receptive field', 'Expected', 'Measured']) {
      await sort.selectOption(name);
      assert.equal((await titles())[3], impossible, name);
    }
    await sort.selectOption('As listed');
    assert.deepEqual(await titles(), LISTED);
  });

  it('keeps a pinned row on top, whatever the order, and takes it back', async () => {
    await open('article');
    const pin = page.getByRole('button', { name: 'Keep Conv2DTranspose, kernel 4 on top' });
    await pin.press('Space');
    assert.equal(await pin.getAttribute('aria-pressed'), 'true');
    assert.ok(await pin.evaluate((element) => element === document.activeElement));
    assert.equal((await titles())[0], 'Conv2DTranspose, kernel 4');
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('MACs');
    assert.deepEqual((await titles()).slice(0, 2), ['Conv2DTranspose, kernel 4', 'Conv2DTranspose']);
    const kept = await page.evaluate(() => window.harness.state as Record<string, unknown>);
    assert.deepEqual([kept['pinned'], kept['sort']], [['transposed-multiple'], 'macs']);
    await pin.click();
    assert.equal((await titles())[0], 'Conv2DTranspose');
  });

  it('has all rows at a glance above their cards, the least of each cost standing out, in the order of the cards', async () => {
    await open('article', 760);
    const lines = page.getByRole('navigation', { name: 'Rows at a glance' }).getByRole('button');
    assert.deepEqual(
      (await lines.allInnerTexts()).map((text) => text.split(/\s*\n\s*/).filter(Boolean)),
      [
        ['Conv2DTranspose', 'Strong', '896', 'Params', '884,736', 'MACs', '1.31 ms', 'Time'],
        ['Nearest + Conv2D', 'None', '896', 'Params', '3.54M', 'MACs', '3.06 ms', 'Time'],
        ['Conv2DTranspose, kernel 4', 'Mild', '1,568', 'Params', '1.57M', 'MACs', '2.2 ms', 'Time'],
        ['Sub-pixel convolution', '–', '–', '–'],
      ],
    );
    const best = await page.locator('.overview-best').allInnerTexts();
    assert.deepEqual(
      best.map((text) => text.split('\n')[0]),
      ['896', '884,736', '1.31 ms', '896'],
    );
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption('MACs');
    assert.match(await lines.nth(1).innerText(), /kernel 4/);
  });

  it('leads from a row at a glance to its card, by the keyboard too', async () => {
    await open('article', 300);
    const line = page.getByRole('button', { name: /^Nearest \+ Conv2D/ });
    await line.press('Enter');
    const place = await card('Nearest + Conv2D').boundingBox();
    assert.ok(place && Math.abs(place.y) < 2, `the card stands at ${place?.y}`);
    await page.keyboard.press('Tab');
    const next = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    assert.equal(next, 'Keep Nearest + Conv2D on top');
    // The cost that has no room here is in the card.
    assert.equal(await page.locator('.overview-milliseconds').first().isVisible(), false);
  });

  it('the bars are as long as the figures are large', async () => {
    await open('article');
    const bar = async (title: string): Promise<number> =>
      card(title)
        .locator('.bar span')
        .first()
        .evaluate((inner) => inner.clientWidth / (inner.parentElement?.clientWidth ?? 1));
    assert.ok(Math.abs((await bar('Conv2DTranspose')) - 896 / 1568) < 0.02);
    assert.equal(await bar('Conv2DTranspose, kernel 4'), 1);
  });

  it('changes a row by its sliders, and draws the row that comes back alone', async () => {
    await open('article');
    const nearest = card('Nearest + Conv2D');
    await nearest.getByLabel('Kernel', { exact: true }).press('ArrowRight');
    assert.deepEqual(await last(), { type: 'set-row', id: 'nearest-conv', setting: { kernel: 5 } });
    await nearest.getByLabel('Stride', { exact: true }).press('ArrowRight');
    assert.deepEqual(await last(), { type: 'set-row', id: 'nearest-conv', setting: { factor: 3 } });
    await nearest.getByLabel('Seed', { exact: true }).press('ArrowRight');
    assert.deepEqual(await last(), { type: 'set-row', id: 'nearest-conv', setting: { seed: 2 } });
    await nearest.getByRole('combobox', { name: 'Interpolation' }).selectOption('Bicubic');
    assert.deepEqual(await last(), { type: 'set-row', id: 'nearest-conv', setting: { method: 'bicubic' } });
    const others = await card('Conv2DTranspose').innerText();
    await page.evaluate(() => {
      const { rows } = window.harness.fixture as { rows: { alternative: object }[] };
      const alternative = { ...rows[1]?.alternative, params: 2432 };
      const row = { ...rows[1], alternative, changed: true, outcome: null };
      window.harness.feed({ type: 'row', row });
    });
    await nearest.getByText('2,432').waitFor();
    assert.match(await nearest.innerText(), /Parameters\s+2,432\s+\+1,536/);
    assert.equal(await card('Conv2DTranspose').innerText(), others);
    await nearest.getByRole('button', { name: 'Reset' }).click();
    assert.deepEqual(await last(), { type: 'set-row', id: 'nearest-conv', setting: null });
  });

  it('says what the rows show, from their own layers, unfolded where there is room', async () => {
    await open('article');
    assert.equal(await page.locator('.fact').first().isVisible(), false);
    await page.close();
    await open('article', 760);
    const fact = async (title: string): Promise<string[]> =>
      page
        .locator('.fact')
        .filter({ has: page.getByText(title, { exact: true }) })
        .locator('dd')
        .allInnerTexts();
    assert.deepEqual(await fact('Parameters'), [
      '896 Conv2DTranspose 3×3, UpSampling2D + Conv2D 3×3: the same: a 3×3 kernel from 3 to 32 channels',
      '1,568 (×1.75) Conv2DTranspose 4×4: a 4×4 kernel from 3 to 32 channels',
    ]);
    assert.deepEqual(await fact('Multiply-accumulates'), [
      '884,736 Conv2DTranspose 3×3: a 3×3 kernel to 32 channels at each of 32×32 pixels',
      '1.57M (×1.78) Conv2DTranspose 4×4: a 4×4 kernel to 32 channels at each of 32×32 pixels',
      '3.54M (×4) UpSampling2D + Conv2D 3×3: a 3×3 kernel to 32 channels at each of 64×64 pixels',
    ]);
    assert.deepEqual(await fact('Learned and fixed'), [
      'Learned Conv2DTranspose: how to enlarge is in its kernel',
      'Fixed UpSampling2D: a rule (nearest) or a rearrangement, without parameters',
      'Learned Conv2D: what is added to the fixed ones: it mixes pixels and channels',
    ]);
    assert.match(
      (await fact('Checkerboard')).join('\n'),
      /^None UpSampling2D \+ Conv2D 3×3\nMild .*\nStrong .*1\.333$/,
    );
    await page.getByText('What this shows').click();
    await page.waitForFunction(() => (window.harness.state as { facts: string }).facts === 'folded');
    assert.equal(await page.locator('.fact').first().isVisible(), false);
  });

  it('copies a row’s code', async () => {
    await open('article');
    await page.getByRole('button', { name: 'Copy the code of Nearest + Conv2D' }).click();
    assert.deepEqual(await last(), { type: 'copy', id: 'nearest-conv' });
    await card('Nearest + Conv2D').getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
  });

  it('asks for a row in place of the layer, but not for the one that stands there', async () => {
    await open('article');
    await page.getByRole('button', { name: 'Use this: Nearest + Conv2D, in place of the layer' }).click();
    assert.deepEqual(await last(), { type: 'use', id: 'nearest-conv' });
    assert.equal(await page.locator('.card-written .use-button').count(), 0);
  });

  it('says why a way is not possible, and why a row was not run', async () => {
    await open('working');
    assert.match(await card('Sub-pixel convolution').innerText(), /needs the same factor in height and width/);
    assert.match(
      await card('Conv2DTranspose, kernel 4').innerText(),
      /Not drawn: it would need more memory than allowed/,
    );
    assert.match(await page.locator('.status').innerText(), /Nearest \+ Conv2D 1 of 4/);
    await page.getByText('The text does not parse just now').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(await last(), { type: 'cancel' });
  });

  it('says what to do when there is nothing to compare', async () => {
    await open('empty');
    await page.getByText('No upsampling layer under the cursor.').waitFor();
    assert.equal(await page.getByRole('listitem').count(), 0);
  });

  it('keeps how things are looked at', async () => {
    await open('article');
    await page.getByRole('button', { name: 'Artifacts' }).click();
    await page.getByRole('combobox', { name: 'Channels shown' }).selectOption('First channel');
    assert.deepEqual(await page.evaluate(() => window.harness.state), {
      overlay: true,
      show: 'first',
      part: 'ways',
      asked: 0,
      onlyDifferences: false,
      played: '',
      playedOf: '',
      sort: 'listed',
      largestFirst: false,
      pinned: [],
      facts: 'auto',
    });
  });

  it('shows two models side by side: totals, and what was added, removed and changed', async () => {
    await open('models');
    const totals = await page.locator('.totals-table').innerText();
    assert.match(totals, /Parameters\s+900\s+1,572\s+\+672/);
    assert.match(totals, /Activations\s+32\.8 KB\s+36\.8 KB\s+\+4 KB/);
    await page.getByText('3 of 4 layers differ.').waitFor();
    const rows = page.locator('.diff-row');
    assert.equal(await rows.count(), 4);
    const changed = await page.locator('.diff-changed').innerText();
    assert.match(
      changed,
      /conv2d_transpose\s+Conv2DTranspose · changed\s+16×16×32 · 896 parameters → 1,568 parameters/,
    );
    assert.match(changed, /kernel_size 3 → 4/);
    assert.match(await page.locator('.diff-removed').innerText(), /re_lu\s+ReLU · removed/);
    assert.match(await page.locator('.diff-added').innerText(), /conv2d\s+Conv2D · added\s+16×16×4 · 1,156 parameters/);
    await page.getByRole('button', { name: 'Differences' }).click();
    assert.equal(await rows.count(), 3);
    await page.getByRole('button', { name: 'Version in git…' }).click();
    assert.deepEqual(await last(), { type: 'choose-other', kind: 'version' });
    await page.getByRole('button', { name: 'Another model…' }).click();
    assert.deepEqual(await last(), { type: 'choose-other', kind: 'model' });
    await page.locator('.models select').selectOption('model_upsampling');
    assert.deepEqual(await last(), { type: 'choose-own', model: 0 });
  });

  it('fits into the side bar at its narrowest', async () => {
    // As narrow as VS Code lets a side bar be.
    for (const width of [220, 170]) {
      await open('article', width);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      for (const heading of await page.locator('.card h3').all())
        assert.ok(((await heading.boundingBox())?.width ?? 0) > width / 2, 'a title has a line of its own');
      await page.close();
    }
    await open('article');
  });
});
