import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openStage, posted, type Stage } from './harness/browser.ts';
import { ARTICLE } from './harness/fixtures.ts';

describe('the preview panel', function () {
  this.timeout(30_000);
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());
  afterEach(() => page.close());
  const open = async (fixture: string, width?: number): Promise<void> => {
    page = await stage.show({ panel: 'preview', fixture, ...(width === undefined ? {} : { width }) });
  };
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  const last = async (): Promise<unknown> => (await posted(page)).at(-1);

  it('says ready once and shows what the snapshot says', async () => {
    await open('article');
    assert.deepEqual(await page.evaluate(() => window.harness.posted), [{ type: 'ready' }]);
    assert.match(
      await row('conv2d_transpose').innerText(),
      /Conv2DTranspose\s+64×64×32\s+896\s+884,736\s+512 KB\s+Strong/,
    );
    assert.match(await row('Total').innerText(), /896 trainable\s+896\s+884,736\s+524 KB/);
    assert.equal(await page.locator('.status-text').innerText(), '3.42 ms · 1.25 MB');
    assert.match(await page.locator('.artifacts').innerText(), /Kernel overlap[\s\S]*1\s+2\s+2\s+4/);
  });

  it('a click on a row selects the layer, a double click goes to the source', async () => {
    await open('article');
    await row('input_layer_1').click();
    assert.deepEqual(await last(), { type: 'select-call', call: 0 });
    await row('input_layer_1').dblclick();
    assert.deepEqual(await last(), { type: 'reveal', call: 0 });
  });

  it('the arrow keys move the selected row and Enter goes to the source', async () => {
    await open('unet');
    await page.locator('.grid').focus();
    await row('encoder.0').first().waitFor();
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await last(), { type: 'select-call', call: 1 });
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'reveal', call: 1 });
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    // The row without a call is revealed by its line.
    assert.deepEqual(await last(), { type: 'reveal-line', line: 26 });
    assert.equal(
      await page.getByRole('row', { selected: true }).innerText(),
      await row('SegmentationHead').innerText(),
    );
  });

  it('folds modules by mouse and keyboard, shows their sums, and marks the folded one around the selected layer', async () => {
    await open('unet');
    const module = page.getByRole('row', { name: /^decoder/ });
    assert.equal(await module.getAttribute('aria-expanded'), 'true');
    await module.click();
    assert.equal(await module.getAttribute('aria-expanded'), 'false');
    // 36,928 + 65,600 + 16,448 parameters of up1, up2, up3; the worst grade of its layers.
    assert.match(await module.innerText(), /decoder\s+4 layers\s+118,976\s+1.95B\s+132 MB\s+Holes/);
    assert.equal(await row('up2').count(), 0);
    await page.evaluate(() => window.harness.feed({ ...window.harness.fixture, selected: 5, maps: null }));
    await page.getByRole('row', { selected: true }).filter({ hasText: 'decoder' }).waitFor();
    await page.locator('.grid').focus();
    await page.keyboard.press('ArrowRight');
    await row('up2').waitFor();
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await last(), { type: 'select-call', call: 4 });
    // To the module around, and fold it.
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await row('up2').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Fold all modules' }).click();
    assert.deepEqual(await page.locator('.cell-name .cell-text').allInnerTexts(), [
      'encoder.0',
      'bottleneck.attention',
      'decoder',
      'head',
    ]);
  });

  it('sorts by a column and filters, and keeps both', async () => {
    await open('unet');
    const names = (): Promise<string[]> => page.locator('.cell-name .cell-text').allInnerTexts();
    await page.getByRole('button', { name: 'Parameters' }).click();
    assert.equal(await page.getByRole('columnheader', { name: 'Parameters' }).getAttribute('aria-sort'), 'descending');
    assert.deepEqual((await names()).slice(0, 3), ['decoder.up2', 'decoder.up1', 'bottleneck.attention']);
    assert.equal((await names()).at(-1), 'head');
    await page.getByRole('button', { name: 'Parameters' }).click();
    // What cannot be told stands last in either direction.
    assert.equal((await names()).at(-1), 'head');
    assert.equal((await names()).at(-2), 'decoder.up2');
    await page.getByRole('button', { name: 'Upsampling', exact: true }).click();
    assert.deepEqual(await names(), ['decoder.resize', 'decoder.up3', 'decoder.up1', 'decoder.up2']);
    assert.equal(await page.locator('.part-layers .count-badge').innerText(), '4 of 9');
    await page.getByRole('button', { name: 'Size changes' }).click();
    assert.deepEqual((await names()).sort(), ['decoder.up1', 'decoder.up3']);
    assert.deepEqual(await page.evaluate(() => (window.harness.state as { filter: string }).filter), 'size');
    await page.evaluate(() => {
      const { rows } = window.harness.fixture as { rows: object[] };
      const same = rows.map((each) => ({ ...each, sizeChanges: false }));
      window.harness.feed({ ...window.harness.fixture, rows: same });
    });
    await page.getByText('No layer of this model changes the size.').waitFor();
  });

  it('says why a row has no shape, and which one cannot be drawn', async () => {
    await open('unet');
    assert.match(await row('SegmentationHead').innerText(), /not inferred: channels come from config\.json/);
    assert.match(await row('MultiheadAttention').innerText(), /not drawn/);
    await page.evaluate(() => window.harness.feed({ ...window.harness.fixture, selected: 3, maps: null }));
    await page.getByText('Nothing to draw here: attention cannot be run here yet.').waitFor();
  });

  it('follows the selection that the host gives', async () => {
    await open('unet');
    await page.evaluate(() => window.harness.feed({ ...window.harness.fixture, selected: 6, maps: null }));
    await page.getByRole('row', { selected: true }).filter({ hasText: 'up3' }).waitFor();
    assert.deepEqual(await posted(page), []);
  });

  it('does not go back to a row when the host answers after the keys have gone on', async () => {
    await open('long');
    const select = (selected: number): Promise<void> =>
      page.evaluate((call) => window.harness.feed({ ...window.harness.fixture, selected: call, maps: null }), selected);
    const marked = (name: string): Promise<void> =>
      page.getByRole('row', { selected: true }).filter({ hasText: name }).waitFor();
    await page.locator('.grid').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(
      (await posted(page)).slice(-3).map((intent) => (intent as { call: number }).call),
      [0, 1, 2],
    );
    await select(0);
    await page.locator('.layer-name', { hasText: 'block_0' }).waitFor();
    await marked('block_2');
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await last(), { type: 'select-call', call: 3 });
    await select(3);
    // What the host selects unasked is followed, also to a row that was asked for and passed by.
    await select(1);
    await marked('block_1');
  });

  it('of a thousand rows it draws those in sight, and the keyboard reaches all', async () => {
    await open('long');
    const drawn = await page.getByRole('row').count();
    assert.ok(drawn < 60, `${drawn} rows drawn`);
    await row('block_500').waitFor();
    await page.locator('.grid').focus();
    await page.keyboard.press('End');
    await row('block_999').waitFor();
    assert.deepEqual(await last(), { type: 'select-call', call: 999 });
    const box = await row('block_999').boundingBox();
    const total = await row('Total').boundingBox();
    assert.ok(box && total && box.y + box.height <= total.y + 1, 'the last row stands above the totals');
    assert.equal(await page.locator('.grid').getAttribute('aria-rowcount'), '1002');
    await page.keyboard.press('Home');
    await row('block_0').first().waitFor();
  });

  it('chooses model, picture, weights and size', async () => {
    await open('article');
    await page.getByRole('combobox', { name: 'Model' }).selectOption('model_upsampling');
    assert.deepEqual(await last(), { type: 'select-model', model: 0 });
    await page.getByRole('button', { name: /^UpSampling2D \+ Conv2D/ }).click();
    assert.deepEqual(await last(), { type: 'select-model', model: 0 });
    const picture = page.getByRole('combobox', { name: 'Input' });
    await picture.selectOption('Zone plate');
    assert.deepEqual(await last(), { type: 'set-picture', picture: { kind: 'built-in', name: 'zone-plate' } });
    await picture.selectOption('Choose file…');
    assert.deepEqual(await last(), { type: 'choose-picture' });
    // What is shown as chosen is what the host said last.
    assert.equal(await picture.inputValue(), 'scene');
    await page.getByRole('spinbutton', { name: 'Seed' }).fill('42');
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'set-weights', weights: { kind: 'initial', seed: 42 } });
    await page.getByRole('button', { name: 'Draw new weights' }).click();
    const drawn = (await last()) as { weights: { seed: number } };
    assert.ok(Number.isInteger(drawn.weights.seed) && drawn.weights.seed !== 1);
    await page.getByRole('combobox', { name: 'Weights' }).selectOption('All ones');
    assert.deepEqual(await last(), { type: 'set-weights', weights: { kind: 'ones' } });
    await page.getByRole('button', { name: 'Help' }).click();
    assert.deepEqual(await last(), { type: 'help' });
    await page.getByRole('combobox', { name: 'Weights' }).selectOption('Bilinear');
    assert.deepEqual(await last(), { type: 'set-weights', weights: { kind: 'bilinear', seed: 1 } });
  });

  it('sends a new size, and puts back what is none', async () => {
    await open('unet');
    const height = page.getByRole('spinbutton', { name: 'Input height' });
    await height.fill('320');
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'set-size', size: [320, 256] });
    await page.getByRole('button', { name: 'Back to the size the code says' }).click();
    assert.deepEqual(await last(), { type: 'set-size', size: null });
    const sent = (await posted(page)).length;
    await height.fill('0');
    await page.keyboard.press('Enter');
    assert.equal(await height.inputValue(), '256');
    assert.equal((await posted(page)).length, sent);
  });

  it('shows how far the run is and cancels it', async () => {
    await open('unet');
    assert.match(await page.locator('.status-text').innerText(), /decoder\.up2 5 of 9/);
    assert.equal(await page.getByRole('progressbar').getAttribute('value'), '5');
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(await last(), { type: 'cancel' });
  });

  it('a finding leads to its line, the layer to the comparison', async () => {
    await open('article');
    await page.getByRole('button', { name: /neighbouring output pixels/ }).click();
    assert.deepEqual(await last(), { type: 'reveal-line', line: 25 });
    await page.getByRole('button', { name: 'Compare upsampling' }).click();
    assert.deepEqual(await last(), { type: 'compare', call: 1 });
    await page.getByRole('button', { name: 'Why?' }).click();
    assert.deepEqual(await last(), { type: 'explain', call: 1 });
  });

  it('reads single pixels under the pointer and by the arrow keys', async () => {
    await open('article');
    const picture = page.getByRole('application');
    await picture.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowRight'])
      await page.keyboard.press(key);
    const maps = ARTICLE.maps?.maps;
    assert.ok(maps);
    const mean = (x: number, y: number): number => {
      let sum = 0;
      for (let c = 0; c < maps.channels; c++) sum += maps.data[(c * maps.height + y) * maps.width + x] ?? 0;
      return sum / maps.channels;
    };
    const readOut = (): Promise<string> => page.locator('output').innerText();
    // The first key press only shows the marker, at the first pixel.
    const atKeys = await readOut();
    assert.match(atKeys, /^x 1 {2}y 1 /);
    assert.ok(Math.abs(Number(atKeys.split('  ')[2]) - mean(1, 1)) < 1e-5);
    const box = await picture.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + (40.5 * box.width) / 64, box.y + (9.5 * box.height) / 64);
    await page.getByText('x 40  y 9').waitFor();
    assert.ok(Math.abs(Number((await readOut()).split('  ')[2]) - mean(40, 9)) < 1e-5);
  });

  it('the arrow keys walk through the channels, in the chosen order', async () => {
    await open('article');
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.inspector-title', { hasText: 'Channel 0' }).waitFor();
    await page.getByRole('combobox', { name: 'Order of the channels' }).selectOption('By artifact share');
    const shares = ARTICLE.maps?.maps.measured?.shareByChannel;
    assert.ok(shares);
    const best = shares.indexOf(Math.max(...shares));
    assert.equal(await page.locator('.channel').nth(1).getAttribute('id'), `picture-${best}`);
    await page.getByRole('listbox').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.locator('.inspector-title', { hasText: `Channel ${best}` }).waitFor();
    assert.match(await page.locator('.artifacts').innerText(), new RegExp(`Channel ${best}: \\d+%`));
  });

  it('shows the numbers behind the picture as a table', async () => {
    await open('article');
    const part = page.locator('.inspector');
    await part.getByText('Numbers as a table').click();
    // The table is built when the disclosure tells that it was opened.
    await part.getByRole('columnheader').first().waitFor();
    assert.equal(await part.getByRole('columnheader').count(), 16);
    const maps = ARTICLE.maps?.maps;
    const cell = await part.getByRole('row').nth(1).getByRole('cell').first().innerText();
    let sum = 0;
    for (let c = 0; c < 32; c++) sum += maps?.data[c * 64 * 64] ?? 0;
    assert.ok(Math.abs(Number(cell) - sum / 32) < 1e-5);
    assert.match(await part.locator('caption').innerText(), /rows 0 to 15 and columns 0 to 15 of 64 × 64/);
  });

  it('keeps how things are looked at, and what a reload needs to find the model again', async () => {
    await open('article');
    await page.locator('.map-tools .toggle').click();
    await page.getByRole('combobox', { name: 'Colors', exact: true }).selectOption('gray');
    assert.deepEqual(await page.evaluate(() => window.harness.state), {
      colormap: 'gray',
      range: 'each',
      sort: 'index',
      overlay: true,
      picture: 'auto',
      figure: 'mean',
      lens: 'map',
      split: 'wipe',
      layersAs: 'table',
      unfolded: [],
      orderBy: 'model',
      descending: false,
      filter: 'all',
      folded: [],
      uri: 'file:///samples/upsampling.py',
      model: 'model_transpose',
      run: JSON.stringify({
        row: { name: 'conv2d_transpose', nth: 0 },
        size: null,
        picture: 'scene',
        weights: { kind: 'initial', seed: 1 },
      }),
    });
    // While the code is being read after a reload, nothing of it is lost.
    await page.evaluate(() =>
      window.harness.feed({ ...window.harness.fixture, models: [], model: null, rows: [], figure: [] }),
    );
    await page.locator('.grid').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => (window.harness.state as { model: string }).model), 'model_transpose');
    assert.deepEqual(await posted(page), []);
  });

  it('says so when it shows an older text, or nothing', async () => {
    await open('failed');
    await page.getByText('The text does not parse just now').waitFor();
    await page.getByText('The run would need 3.2 GB').waitFor();
    // Nine layers in two modules, headings, totals.
    assert.equal(await page.getByRole('row').count(), 13);
    await page.close();
    await open('empty');
    await page.getByText('No model was found in this file.').waitFor();
    assert.equal(await page.locator('.grid').count(), 0);
  });

  it('a part that cannot be drawn does not take the others with it', async () => {
    await open('article');
    await page.evaluate(() => {
      // As if the host had sent a picture without numbers.
      const broken = { height: 8, width: 8, channels: 1, data: null, minimum: 0, maximum: 0, measured: null };
      window.harness.feed({ ...window.harness.fixture, maps: { call: 1, title: '', maps: broken } });
    });
    await page.getByText('The feature maps could not be drawn').waitFor();
    assert.ok(await page.locator('.grid').isVisible());
    await page.evaluate(() => window.harness.feed(window.harness.fixture));
    await page.getByText('could not be drawn').waitFor({ state: 'detached' });
  });

  it('fits into 360 pixels', async () => {
    for (const fixture of ['article', 'unet', 'long', 'empty', 'failed']) {
      await open(fixture, 360);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, 360, fixture);
      await page.close();
    }
    await open('article', 360);
  });
});
