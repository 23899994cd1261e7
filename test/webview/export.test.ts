/** What is taken out of the preview: tables, pictures, and the report that the command line writes, opened offline. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { decode } from 'fast-png';
import type { Page } from 'playwright-core';
import { meanPlane } from '../../webview/shared/planes.ts';
import { openStage, pixelsOf, type Stage } from './harness/browser.ts';
import { ARTICLE } from './harness/fixtures.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Saved {
  readonly name: string;
  readonly bytes: number[];
}

const saved = (page: Page): Promise<Saved | undefined> =>
  page.evaluate(() => {
    const message = window.harness.posted.findLast(({ type }) => type === 'save');
    const { name, bytes } = (message ?? {}) as { name?: string; bytes?: Uint8Array };
    return name !== undefined && bytes ? { name, bytes: [...bytes] } : undefined;
  });

describe('export', function () {
  this.timeout(60_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  it('saves the table as it stands: sorted, filtered, what is not known left empty', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'unet' });
    const pick = async (label: string): Promise<string> => {
      await page.getByRole('combobox', { name: 'Export' }).selectOption(label);
      const file = await saved(page);
      assert.equal(file?.name, label.includes('CSV') ? 'UNet.csv' : 'UNet.md');
      return Buffer.from(file.bytes).toString();
    };
    const csv = (await pick('Table (CSV)')).split('\r\n');
    assert.equal(csv[0], 'Layer,Type,Output shape,Parameters,MACs,Memory in bytes,Artifacts');
    assert.equal(csv[5], 'decoder.up1,ConvTranspose2d,64×256×256,36928,603979776,16777216,strong');
    assert.equal(csv[9], 'head,SegmentationHead,,,,,');
    assert.equal(csv[10], 'Total,,,137536,3133145088,179306496,');
    await page.getByRole('button', { name: 'Upsampling', exact: true }).click();
    await page.getByRole('button', { name: 'Parameters' }).click();
    const markdown = (await pick('Table (Markdown)')).split('\n');
    assert.equal(markdown[1], '| --- | --- | --- | ---: | ---: | ---: | --- |');
    assert.match(markdown[2] ?? '', /^\| decoder\.up2 \| ConvTranspose2d \| 64×256×256 \| 65600 /);
    assert.equal(markdown.length, 7);
    await page.close();
  });

  it('saves the enlarged picture as it is drawn, each number a whole square of pixels', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'article' });
    const drawn = await pixelsOf(page, '.inspector-picture canvas');
    await page.getByRole('combobox', { name: 'Export' }).selectOption('Picture (PNG)');
    await page.waitForFunction(() => window.harness.posted.some(({ type }) => type === 'save'));
    const file = await saved(page);
    assert.equal(file?.name, 'model_transpose-conv2d_transpose.png');
    const { width, height, data, channels } = decode(Uint8Array.from(file.bytes));
    assert.deepEqual([width, height], [768, 768]);
    for (const [x, y] of [
      [0, 0],
      [40, 9],
      [63, 63],
    ] as const)
      for (const corner of [0, 11]) {
        const at = ((y * 12 + corner) * width + x * 12 + corner) * channels;
        const from = (y * drawn.width + x) * 4;
        assert.deepEqual([...data.slice(at, at + 3)], drawn.bytes.slice(from, from + 3));
      }
    assert.equal(meanPlane(ARTICLE.maps?.maps ?? assert.fail()).width, 64);
    await page.getByRole('combobox', { name: 'Export' }).selectOption('Report (HTML)');
    assert.deepEqual(await page.evaluate(() => window.harness.posted.at(-1)), { type: 'export-report' });
    await page.close();
  });

  it('the command line writes a report that opens offline, with pictures and without anything axe finds', async () => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'layerscope-')), 'report.html');
    const { status, stderr } = spawnSync(
      process.execPath,
      ['dist/cli.js', 'report', 'media/samples/upsampling.py', '-o', file],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    const page = await stage.show({ panel: 'preview', fixture: 'empty' });
    await page.context().setOffline(true);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).protocol));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(pathToFileURL(file).href);
      const sizes = await page
        .locator('img')
        .evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
      assert.deepEqual(sizes, [8, 16, 16, 8, 16]);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
      );
      assert.deepEqual(
        violations.map(({ id }) => id),
        [],
      );
    }
    assert.deepEqual([...new Set(asked)], ['file:']);
    await page.close();
  });
});
