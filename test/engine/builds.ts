/** One build of the fast kernels, whichever the host would choose. Runs in Node and in a browser. */
import { FastKernels } from '../../extension/engine/fast/kernels.ts';
import { loadFastModule } from '../../extension/engine/fast/module.ts';

/** Null where this host does not take the build. */
export function kernelsOf(build: Uint8Array<ArrayBuffer>): FastKernels | null {
  const module = loadFastModule({ plain: build, relaxed: build });
  return module && new FastKernels(module);
}
