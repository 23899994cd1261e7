/** The report: PNG files that another program reads, and HTML that says what the analysis says, whatever names it meets. */
import assert from 'node:assert/strict';
import { decode } from 'fast-png';
import { escapeHtml, reportHtml } from '../../extension/engine/report/html.ts';
import { pictureOfMaps } from '../../extension/engine/report/picture.ts';
import { encodePng } from '../../extension/engine/report/png.ts';
import { reportPictures } from '../../extension/engine/report/pictures.ts';
import { runGraph } from '../../extension/engine/run-graph.ts';
import { createEngine } from '../../extension/engine/service.ts';
import { indexOf } from '../../extension/editor/describe/facts-index.ts';
import { analyzeFile } from '../frameworks/analyzer.ts';

const NEVER = { cancelled: (): boolean => false, progress: (): void => undefined };

describe('the report', () => {
  it('writes PNG files that another reader reads', async () => {
    const rgb = Uint8Array.from({ length: 5 * 3 * 3 }, (_, index) => (index * 37) % 256);
    const { width, height, data } = decode(await encodePng(5, 3, rgb));
    assert.deepEqual([width, height], [5, 3]);
    assert.deepEqual([...data], [...rgb]);
  });

  it('averages large maps down, so that a checkerboard becomes its mean and nothing else', async () => {
    const side = 1024;
    const data = Float32Array.from({ length: side * side }, (_, at) => ((at % side) + Math.floor(at / side)) % 2);
    const picture = await pictureOfMaps({
      width: side,
      height: side,
      channels: 1,
      data,
      minimum: 0,
      maximum: 1,
      measured: null,
    });
    assert.deepEqual([picture.width, picture.height, picture.factor], [512, 512, 2]);
    const { data: pixels } = decode(picture.png);
    assert.equal(new Set(Array.from({ length: 512 }, (_, x) => pixels.slice(x * 3, x * 3 + 3).join())).size, 1);
    assert.deepEqual([picture.low, picture.high], [0, 1]);
  });

  it('holds every layer of the model, the pictures of what upsamples, and the findings', async () => {
    const analysis = analyzeFile('media/samples/upsampling.py');
    const index = indexOf(analysis);
    const model = analysis.models.find(({ name }) => name === 'model_transpose');
    assert.ok(model);
    const engine = createEngine(null);
    const outcome = await engine.run(
      {
        graph: runGraph(index, model),
        picture: { kind: 'built-in', name: 'scene' },
        weights: { kind: 'initial', seed: 1 },
        memoryLimit: 2 ** 28,
      },
      NEVER,
    );
    assert.equal(outcome.kind, 'ran');
    const pictures = await reportPictures(
      index,
      model,
      () => true,
      (call) => engine.maps({ run: outcome.run, call, stride: call === 'input' ? null : [2, 2] }, NEVER),
    );
    assert.deepEqual(
      pictures.map(({ title, subtitle }) => [title, subtitle]),
      [
        ['Input', '8×8×3'],
        ['Output: conv2d_transpose', '16×16×32'],
      ],
    );
    const html = reportHtml({
      file: '<script>.py',
      models: [{ model, pictures, reason: null }],
      findings: [{ severity: 'warning', message: '"a" & <b>', line: 3 }],
      settings: 'scene',
    });
    for (const { name, type } of model.rows) assert.ok(html.includes(`${name}</th><td>${type}</td>`), name);
    assert.ok(html.includes('896 parameters (896 trainable)'));
    assert.equal(html.match(/src="data:image\/png;base64,/g)?.length, 2);
    assert.ok(html.includes(escapeHtml('"a" & <b>')) && !html.includes('<b>') && !html.includes('<script'));
  });
});
