/** The explainer, in the window: an input pixel paints its output pixels, the overlap adds up, stacked layers multiply it. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { comparison, page, show, showText } from './window.ts';

const STACKED = `import keras
from keras import layers

model = keras.Sequential([
    keras.Input((8, 8, 3)),
    layers.Conv2DTranspose(8, 3, strides=2, padding="same"),
    layers.Conv2DTranspose(4, 3, strides=2, padding="same"),
])
`;

describe('the explainer, in the window', () => {
  let frame: Frame;
  before(async () => {
    await show('decoder.py', '3×64×64');
    frame = await comparison('ConvTranspose2d(width, width');
    await frame.getByRole('tab', { name: 'Why?' }).click();
    await frame.locator('.verdict').waitFor();
  });
  after(() => frame.getByRole('tab', { name: 'Ways to write it' }).click());
  const row = () => frame.locator('.axis-figure .explain-surface');
  const overlap = async (): Promise<string> => {
    const details = frame.locator('.explainer > .disclosure');
    if (!(await details.evaluate((each) => (each as HTMLDetailsElement).open)))
      await details.locator('summary').click();
    await details.locator('td').first().waitFor();
    return (await details.locator('table').first().locator('td').allInnerTexts()).join(' ').trim();
  };

  it('an input pixel paints its output pixels in one and in two dimensions, by the keys and under the pointer', async () => {
    await row().focus();
    await page.keyboard.press('ArrowRight');
    await frame.getByText(/^Input pixel 3 paints output pixels 5, 6, 7; overlap there: 2, 1, 2/).waitFor();
    assert.equal(await frame.locator('.axis-figure .pixel-painted').count(), 3);
    assert.equal(await frame.locator('.plane-marks .painted-around').count(), 9);
    await frame.locator('.axis-figure .pixel').nth(1).hover();
    await frame.getByText(/^Input pixel 1 paints output pixels 1, 2, 3/).waitFor();
  });

  it('the sliders change the figure, the verdict and the code, until it is as written again', async () => {
    assert.match(await frame.locator('.verdict').innerText(), /fed by 1 to 4 taps, unevenness 1\.333/);
    const written = await overlap();
    await frame.getByLabel('Kernel', { exact: true }).press('ArrowRight');
    await frame.locator('.explainer .code', { hasText: /kernel_size=4/ }).waitFor();
    assert.match(await frame.locator('.verdict').innerText(), /fed by 4 taps/);
    assert.notEqual(await overlap(), written);
    await frame.getByLabel('Stride', { exact: true }).press('ArrowRight');
    await frame.locator('.explainer .code', { hasText: /stride=3/ }).waitFor();
    await frame.getByLabel('Dilation', { exact: true }).press('ArrowRight');
    await frame.locator('.explainer .code', { hasText: /dilation=2/ }).waitFor();
    await frame.getByRole('button', { name: 'As written' }).click();
    await frame.getByText('fed by 1 to 4 taps').first().waitFor();
    assert.equal(await overlap(), written);
  });

  const chain = (): Promise<{ name: string; alone: number; upTo: number }[]> =>
    frame.locator('.chain-table tbody tr').evaluateAll((all) =>
      all.map((line) => {
        const [alone, upTo] = [...line.querySelectorAll('td')].map((cell) => Number(cell.textContent));
        const [name = ''] = (line.querySelector('th')?.textContent ?? '').split(/\s/);
        return { name, alone: alone ?? NaN, upTo: upTo ?? NaN };
      }),
    );

  it('stacked layers carry the overlap on: a kernel that is a multiple of its stride evens it out', async () => {
    assert.deepEqual(await chain(), [
      { name: 'up.0', alone: 1.333, upTo: 1.333 },
      // Each output pixel is fed by two neighbours, one of which had one tap and the other two.
      { name: 'up.3', alone: 0, upTo: 0 },
      { name: 'up.6', alone: 0, upTo: 0 },
    ]);
  });

  it('and multiply it where both are uneven', async () => {
    await showText('stacked.py', STACKED, '32×32×4');
    frame = await comparison('Conv2DTranspose(4');
    await frame.getByRole('tab', { name: 'Why?' }).click();
    await frame.locator('.chain-table').waitFor();
    const [first, second] = await chain();
    assert.deepEqual([first?.alone, first?.upTo, second?.alone], [1.333, 1.333, 1.333]);
    assert.ok((second?.upTo ?? 0) > 1.333, JSON.stringify(second));
    const before = second?.upTo;
    await frame.getByLabel('Kernel', { exact: true }).press('ArrowRight');
    await frame.locator('.chain-own td', { hasText: /^0$/ }).first().waitFor();
    assert.notEqual((await chain())[1]?.upTo, before);
    await frame.getByRole('button', { name: 'As written' }).click();
  });
});
