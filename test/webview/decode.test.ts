import assert from 'node:assert/strict';
import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { openStage, type Stage } from './harness/browser.ts';

/** Two by two: red, green, blue, and a transparent pixel, which is put on white. */
const PNG = encode({
  width: 2,
  height: 2,
  channels: 4,
  data: new Uint8Array([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 51, 255, 9, 9, 9, 0]),
});

interface Answer {
  type: string;
  name?: string;
  message?: string;
  picture?: { name: string; height: number; width: number; length: number; data: number[] };
}

describe('the user’s own picture', function () {
  this.timeout(30_000);
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await openStage();
    page = await stage.show({ panel: 'compare', fixture: 'article', width: 340 });
  });
  after(() => stage.close());

  /** Waits for the next answer about a picture. */
  async function answer(cause: () => Promise<void>): Promise<Answer> {
    const before = await page.evaluate(() => window.harness.posted.length);
    await cause();
    await page.waitForFunction((count) => window.harness.posted.length > count, before);
    return page.evaluate(() => {
      const message = window.harness.posted.at(-1) as unknown as Answer & { picture?: { data: Float32Array } };
      if (!message.picture) return message;
      const { data, ...picture } = message.picture;
      return { ...message, picture: { ...picture, length: data.length, data: [...data.subarray(0, 12)] } };
    });
  }
  const decode = (name: string, bytes: Uint8Array): Promise<Answer> =>
    answer(() =>
      page.evaluate(
        ([file, numbers]) => window.harness.feed({ type: 'decode', name: file, bytes: new Uint8Array(numbers) }),
        [name, [...bytes]] as const,
      ),
    );

  it('becomes height x width x 3 values between 0 and 1', async () => {
    const { type, picture } = await decode('dots.png', PNG);
    assert.equal(type, 'set-picture');
    assert.ok(picture);
    assert.deepEqual([picture.name, picture.height, picture.width, picture.length], ['dots.png', 2, 2, 12]);
    [1, 0, 0, 0, 1, 0, 0, 0, 0.2, 1, 1, 1].forEach((value, index) => {
      assert.ok(Math.abs((picture.data[index] ?? -1) - value) < 1e-6, `value ${index}`);
    });
  });

  it('is scaled down when it is very large', async () => {
    const wide = encode({ width: 3000, height: 300, channels: 1, data: new Uint8Array(900_000).fill(128) });
    const { picture } = await decode('wide.png', wide);
    assert.deepEqual([picture?.height, picture?.width, picture?.length], [102, 1024, 102 * 1024 * 3]);
  });

  it('that cannot be decoded is answered by one clear sentence', async () => {
    const failed = await decode('notes.txt', new Uint8Array([1, 2, 3]));
    assert.equal(failed.type, 'picture-failed');
    assert.equal(failed.name, 'notes.txt');
    assert.match(failed.message ?? '', /^“notes\.txt” is not a picture that can be decoded here/);
  });

  it('can be dropped onto the panel', async () => {
    const { picture } = await answer(() =>
      page.evaluate(
        (bytes) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], 'dropped.png', { type: 'image/png' }));
          document
            .querySelector('main')
            ?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
        },
        [...PNG],
      ),
    );
    assert.equal(picture?.name, 'dropped.png');
  });

  it('something else that is dropped is answered too', async () => {
    const { type, message } = await answer(() =>
      page.evaluate(() => {
        const transfer = new DataTransfer();
        transfer.setData('text/plain', 'a word');
        document.querySelector('main')?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
      }),
    );
    assert.equal(type, 'picture-failed');
    assert.match(message ?? '', /not a file from disk/);
  });
});
