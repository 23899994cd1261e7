/**
 * A table of 1,000 layers scrolls at 50 frames a second, measured twice. Frames: the wheel turns, and the page counts those it is given,
 * beside a blank page that is scrolled alike in the same minute, since a busy machine without a graphics card may not draw even that one
 * at full speed. Work: what the page does for a frame (script, style, layout) takes at most 20 ms of its thread's time, whatever
 * else the machine does.
 */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openStage, type Stage } from './harness/browser.ts';

const FRAMES_A_SECOND = 50;
const FRAME_MS = 1000 / FRAMES_A_SECOND;
const STEPS = 120;
/** Of the frames that a blank page gets, where that is fewer than asked for. */
const SHARE = 0.85;
const ROUNDS = 3;
const ROUND_MS = 1500;
/** About 22,000 pixels a round, of the table's 26,000. */
const WHEEL = { pixels: 240, everyMs: 16 };

/** As high as the table, and scrolled in a box of the same size. */
const BLANK = `<div class="grid" style="height: 472px; overflow-y: auto; border: 1px solid gray"><div style="height: 26000px"></div></div>`;

interface Scrolled {
  readonly framesPerSecond: number;
  readonly longestMs: number;
  readonly pixels: number;
  /** Frames in which no row stood in the middle of the table. */
  readonly bare: number;
}

/** Turns the wheel over the table, or the box that stands for it, and has the page count its frames. */
async function wheeled(page: Page): Promise<Scrolled> {
  await page.bringToFront();
  const box = await page.locator('.grid').boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const counted = page.evaluate(async (forMs) => {
    const grid = document.querySelector('.grid') ?? document.body;
    grid.scrollTop = 0;
    const { left, top, width, height } = grid.getBoundingClientRect();
    const at: number[] = [];
    let bare = 0;
    for (let now = 0; at.length < 2 || now - (at[0] ?? 0) < forMs;) {
      now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      at.push(now);
      if (!document.elementFromPoint(left + width / 2, top + height / 2)?.closest('.grid-row')) bare++;
    }
    const lengths = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    return {
      framesPerSecond: (lengths.length * 1000) / lengths.reduce((sum, length) => sum + length, 0),
      longestMs: Math.max(...lengths),
      pixels: grid.scrollTop,
      bare,
    };
  }, ROUND_MS);
  const done = counted.then(() => true);
  const tick = (): Promise<boolean> => page.waitForTimeout(WHEEL.everyMs).then(() => false);
  while (!(await Promise.race([done, tick()]))) await page.mouse.wheel(0, WHEEL.pixels);
  return counted;
}

const told = ({ framesPerSecond, longestMs }: Scrolled): string =>
  `${framesPerSecond.toFixed(0)} (longest frame ${longestMs.toFixed(0)} ms)`;

describe('a table of a thousand layers', function () {
  this.timeout(120_000);
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await openStage();
    page = await stage.show({ panel: 'preview', fixture: 'long' });
    const rows = await page.locator('.grid').getAttribute('aria-rowcount');
    assert.ok(Number(rows) >= 1000, `${rows} rows`);
  });
  after(() => stage.close());

  it('scrolls at 50 frames a second under the wheel, or as fast as a blank page does here', async () => {
    const blank = await page.context().browser()?.newPage();
    assert.ok(blank);
    await blank.setContent(BLANK);
    const tables: Scrolled[] = [];
    const blanks: Scrolled[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      blanks.push(await wheeled(blank));
      tables.push(await wheeled(page));
    }
    await blank.close();
    console.log(
      `      frames a second: table ${tables.map(told).join(', ')}; blank page ${blanks.map(told).join(', ')}`,
    );
    // The best of the rounds: what else the machine does takes frames away and gives none.
    const best = (of: readonly Scrolled[]): number => Math.max(...of.map(({ framesPerSecond }) => framesPerSecond));
    const asked = Math.min(FRAMES_A_SECOND, SHARE * best(blanks));
    assert.ok(best(tables) >= asked, `${best(tables).toFixed(1)} frames a second, ${asked.toFixed(1)} asked for`);
    for (const { pixels, bare } of tables) {
      assert.ok(pixels > 2000, `scrolled by ${pixels} pixels`);
      assert.equal(bare, 0, 'frames without rows');
    }
  });

  it('takes no more than 20 ms of work for a frame', async () => {
    const session = await page.context().newCDPSession(page);
    // In the thread's own time: while others have the processor, it stands still.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const work = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
      return (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration')) * 1000;
    };
    const before = await work();
    const seen = await page.evaluate(async (steps) => {
      const grid = document.querySelector('.grid');
      const shown = new Set<string>();
      if (!grid) return 0;
      const step = (grid.scrollHeight - grid.clientHeight) / steps;
      for (let at = 1; at <= steps; at++) {
        grid.scrollTop = at * step;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        // What is in sight is drawn: no white where rows should be.
        for (const cell of grid.querySelectorAll('.cell-name')) shown.add(cell.textContent);
      }
      return shown.size;
    }, STEPS);
    const perFrame = ((await work()) - before) / STEPS;
    console.log(`      ${perFrame.toFixed(1)} ms of work for a frame`);
    assert.ok(seen >= 990, `${seen} different rows came by`);
    assert.ok(perFrame <= FRAME_MS, `${perFrame.toFixed(1)} ms`);
  });
});
