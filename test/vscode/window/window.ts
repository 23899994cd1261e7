/** What the tests need of the window: a file with its preview or its comparison, the drawn pixels, the files that are handed out. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
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

const FILE_MS = 10_000;
const POLL_MS = 50;

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

/** What the clipboard holds once the text is in it: the extension host writes it through the window, after the panel has asked. */
export async function copied(text: string): Promise<string> {
  const read = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  let content = await read();
  for (const end = Date.now() + FILE_MS; !content.includes(text) && Date.now() < end; content = await read())
    await page.waitForTimeout(POLL_MS);
  return content;
}

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
  for (const end = Date.now() + FILE_MS; Date.now() < end;) {
    await page.waitForTimeout(POLL_MS);
    if (!fs.existsSync(file) || fs.statSync(file).size === 0) continue;
    const bytes = fs.readFileSync(file);
    fs.rmSync(file);
    return bytes;
  }
  throw new Error(`${name} was not written`);
}
