/**
 * What the analysis says can be said in every language: its templates are all in the bundle that translators get, and where a translation
 * is there, people read it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { said, translateWith } from '../../extension/editor/describe/words.ts';
import { hoverTarget } from '../../extension/editor/describe/hover-target.ts';
import { english, filled, isMessage, listed, type Message, say, verbatim } from '../../extension/message.ts';
import { alternativesFor } from '../../extension/model/alternatives.ts';
import { explain } from '../../extension/model/explanation.ts';
import { CASES } from '../model/alternatives/cases.ts';
import { analyzeText, inputOf, theAnalyzer } from './analyzer.ts';
import { analyzeSample, readSample, samplesOf } from './samples.ts';

const BUNDLE = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as Readonly<Record<string, string>>;

/** Every message in plain data, those among the values of others too. */
function messagesIn(data: unknown, found = new Set<Message>()): Set<Message> {
  if (typeof data !== 'object' || data === null) return found;
  if (isMessage(data)) found.add(data);
  for (const value of Object.values(data)) messagesIn(value, found);
  return found;
}

/** A template of values alone is the same in every language. */
const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text.replace(/\{\d+\}/g, ''));

function untranslatable(messages: Iterable<Message>): string[] {
  const texts = new Set([...messages].map(({ text }) => text));
  return [...texts].filter((text) => hasWords(text) && !(text in BUNDLE)).sort();
}

describe('what the analysis says', () => {
  it('is a template with its values', () => {
    const size = 3;
    const message = say`The input has ${size} ${say`channels`}.`;
    assert.deepEqual(message, { text: 'The input has {0} {1}.', values: [3, { text: 'channels', values: [] }] });
    assert.equal(english(message), 'The input has 3 channels.');
    assert.equal(english(say`${listed(['a', say`b`, 3])}`), 'a, b and 3');
    assert.equal(english(verbatim('no {0} of ours')), 'no {0} of ours');
    // Said again and again it is one object, which a clone for another thread holds once.
    const again = (): Message => say`It is not known.`;
    assert.equal(again(), again());
  });

  for (const framework of ['keras', 'torch'] as const)
    it(`of the samples for ${framework} has its templates in the bundle`, () => {
      const messages = new Set<Message>();
      for (const file of samplesOf(framework)) messagesIn(analyzeSample(readSample(file)), messages);
      assert.deepEqual(untranslatable(messages), []);
      assert.ok(new Set([...messages].map(({ text }) => text)).size > 50, String(messages.size));
    });

  it('of the ways of upsampling has its templates in the bundle', () => {
    const messages = new Set<Message>();
    for (const { layer, input } of CASES) {
      messagesIn(alternativesFor(layer, input), messages);
      const chain = [{ name: layer.name, layer, kernel: null, inputShape: input, outputShape: null }];
      messagesIn(explain({ chain, own: 0 }), messages);
    }
    assert.deepEqual(untranslatable(messages), []);
    assert.ok(messages.size > 50, String(messages.size));
    assert.deepEqual(untranslatable([say`Nobody has translated this.`]), ['Nobody has translated this.']);
  });

  it('is read in the language of the bundle: problems, hover cards and rows of the comparison', () => {
    const bracketed = Object.fromEntries(Object.keys(BUNDLE).map((text) => [text, `⟦${text}⟧`]));
    translateWith((text, ...values) => filled(bracketed[text] ?? text, ...values));
    try {
      const text = [
        'import keras',
        'x = keras.Input((8, 8, 3))',
        'y = keras.layers.Conv2DTranspose(4, 3, strides=2)(x)',
        'z = keras.layers.Dense(int(input()))(x)',
        'w = keras.layers.Reshape((5, 5))(x)',
        'model = keras.Model(x, y)',
      ].join('\n');
      const analysis = analyzeText(text);
      const problems = analysis.findings.map(({ message }) => said(message));
      assert.ok(problems.length >= 3, problems.join('\n'));
      for (const problem of problems) assert.match(problem, /^⟦.*⟧$/);
      assert.ok(problems.includes('⟦An input of 8×8×3 has 192 elements, but 5×5 needs 25.⟧'), problems.join('\n'));
      const receptive = theAnalyzer().receptiveFields(inputOf(text));
      const card = (mark: string): string =>
        hoverTarget(analysis, 'main.py', text, text.indexOf(mark), { reported: false, receptive })?.markdown ?? '';
      assert.match(
        card('Conv2DTranspose'),
        /⟦⟦Strong checkerboard⟧: ⟦the 3×3 kernel is not a multiple of the stride 2/,
      );
      assert.match(card('Dense'), /⟦not inferred: ⟦The argument units cannot be told: ⟦what a user types⟧⟧⟧/);
      const [layer] = analysis.layers.filter(({ type }) => type === 'Conv2DTranspose');
      assert.ok(layer);
      const rows = alternativesFor(layer, [1, 8, 8, 3]).map(({ title }) => said(title));
      assert.ok(rows.includes('⟦Nearest neighbour, then convolution⟧'), rows.join('\n'));
    } finally {
      translateWith(filled);
    }
  });
});
