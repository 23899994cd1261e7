/** What host/ui.mjs and panels.mjs do with the window, for tests. */
import type { Frame, Page } from 'playwright-core';

export interface Workbench {
  readonly page: Page;
  readonly url: string;
  ready(): Promise<void>;
  /** Runs a command of the palette by its title. */
  command(title: string): Promise<void>;
  /** Opens a file of the workspace by name. */
  open(name: string): Promise<void>;
  /** The innermost frame of a webview whose document passes the test, which runs in it. */
  webview(test: () => boolean): Promise<Frame>;
  /** The middle of a text on the screen. */
  word(text: string): Promise<{ readonly x: number; readonly y: number }>;
}

export const FRAME_MS: number;
export function ran(ui: Workbench, selector: string): Promise<Frame>;
export function ended(ui: Workbench, frame: Frame): Promise<void>;
export function widen(ui: Workbench, by: number): Promise<void>;
