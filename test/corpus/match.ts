/** Which of our models is which of the recorded ones: by the line where it is made and its type, in order. */
import type { ModelGraph } from '../../extension/model/graph.ts';
import type { RecordedModel } from './judge.ts';

export function matched(
  recorded: readonly RecordedModel[],
  ours: readonly ModelGraph[],
  lineOf: (model: ModelGraph) => number | null,
): Map<RecordedModel, ModelGraph> {
  const pairs = new Map<RecordedModel, ModelGraph>();
  const free = new Set(ours);
  const take = (fits: (truth: RecordedModel, model: ModelGraph) => boolean): void => {
    for (const truth of recorded) {
      if (pairs.has(truth)) continue;
      for (const model of free) {
        if (!fits(truth, model)) continue;
        pairs.set(truth, model);
        free.delete(model);
        break;
      }
    }
  };
  const sameLine = (truth: RecordedModel, model: ModelGraph): boolean =>
    lineOf(model) === truth.line && model.type === truth.type;
  const sameSize = (truth: RecordedModel, model: ModelGraph): boolean =>
    truth.total === model.params.total && truth.layers?.length === model.rows.length;
  // Of several alike, the one that ran on the same input.
  const sameStart = (truth: RecordedModel, model: ModelGraph): boolean =>
    JSON.stringify(truth.layers?.[0]?.outputs) === JSON.stringify(model.rows[0]?.outputShapes);
  take((truth, model) => sameLine(truth, model) && sameSize(truth, model) && truth.name === model.name);
  take((truth, model) => sameLine(truth, model) && sameSize(truth, model) && sameStart(truth, model));
  take((truth, model) => sameLine(truth, model) && sameSize(truth, model));
  // Of the blocks that one line makes for a model, not each is listed: another that the line made is another.
  take((truth, model) => sameLine(truth, model) && (truth.block !== true || truth.name === model.name));
  take((truth, model) => truth.type === model.type && sameSize(truth, model));
  // A class of another file stands for us where it is called.
  take((truth, model) => truth.line === null && truth.type === model.type);
  take((truth, model) => truth.type === model.type && truth.name === model.name);
  return pairs;
}
