/** The graph of the model: folding, layout, and the view with its keys. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { blocksOf } from '../../webview/preview/graph-blocks.ts';
import { frameBoxes } from '../../webview/preview/graph-frames.tsx';
import { layoutGraph } from '../../webview/preview/graph-layout.ts';
import { openStage, posted, type Stage } from './harness/browser.ts';
import { BLOCKS } from './harness/fixtures.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { graph } = BLOCKS;

describe('the graph', () => {
  it('folds modules and equal blocks, and keeps the skip around them', () => {
    const folded = blocksOf(graph, []);
    assert.deepEqual(
      folded.blocks.map(({ label }) => label),
      ['Conv2d', 'body', 'add', 'ConvTranspose2d', 'Conv2d'],
    );
    assert.deepEqual(
      [...folded.edges].sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      [
        [0, 1],
        [0, 2],
        [1, 2],
        [2, 3],
        [3, 4],
      ],
    );
    const [, body] = folded.blocks;
    const repeated = blocksOf(graph, [body?.key ?? '']).blocks[1];
    assert.deepEqual([repeated?.label, repeated?.times, repeated?.calls.length], ['body.0 … 3', 4, 16]);
    const single = blocksOf(graph, [body?.key ?? '', repeated?.key ?? '']);
    assert.deepEqual(
      single.blocks.map(({ label }) => label),
      ['Conv2d', 'body.0', 'body.1', 'body.2', 'body.3', 'add', 'ConvTranspose2d', 'Conv2d'],
    );
    assert.equal(single.blocks[1]?.around, repeated?.key);
  });

  it('frames what stands in an unfolded block, and nothing else', () => {
    const [, body] = blocksOf(graph, []).blocks;
    const repeated = blocksOf(graph, [body?.key ?? '']).blocks[1];
    const made = blocksOf(graph, [body?.key ?? '', repeated?.key ?? '']);
    const widths = made.blocks.map(() => 100);
    const layout = layoutGraph(
      widths.map((width) => ({ width, height: 38 })),
      made.edges,
    );
    const boxes = frameBoxes(made, layout, widths);
    assert.deepEqual(
      boxes.map(({ label }) => label),
      ['body', 'body.0 … 3  ×4'],
    );
    for (const [frame, members] of [
      [boxes[0], ['body.0', 'body.1', 'body.2', 'body.3']],
      [boxes[1], ['body.0', 'body.1', 'body.2', 'body.3']],
    ] as const) {
      assert.ok(frame);
      const inside = made.blocks.filter((_, at) => {
        const { x = 0, y = 0 } = layout.nodes[at] ?? {};
        return y > frame.y && y < frame.y + frame.height && x > frame.x && x < frame.x + frame.width;
      });
      assert.deepEqual(
        inside.map(({ label }) => label),
        members,
      );
    }
    const [outer, inner] = boxes;
    assert.ok(outer && inner && outer.x < inner.x && outer.y < inner.y && outer.height > inner.height);
    assert.deepEqual(frameBoxes(blocksOf(graph, []), layout, widths), []);
  });

  it('does not call blocks equal whose sizes differ', () => {
    const nodes = graph.nodes.map((node, at) => (at === 6 ? { ...node, shape: '16×32×32' } : node));
    const [, body] = blocksOf({ ...graph, nodes }, []).blocks;
    const { blocks } = blocksOf({ ...graph, nodes }, [body?.key ?? '']);
    assert.deepEqual(
      blocks.map(({ label, times }) => `${label} ${times}`),
      ['Conv2d 1', 'body.0 1', 'body.1 1', 'body.2 … 3 2', 'add 1', 'ConvTranspose2d 1', 'Conv2d 1'],
    );
  });

  it('lays out every connection downwards, no box over another, dense skips in no time', () => {
    // Each node is fed by all before it in its block of 24, as in a DenseNet that concatenates everything.
    const edges = Array.from({ length: 96 }, (_, to) =>
      Array.from({ length: to % 24 }, (__, back) => [to - back - 1, to] as const).concat(
        to % 24 === 0 && to > 0 ? [[to - 1, to]] : [],
      ),
    ).flat();
    const boxes = Array.from({ length: 96 }, (_, at) => ({ width: 90 + (at % 5) * 20, height: 38 }));
    const start = performance.now();
    const placed = layoutGraph(boxes, edges);
    assert.ok(performance.now() - start < 2000);
    for (const [from, to] of edges) assert.ok((placed.nodes[from]?.y ?? 0) < (placed.nodes[to]?.y ?? 0));
    placed.routes.forEach((route) =>
      route.slice(1).forEach(([, y], at) => assert.ok(y > (route[at]?.[1] ?? 0), 'a connection only falls')),
    );
    const wide = layoutGraph(
      boxes,
      boxes.slice(1).map((_, at) => [0, at + 1] as const),
    );
    const row = wide.nodes
      .map((node, at) => ({ ...node, width: boxes[at]?.width ?? 0 }))
      .slice(1)
      .sort((a, b) => a.x - b.x);
    row.slice(1).forEach((node, at) => {
      const before = row[at];
      assert.ok(before && node.x - node.width / 2 >= before.x + before.width / 2);
    });
  });
});

describe('the graph in the panel', function () {
  this.timeout(60_000);
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());
  afterEach(() => page.close());
  const open = async (theme: 'dark' | 'hc' = 'dark'): Promise<void> => {
    page = await stage.show({ panel: 'preview', fixture: 'blocks', theme });
    await page.getByRole('tab', { name: 'Graph' }).click();
  };
  const nodes = (): Promise<string[]> => page.locator('.graph-name').allTextContents();
  const last = async (): Promise<unknown> => (await posted(page)).at(-1);
  const area = () => page.locator('.graph-area');

  it('unfolds and folds by the keyboard, and a node leads to its layer and its source', async () => {
    await open();
    assert.deepEqual(await nodes(), ['stem: Conv2d', 'body', 'add', 'up: ConvTranspose2d', 'head: Conv2d']);
    // The selected layer is the active node.
    assert.equal(await area().getAttribute('aria-activedescendant'), 'node-3');
    await area().focus();
    await page.keyboard.press('Home');
    assert.deepEqual(await last(), { type: 'select-call', call: 0 });
    await page.keyboard.press('Enter');
    assert.deepEqual(await last(), { type: 'reveal', call: 0 });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.graph-name', { hasText: 'body.0 … 3' }).waitFor();
    assert.equal(await page.evaluate(() => (window.harness.state as { unfolded: string[] }).unfolded.length), 1);
    // The part that stands in the unfolded block's place is active: back again.
    await page.keyboard.press('Backspace');
    await page.waitForFunction(() => (window.harness.state as { unfolded: string[] }).unfolded.length === 0);
    assert.equal((await nodes()).length, 5);
  });

  it('follows the host to a call in a folded block, and keeps graph and table as they were chosen', async () => {
    await open();
    await page.evaluate(() => window.harness.feed({ ...window.harness.fixture, selected: 6 }));
    await page.locator('.graph-active').filter({ hasText: 'body' }).waitFor();
    assert.equal(await page.evaluate(() => (window.harness.state as { layersAs: string }).layersAs), 'graph');
    await page.getByRole('tab', { name: 'Table' }).click();
    assert.equal(await page.locator('.grid').count(), 1);
  });

  it('does not go back to a node when the host answers after the keys have gone on', async () => {
    await open();
    await area().focus();
    for (const key of ['Home', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.locator('.graph-active').filter({ hasText: 'body.0 … 3' }).waitFor();
    await page.evaluate(() => window.harness.feed({ ...window.harness.fixture, selected: 0, maps: null }));
    await page.locator('.layer-name', { hasText: 'stem' }).waitFor();
    assert.match(await page.locator('.graph-active').innerHTML(), /body\.0 … 3/);
  });

  it('zooms, pans, and exports an SVG that stands alone', async () => {
    await open();
    const transform = (): Promise<string | null> => page.locator('.graph-area svg > g').getAttribute('transform');
    const before = await transform();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    const zoomed = await transform();
    assert.notEqual(zoomed, before);
    const box = await area().boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 40, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, box.y + 70, { steps: 3 });
    await page.mouse.up();
    assert.notEqual(await transform(), zoomed);
    await page.getByRole('button', { name: 'Export the graph (SVG)' }).click();
    const { name, text } = await page.evaluate(() => {
      const file = window.harness.posted.at(-1) as unknown as { name: string; bytes: Uint8Array };
      return { name: file.name, text: new TextDecoder().decode(file.bytes) };
    });
    assert.equal(name, 'UNet.svg');
    assert.doesNotMatch(text, /var\(|class="graph-box|url\(/);
    const drawn = await page.evaluate((source) => {
      const image = new DOMParser().parseFromString(source, 'image/svg+xml');
      const fills = [...image.querySelectorAll('text')].map((one) => one.getAttribute('fill'));
      return {
        root: image.documentElement.tagName,
        texts: image.querySelectorAll('text').length,
        fills: [...new Set(fills)],
      };
    }, text);
    assert.deepEqual([drawn.root, drawn.texts], ['svg', 10]);
    assert.ok(drawn.fills.every((fill) => fill?.startsWith('rgb(')));
  });

  it('goes as far as the layer that cannot be, says why, and draws what is not reached as such', async () => {
    page = await stage.show({ panel: 'preview', fixture: 'broken' });
    await page.getByRole('tab', { name: 'Graph' }).click();
    const state = (name: string): Promise<string | null> =>
      page.locator('.graph-node').filter({ hasText: name }).getAttribute('class');
    assert.match((await state('conv2d_transpose')) ?? '', /graph-reached/);
    assert.match((await state('reshape')) ?? '', /graph-stops/);
    assert.match((await state('up_sampling2d')) ?? '', /graph-behind/);
    assert.match(await page.locator('.graph-node').last().innerHTML(), /not reached/);
    const dashed = await page
      .locator('.graph-edge')
      .evaluateAll((all) => all.map((edge) => getComputedStyle(edge).strokeDasharray !== 'none'));
    assert.deepEqual(dashed, [false, false, true, true]);
    await page.getByText('Shapes end at reshape: An input of 64×64×32 has 131,072 elements').waitFor();
    await area().focus();
    await page.keyboard.press('End');
    assert.deepEqual(await last(), { type: 'select-call', call: 4 });
  });

  it('axe finds nothing', async () => {
    await open('hc');
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        rules: { 'color-contrast-enhanced': { enabled: true } },
      }),
    );
    assert.deepEqual(
      violations.map(({ id, nodes: found }) => `${id}: ${found[0]?.html ?? ''}`),
      [],
    );
    assert.deepEqual(await page.evaluate(() => window.harness.violations), []);
  });
});
