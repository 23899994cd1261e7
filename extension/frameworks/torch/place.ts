/** Where models stand in the text. */
import type { Place, PyInstance } from '../../python/values.ts';
import type { TorchContext } from './context.ts';
import { moduleOf } from './module-data.ts';

/** Where a model stands: its class, or for a Sequential the call that builds it. */
export function placeOf(ctx: TorchContext, model: PyInstance): Place {
  const site = moduleOf(model)?.site;
  const own = model.cls.place;
  if (own && own.file === ctx.session.file) return own;
  return site ?? own ?? { file: ctx.session.file, start: 0, end: 0 };
}
