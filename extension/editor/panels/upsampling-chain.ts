/** The longest chain of upsampling layers that a layer stands in: what is multiplied when overlap is followed through a network. */
import type { Analysis, CallFact, CallId, TensorId } from '../../model/graph.ts';
import type { ChainCall, ExplainParams } from '../../model/explanation.ts';
import type { FactsIndex } from '../describe/facts-index.ts';

/** Periods multiply: a longer chain could not be drawn. */
const MOST_LINKS = 12;

export function upsamplingChain(index: FactsIndex, analysis: Analysis, own: CallFact): ExplainParams {
  const model = analysis.models.find(({ calls }) => calls.includes(own.id));
  const calls = (model?.calls ?? [own.id]).map((id) => index.call(id)).filter((call) => call !== undefined);
  const before = longest(calls, null);
  const after = longest(calls, own.id);
  const upTo = before.get(own.id) ?? [own.id];
  const behind = [...after.values()].reduce((a, b) => (b.length > a.length ? b : a), [own.id]);
  const chain = [...upTo, ...behind.slice(1)];
  const first = Math.max(0, Math.min(upTo.length - 1, chain.length - MOST_LINKS));
  const shown = chain.slice(first, first + MOST_LINKS);
  return {
    chain: shown.map((id) => index.call(id)).flatMap((call) => (call ? [chainCall(index, call)] : [])),
    own: shown.indexOf(own.id),
  };
}

/** By call: the upsampling calls that lead to it, itself included. With a start, only what comes after it. */
function longest(calls: readonly CallFact[], start: CallId | null): ReadonlyMap<CallId, readonly CallId[]> {
  const byTensor = new Map<TensorId, readonly CallId[]>();
  const byCall = new Map<CallId, readonly CallId[]>();
  for (const call of calls) {
    const known = call.inputs.flatMap((id) => {
      const chain = byTensor.get(id);
      return chain ? [chain] : [];
    });
    if (start !== null && call.id !== start && known.length === 0) continue;
    const led = call.id === start ? [] : known.reduce((a, b) => (b.length > a.length ? b : a), []);
    const chain = call.artifact || call.id === start ? [...led, call.id] : led;
    byCall.set(call.id, chain);
    for (const output of call.outputs) byTensor.set(output, chain);
  }
  return byCall;
}

function chainCall(index: FactsIndex, call: CallFact): ChainCall {
  const layer = index.layer(call.layer) ?? null;
  const [input, output] = [call.inputs[0] ?? -1, call.outputs[0] ?? -1].map((id) => index.tensor(id)?.shape ?? null);
  return {
    name: layer?.name || call.label,
    layer,
    kernel: call.kernel,
    inputShape: input ?? null,
    outputShape: output ?? null,
  };
}
