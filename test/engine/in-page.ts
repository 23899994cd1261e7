/** The kernels' cases for a page of a browser: bundled by test/webview/kernels.test.ts, which hands in cases and builds. */
import { FastKernels } from '../../extension/engine/fast/kernels.ts';
import { loadFastModule } from '../../extension/engine/fast/module.ts';
import { unmetCases, type RecordedCase } from './recorded-case.ts';

/** `build`: a WebAssembly file in base64; null for the reference kernels. */
export function unmetInPage(cases: readonly RecordedCase[], build: string | null): readonly string[] {
  if (build === null) return unmetCases(cases, null);
  const bytes = Uint8Array.from(atob(build), (character) => character.charCodeAt(0));
  const module = loadFastModule({ plain: bytes, relaxed: bytes });
  if (module === null) return ['This browser does not take the build.'];
  return unmetCases(cases, new FastKernels(module));
}
