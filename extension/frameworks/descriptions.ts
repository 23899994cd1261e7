/** What the surfaces say of a layer from its record: where it is documented, and the sum that gives its parameters. */
import type { Shape } from '../model/size.ts';
import { recordById } from '../model/records/registry.ts';
import type { Session } from './session.ts';

export function fillDescriptions(session: Session): void {
  for (const { id, record, framework } of session.layers) {
    const documentation = record === null ? undefined : recordById(record)?.[framework]?.documentation;
    if (documentation !== undefined) session.updateLayer(id, { documentation });
  }
  const summed = new Set<number>();
  for (const [id, { record, config }] of session.behaviours) {
    const { layer, inputs } = session.call(id);
    if (layer === null || !record.parameterSum || summed.has(layer)) continue;
    summed.add(layer);
    const shapes = inputs.map((input) => session.tensor(input).shape);
    if (shapes.every((shape): shape is Shape => shape !== null)) {
      session.updateLayer(layer, { parameterSum: record.parameterSum(config, shapes) });
    }
  }
}
