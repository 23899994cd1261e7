/** What the tests need of the window: a file with its preview or its comparison, the drawn pixels, the files that are handed out. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { TABLES, tableIndex } from '../../../webview/shared/colormap.ts';
import { extentOf, type Plane } from '../../../webview/shared/planes.ts';
import { ended, ran, type Workbench } from '../panels.mjs';

declare global {
  /** Left by the driver, window.mjs, before it loads the tests. */
  var layerscopeWindow: Workbench | undefined;
}

function workbench(): Workbench {
  assert.ok(globalThis.layerscopeWindow, 'the driver has opened a window');
  return globalThis.layerscopeWindow;
}
export const ui = workbench();
export const { page } = ui;

/** A file of the folder that the window shows. */
export const inFolder = (name: string): string => path.join(new URL(ui.url).searchParams.get('folder') ?? '', name);

const PATIENCE_MS = 10_000;
const POLL_MS = 50;

/** Messages of the window against a content security policy, since it was opened. */
export const refused: string[] = [];
page.on('console', (message) => {
  if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text());
});

/** Checks again until it holds: what takes its way through the extension host is there a moment later. */
export async function soon(check: () => Promise<void>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; ;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await page.waitForTimeout(POLL_MS);
    }
  }
}

/** Shows a file alone, analysed: a hint with the text stands in it. */
export async function show(file: string, hint: string): Promise<void> {
  await ui.command('View: Close All Editors');
  await ui.open(file);
  await page.locator('.editor-instance .view-line', { hasText: hint }).first().waitFor();
}

/** Writes a file into the folder and shows it. */
export async function showText(file: string, text: string, hint: string): Promise<void> {
  fs.writeFileSync(inFolder(file), text);
  await show(file, hint);
}

/** The preview of the shown file when its run has ended. */
export async function preview(model?: string): Promise<Frame> {
  await ui.command('Layerscope: Preview Model');
  const frame = await ran(ui, '.channels, .inspector');
  if (model !== undefined) {
    await frame.getByRole('combobox', { name: 'Model' }).selectOption(model);
    await ended(ui, frame);
  }
  return frame;
}

/** The comparison of the layer that a text of the shown file stands in. */
export async function comparison(text: string): Promise<Frame> {
  const at = await ui.word(text);
  await page.mouse.click(at.x, at.y);
  await ui.command('Layerscope: Compare Upsampling');
  return ran(ui, '.cards');
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: readonly number[];
}

/** Red, green, blue and alpha of each pixel of a canvas. */
export const pixelsOf = (frame: Frame, selector: string): Promise<Pixels> =>
  frame
    .locator(selector)
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
      return { width: canvas.width, height: canvas.height, bytes: [...(image?.data ?? [])] };
    });

/** The pixels a plane must have: looked up here, one value at a time. */
export const drawn = (plane: Plane, name: keyof typeof TABLES = 'viridis', range = extentOf(plane.values)): number[] =>
  [...plane.values].flatMap((value) => {
    const entry = tableIndex(value, range) * 3;
    return [...TABLES[name].subarray(entry, entry + 3), 255];
  });

/** The bytes of the file that VS Code's dialog proposes, once it is written. */
export async function saved(name: string): Promise<Buffer> {
  const field = page.locator('.quick-input-widget input[type=text]:visible');
  await field.waitFor();
  await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll<HTMLInputElement>('.quick-input-widget input')].some(({ value }) =>
        value.endsWith(wanted),
      ),
    name,
  );
  await field.press('Enter');
  const file = inFolder(name);
  await soon(async () => {
    assert.ok((await fs.promises.stat(file)).size > 0, `${name} is empty`);
  });
  const bytes = fs.readFileSync(file);
  fs.rmSync(file);
  return bytes;
}
