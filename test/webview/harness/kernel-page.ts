/** A page of Chromium that can run the kernels, and the builds that it shall run them on. */
import esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import type { expressionsInPage, PageBuild, unmetInPage } from '../../engine/in-page.ts';
import { wasmBuilds } from '../../engine/helpers.ts';
import type { Stage } from './browser.ts';

declare global {
  /** In the page. */
  var kernels: { readonly unmetInPage: typeof unmetInPage; readonly expressionsInPage: typeof expressionsInPage };
}

export async function openKernelPage(stage: Stage): Promise<Page> {
  const page = await stage.show({ panel: 'compare', fixture: 'article' });
  // The panels' own policy allows no WebAssembly: that runs in a worker.
  await page.goto('about:blank');
  const { outputFiles } = await esbuild.build({
    entryPoints: ['test/engine/in-page.ts'],
    bundle: true,
    format: 'iife',
    globalName: 'kernels',
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  return page;
}

/** Chromium takes all of them. */
export function pageBuilds(): Readonly<Record<'reference' | 'plain' | 'relaxed', PageBuild>> {
  const { plain, relaxed } = wasmBuilds();
  const base64 = (build: Uint8Array): string => Buffer.from(build).toString('base64');
  return { reference: null, plain: base64(plain), relaxed: base64(relaxed) };
}
