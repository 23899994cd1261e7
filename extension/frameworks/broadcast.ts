/** NumPy's broadcasting on shapes with symbolic sizes. Sizes that are equal only for some inputs become requirements. */
import { listed, say } from '../message.ts';
import { cannotTell, impossible, known, type Answer } from '../model/answer.ts';
import { equal, isKnown } from '../model/sizes/arithmetic.ts';
import { shapeText, sizeText } from '../model/sizes/text.ts';
import type { Shape, Size } from '../model/size.ts';
import type { Place } from '../python/values.ts';
import type { Session } from './session.ts';

export function broadcast(session: Session, shapes: readonly Shape[], place: Place): Answer<Shape> {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result: Size[] = [];
  const demands: [Size, Size][] = [];
  for (let axis = 0; axis < rank; axis++) {
    let size: Size = 1;
    for (const shape of shapes) {
      const other: Size = shape[shape.length - rank + axis] ?? 1;
      if (other === 1) continue;
      if (size === 1) {
        size = other;
        continue;
      }
      const same = equal(size, other);
      if (same === true) continue;
      if (!isKnown(size) || !isKnown(other))
        return cannotTell(say`A size that takes part in the broadcast is not known.`);
      if (same === false) {
        return impossible({
          code: 'shape-mismatch',
          message: say`The shapes ${listed(shapes.map(shapeText))} cannot be broadcast: ${sizeText(size)} against ${sizeText(other)} on axis ${axis}.`,
          argument: shapes.findIndex((each) => each === shape),
        });
      }
      demands.push([size, other]);
      // A number says more than a symbol.
      if (typeof other === 'number') size = other;
    }
    result.push(size);
  }
  for (const [left, right] of demands) session.requireEqual(left, right, place);
  return known(result);
}
