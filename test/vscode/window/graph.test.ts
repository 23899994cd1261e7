/** The graph of the model, in the window: blocks folded, repeated ones counted, skips kept; zoomed, moved, handed out; up to a failing layer. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { page, preview, saved, showText } from './window.ts';

const BLOCKS = `import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.act = nn.ReLU()
        self.second = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x):
        return x + self.second(self.act(self.first(x)))


class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, padding=1)
        self.body = nn.Sequential(*[Block(width) for _ in range(6)])
        self.up = nn.ConvTranspose2d(width, 3, 4, stride=2, padding=1)

    def forward(self, x):
        x = self.stem(x)
        return self.up(x + self.body(x))


net = Net()
net(torch.rand(1, 3, 16, 16))
`;

const FAILING = `import keras
from keras import layers

inputs = keras.Input((8, 8, 3))
x = layers.Conv2D(4, 3, padding="same", name="before")(inputs)
x = layers.Reshape((7, 7, 4), name="fails")(x)
x = layers.UpSampling2D(name="behind")(x)
failing = keras.Model(inputs, layers.Conv2D(2, 3, padding="same")(x), name="failing")
`;

describe('the graph, in the window', () => {
  let frame: Frame;
  const nodes = (): Promise<string[]> => frame.locator('.graph-name').allTextContents();
  const area = () => frame.locator('.graph-area');
  const transform = (): Promise<string | null> =>
    frame.locator('.graph-area svg > g').first().getAttribute('transform');

  describe('of repeated blocks', () => {
    before(async () => {
      await showText('blocks_of_six.py', BLOCKS, '8×16×16');
      frame = await preview();
      await frame.getByRole('tab', { name: 'Graph' }).click();
    });
    after(() => frame.getByRole('tab', { name: 'Table' }).click());

    it('folds them, keeps the skips, counts them, unfolds and folds by the keyboard', async () => {
      assert.deepEqual(await nodes(), ['stem: Conv2d', 'body', 'add', 'up: ConvTranspose2d']);
      // stem to body, stem to the sum (the skip), body to the sum, the sum to up.
      assert.equal(await frame.locator('.graph-edge').count(), 4);
      await area().focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await frame.locator('.graph-name', { hasText: 'body.0 … 5' }).waitFor();
      assert.match(await frame.locator('.graph-node', { hasText: 'body.0 … 5' }).innerHTML(), /×6/);
      await page.keyboard.press('Backspace');
      await frame.locator('.graph-name', { hasText: 'body.0 … 5' }).waitFor({ state: 'detached' });
      assert.equal((await nodes()).length, 4);
    });

    it('is zoomed and moved', async () => {
      const before = await transform();
      await frame.getByRole('button', { name: 'Zoom in' }).click();
      const zoomed = await transform();
      assert.notEqual(zoomed, before);
      await area().scrollIntoViewIfNeeded();
      const box = await area().boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + 20, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + 80, box.y + 50, { steps: 3 });
      await page.mouse.up();
      assert.notEqual(await transform(), zoomed);
      await frame.getByRole('button', { name: 'Show all of the graph' }).click();
      const all = await area().boundingBox();
      assert.ok(all);
      for (const node of await frame.locator('.graph-node').all()) {
        const { x, y, width, height } = (await node.boundingBox()) ?? assert.fail();
        assert.ok(x >= all.x && y >= all.y && x + width <= all.x + all.width && y + height <= all.y + all.height);
      }
    });

    it('is handed out as an SVG file that stands alone', async () => {
      await frame.getByRole('button', { name: 'Export the graph (SVG)' }).click();
      const text = (await saved('Net.svg')).toString();
      assert.match(text, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assert.match(text, /up: ConvTranspose2d/);
      // The theme's colours are written out.
      assert.doesNotMatch(text, /var\(|class="graph-box|url\(/);
      assert.match(text, /fill="rgb\(/);
    });
  });

  it('goes as far as the layer that cannot be, and draws what is not reached as such', async () => {
    await showText('failing_model.py', FAILING, '8×8×4');
    await page.keyboard.press('Escape');
    frame = await preview();
    await frame.getByRole('tab', { name: 'Graph' }).click();
    const state = (name: string): Promise<string | null> =>
      frame.locator('.graph-node').filter({ hasText: name }).first().getAttribute('class');
    assert.match((await state('before')) ?? '', /graph-reached/);
    assert.match((await state('fails')) ?? '', /graph-stops/);
    assert.match((await state('behind')) ?? '', /graph-behind/);
    await frame
      .getByText(/Shapes end at fails/)
      .first()
      .waitFor();
    await frame.getByRole('tab', { name: 'Table' }).click();
  });
});
