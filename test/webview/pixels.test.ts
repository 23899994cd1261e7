import assert from 'node:assert/strict';
import { TABLES, tableIndex } from '../../webview/shared/colormap.ts';
import { channelPlane, extentOf, meanPlane, type Plane } from '../../webview/shared/planes.ts';
import { openStage, pixelsOf, type Stage } from './harness/browser.ts';
import { ARTICLE, COMPARE } from './harness/fixtures.ts';

const maps = ARTICLE.maps?.maps;
assert.ok(maps);

/** What a plane must look like: looked up here, one value at a time. */
function expected(plane: Plane, name: keyof typeof TABLES, range = extentOf(plane.values)): number[] {
  return [...plane.values].flatMap((value) => {
    const entry = tableIndex(value, range) * 3;
    return [...TABLES[name].subarray(entry, entry + 3), 255];
  });
}

describe('pixels on the canvases', function () {
  this.timeout(30_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  it('the enlarged picture is the colormap of the mean of the channels', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'article' });
    const drawn = await pixelsOf(page, '.inspector-picture canvas');
    assert.deepEqual([drawn.width, drawn.height], [64, 64]);
    assert.deepEqual(drawn.bytes, expected(meanPlane(maps), 'viridis'));
    await page.close();
  });

  it('a channel is drawn in its own range, in the range of all, and in the chosen colors', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'article' });
    await page.locator('#picture-5').click();
    const plane = channelPlane(maps, 5);
    assert.deepEqual((await pixelsOf(page, '.inspector-picture canvas')).bytes, expected(plane, 'viridis'));
    assert.deepEqual((await pixelsOf(page, '#picture-5 canvas')).bytes, expected(plane, 'viridis'));
    await page.getByRole('combobox', { name: 'Range of the colors' }).selectOption('shared');
    await page.getByRole('combobox', { name: 'Colors', exact: true }).selectOption('gray');
    assert.deepEqual(
      (await pixelsOf(page, '.inspector-picture canvas')).bytes,
      expected(plane, 'gray', extentOf(maps.data)),
    );
    await page.close();
  });

  it('every number covers a whole count of pixels on the screen', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'article' });
    const sizes = await page
      .locator('canvas.picture')
      .evaluateAll((all) =>
        all
          .filter((canvas) => !canvas.closest('.color-bar'))
          .map((canvas) => (canvas.clientWidth * devicePixelRatio) / (canvas as HTMLCanvasElement).width),
      );
    assert.ok(sizes.length > 30);
    for (const size of sizes) assert.ok(Number.isInteger(size), `${size} pixels per number`);
    await page.close();
  });

  it('the input is drawn in its own colors', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'article' });
    const drawn = await pixelsOf(page, '.tile canvas >> nth=0');
    const input = ARTICLE.figure[0]?.maps;
    assert.ok(input);
    const size = input.width * input.height;
    drawn.bytes.forEach((byte, index) => {
      const [pixel, part] = [Math.floor(index / 4), index % 4];
      const value = part === 3 ? 1 : (input.data[part * size + pixel] ?? 0);
      assert.ok(Math.abs(byte - value * 255) <= 0.5 + 1e-3, `byte ${index}: ${byte} for ${value}`);
    });
    await page.close();
  });

  it('the overlay lights the pixels that stand out and no others', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'article' });
    await page.locator('.map-tools .toggle').click();
    const { bytes } = await pixelsOf(page, '.inspector-picture canvas');
    const part = maps.measured?.periodicPart;
    assert.ok(part);
    let lit = 0;
    part.forEach((value, index) => {
      const [red = 0, green = 0, blue = 0] = bytes.slice(index * 4, index * 4 + 3);
      const colored = Math.max(red, green, blue) - Math.min(red, green, blue) > 2;
      if (value <= 0) assert.ok(!colored, `pixel ${index} glows without cause`);
      else if (colored) lit++;
    });
    assert.ok(lit > 500, `${lit} pixels lit`);
    await page.close();
  });

  it('a map larger than its place is averaged, not sampled', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'article' });
    // One-pixel stripes: sampling every third pixel would turn them into broad ones.
    await page.evaluate(() => {
      const width = 960;
      const data = Float32Array.from({ length: width * width }, (_, index) => index % 2);
      const maps = { height: width, width, channels: 1, data, minimum: 0, maximum: 1, measured: null };
      window.harness.feed({ ...window.harness.fixture, maps: { call: 1, title: '', maps } });
    });
    await page.getByText('1 : 3').waitFor();
    await page.getByRole('combobox', { name: 'Colors', exact: true }).selectOption('gray');
    const { width, bytes } = await pixelsOf(page, '.inspector-picture canvas');
    assert.equal(width, 320);
    assert.deepEqual(new Set(bytes.filter((_, index) => index % 4 === 0)), new Set([85, 170]));
    await page.close();
  });

  it('the cards of the comparison share one range', async () => {
    const page = await stage.show({ panel: 'compare', fixture: 'article', width: 340 });
    const planes = COMPARE.rows.flatMap(({ outcome }) => (outcome?.kind === 'ran' ? [meanPlane(outcome.maps)] : []));
    const low = Math.min(...planes.map((plane) => extentOf(plane.values).low));
    const high = Math.max(...planes.map((plane) => extentOf(plane.values).high));
    for (const [index, plane] of planes.entries())
      assert.deepEqual(
        (await pixelsOf(page, `.card >> nth=${index} >> .card-picture:not(:has(.spectrum)) canvas`)).bytes,
        expected(plane, 'viridis', { low, high }),
      );
    await page.close();
  });
});
