/** Every record against what the real frameworks said about thousands of layers. */
import assert from 'node:assert/strict';
import { english } from '../../../extension/message.ts';
import type { Answer } from '../../../extension/model/answer.ts';
import type { Framework } from '../../../extension/model/record.ts';
import type { Shape } from '../../../extension/model/size.ts';
import {
  ask,
  recordedLayers,
  shapeOf,
  substituted,
  symbolic,
  textOf,
  weightText,
  type RecordedCase,
  type RecordedLayer,
} from './recorded-layers.ts';

/** With a symbol for every size, some rules (ceil mode, factors such as 1.3) have no one answer. */
const UNTOLD_SYMBOLIC_SHARE = 0.06;
/** Whether an output without any positions works depends on the implementation. */
const isEmpty = ({ o = [] }: RecordedCase): boolean => o.flat().includes(0);

function outputsOf(framework: Framework, layer: RecordedLayer, one: RecordedCase, inputs: readonly Shape[]) {
  const args = { ...layer.defaults, ...one.a };
  return ask(framework, layer.layer, args, (record, config) => record.output(config, inputs));
}

function told(answer: Answer<readonly Shape[]>): string {
  if (answer.kind === 'known') return answer.value.map(textOf).join(' ');
  return answer.kind === 'impossible'
    ? `impossible: ${english(answer.clash.message)}`
    : `unknown: ${english(answer.reason)}`;
}

for (const framework of ['keras', 'torch'] as const) {
  describe(`layer records of ${framework}, against the real one`, () => {
    const layers = recordedLayers(framework);

    it('has at least 2500 cases', () => {
      assert.ok(layers.reduce((count, { cases }) => count + cases.length, 0) >= 2500);
    });

    for (const layer of layers) {
      it(layer.layer, () => {
        const problems: string[] = [];
        for (const one of layer.cases) {
          const fail = (what: string): number => problems.push(`${JSON.stringify(one)}\n      -> ${what}`);
          const answer = outputsOf(framework, layer, one, one.i.map(shapeOf));
          if (one.o === undefined) {
            if (answer.kind === 'known') fail(`${told(answer)}, but it raises ${String(one.c)}`);
            continue;
          }
          // What builds but does not run may be refused as well.
          if (one.r !== undefined && answer.kind === 'impossible') continue;
          if (answer.kind === 'unknown' && isEmpty(one)) continue;
          if (told(answer) !== one.o.map((shape) => textOf(shapeOf(shape))).join(' ')) fail(told(answer));
          else checkFacts(framework, layer, one, fail);
        }
        assert.equal(problems.join('\n'), '');
      });
    }

    it('gives the same for symbols as for the numbers they stand for', () => {
      const problems: string[] = [];
      let untold = 0;
      let works = 0;
      for (const layer of layers) {
        for (const one of layer.cases) {
          if (one.o === undefined || one.r !== undefined) continue;
          works++;
          const { inputs, values } = symbolic(one.i);
          const answer = outputsOf(framework, layer, one, inputs);
          const wanted = one.o.map((shape) => textOf(shapeOf(shape))).join(' ');
          if (answer.kind === 'unknown') untold++;
          else if (answer.kind === 'impossible') problems.push(`${layer.layer} ${JSON.stringify(one)} ${told(answer)}`);
          else {
            const found = answer.value.map((shape) => textOf(substituted(shape, values))).join(' ');
            if (found !== wanted) problems.push(`${layer.layer} ${JSON.stringify(one)} ${told(answer)}: ${found}`);
          }
        }
      }
      assert.equal(problems.join('\n'), '');
      assert.ok(untold <= works * UNTOLD_SYMBOLIC_SHARE, `${untold} of ${works} untold`);
    });
  });
}

function checkFacts(framework: Framework, layer: RecordedLayer, one: RecordedCase, fail: (what: string) => void): void {
  const args = { ...layer.defaults, ...one.a };
  const inputs = one.i.map(shapeOf);
  if (one.w !== undefined) {
    const weights = ask(framework, layer.layer, args, (record, config) => record.weights(config, inputs));
    const wanted = one.w.map(([name, shape, trainable]) => `${name}${textOf(shape)}${trainable ? '' : ' fixed'}`);
    const found = weights.kind === 'known' ? weightText(weights.value) : weights.kind;
    if (found !== wanted.join(' ')) fail(`weights ${found}`);
  }
  if (one.m !== undefined) {
    const macs = ask(framework, layer.layer, args, (record, config) => {
      const outputs = (one.o ?? []).map(shapeOf);
      return { kind: 'known', value: record.macs?.(config, inputs, outputs) ?? 0 };
    });
    if (macs.kind === 'known' && macs.value !== one.m) fail(`macs ${JSON.stringify(macs.value)}`);
  }
}
