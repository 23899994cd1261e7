/** What the preview hands out as files, in the window: the picture, the table, the report. */
import assert from 'node:assert/strict';
import { decode } from 'fast-png';
import type { Frame } from 'playwright-core';
import { pixelsOf, preview, saved, show } from './window.ts';

describe('what the preview hands out, in the window', () => {
  let frame: Frame;
  before(async () => {
    await show('upsampling.py', '16×16×32');
    frame = await preview('model_transpose');
  });
  const hand = (what: string) => frame.getByRole('combobox', { name: 'Export' }).selectOption(what);

  it('the picture as it is drawn, each number a whole square of pixels', async () => {
    const drawn = await pixelsOf(frame, '.inspector-picture canvas');
    await hand('Picture (PNG)');
    const { width, height, data, channels } = decode(await saved('model_transpose-conv2d_transpose.png'));
    const factor = width / drawn.width;
    assert.ok(Number.isInteger(factor) && factor > 1, `${width} × ${height}`);
    for (let y = 0; y < drawn.height; y++)
      for (let x = 0; x < drawn.width; x++)
        for (const corner of [0, factor - 1]) {
          const at = ((y * factor + corner) * width + x * factor + corner) * channels;
          const from = (y * drawn.width + x) * 4;
          assert.deepEqual([...data.subarray(at, at + 3)], drawn.bytes.slice(from, from + 3), `${x}, ${y}`);
        }
  });

  it('the table as it stands, as CSV and as Markdown', async () => {
    await frame.getByRole('button', { name: 'Upsampling', exact: true }).click();
    await hand('Table (CSV)');
    const csv = (await saved('model_transpose.csv')).toString().trim().split('\r\n');
    assert.equal(csv[0], 'Layer,Type,Output shape,Parameters,MACs,Memory in bytes,Artifacts');
    assert.equal(csv[1], 'conv2d_transpose,Conv2DTranspose,16×16×32,896,55296,32768,strong');
    assert.equal(csv.length, 2);
    await frame.getByRole('button', { name: 'Upsampling', exact: true }).click();
    await hand('Table (Markdown)');
    const markdown = (await saved('model_transpose.md')).toString().trim().split('\n');
    assert.match(markdown[2] ?? '', /^\| input_layer_1 \| InputLayer \| 8×8×3 \|/);
    assert.match(markdown[3] ?? '', /^\| conv2d_transpose \| Conv2DTranspose \| 16×16×32 \| 896 \|/);
  });

  it('the report, which needs nothing but itself', async () => {
    await hand('Report (HTML)');
    const html = (await saved('model_transpose.html')).toString();
    assert.match(html, /^<!doctype html>[^]*data:image\/png;base64,[^]*Conv2DTranspose[^]*896/i);
    assert.doesNotMatch(html, /(?:src|href)="https?:/);
  });
});
