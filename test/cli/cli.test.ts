/** The command line as a user runs it: the built program, its JSON contract, exit codes and messages. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Log } from 'sarif';
import type { InspectReport } from '../../extension/cli/report.ts';

const CLI = path.resolve('dist/cli.js');

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

function layerscopeIn(cwd: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', cwd });
  return { status, out: stdout, error: stderr };
}
const layerscope = (...args: readonly string[]): Ended => layerscopeIn('.', ...args);

const inspect = (...args: readonly string[]): InspectReport => {
  const { status, out, error } = layerscope('inspect', ...args, '--json');
  assert.equal(status, 0, error);
  return JSON.parse(out) as InspectReport;
};

/** What the real Keras says of the article's models, recorded by test/oracle/keras_models.py. */
interface RecordedModel {
  readonly name: string;
  readonly layers: readonly { readonly name: string; readonly type: string; readonly params: number }[];
}

describe('layerscope inspect', () => {
  it("equals the real Keras on the article's file", () => {
    const recorded = JSON.parse(fs.readFileSync('test/recorded/keras-models.json', 'utf8')) as Record<
      string,
      readonly RecordedModel[]
    >;
    const key = Object.keys(recorded).find((file) => file.endsWith('upsampling.py'));
    assert.ok(key, 'the article is recorded');
    const report = inspect('media/samples/upsampling.py');
    assert.deepEqual(
      report.models.map(({ name, layers }) => ({
        name,
        layers: layers.map((layer) => ({ name: layer.name, type: layer.type, params: layer.params })),
      })),
      recorded[key]?.map(({ name, layers }) => ({
        name,
        layers: layers.map((layer) => ({ name: layer.name, type: layer.type, params: layer.params })),
      })),
    );
  });

  it('states the contract for the transposed convolution', () => {
    const model = inspect('media/samples/upsampling.py').models.find(({ name }) => name === 'model_transpose');
    assert.ok(model);
    assert.deepEqual(model.inputs, [[null, 8, 8, 3]]);
    assert.deepEqual(model.outputs, [[null, 16, 16, 32]]);
    assert.deepEqual(model.params, { total: 896, trainable: 896, nonTrainable: 0 });
    assert.equal(model.macs, 55296);
    const layer = model.layers.at(-1);
    assert.equal(layer?.artifact?.grade, 'strong');
    assert.equal(layer.artifact.unevenness, 1.3333);
    assert.equal(layer.artifact.lastLayer, true);
  });

  it('runs a call on shapes given on the command line', () => {
    const source = [
      'import torch.nn as nn',
      'class Up(nn.Module):',
      '    def __init__(self, channels):',
      '        super().__init__()',
      '        self.up = nn.ConvTranspose2d(channels, 8, 4, stride=2, padding=1)',
      '    def forward(self, x):',
      '        return self.up(x)',
    ].join('\n');
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-cli-')), 'up.py');
    fs.writeFileSync(file, source);
    const [model] = inspect(file, '--call', 'Up(16)', '--input', '2,16,10,12').models;
    assert.deepEqual(model?.outputs, [[2, 8, 20, 24]]);
    assert.equal(model.params.total, 16 * 8 * 4 * 4 + 8);
    assert.equal(model.layers[0]?.line, 5);
  });

  it('reads what the file imports, however its path is written, and writes paths likewise', () => {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-cli-')));
    const net = path.join(folder, 'net');
    fs.mkdirSync(net);
    const block = 'from torch import nn\n\ndef block(width):\n    return nn.Sequential(nn.Conv2d(3, width, 3))\n';
    fs.writeFileSync(path.join(net, 'blocks.py'), block);
    const train = ['import torch', 'from blocks import block', 'model = block(4)', 'model(torch.rand(1, 3, 8, 8))'];
    fs.writeFileSync(path.join(net, 'train.py'), train.join('\n'));
    for (const [cwd, given, other] of [
      [net, 'train.py', 'blocks.py'],
      [net, './train.py', 'blocks.py'],
      [folder, 'net/train.py', 'net/blocks.py'],
      [folder, path.join(net, 'train.py'), path.join(net, 'blocks.py')],
    ] as const) {
      const { status, out, error } = layerscopeIn(cwd, 'inspect', given, '--json');
      assert.equal(status, 0, error);
      const { file, models } = JSON.parse(out) as InspectReport;
      assert.equal(file, given);
      assert.deepEqual(models[0]?.outputs, [[1, 4, 6, 6]], given);
      assert.equal(models[0].layers[0]?.file, other);
    }
  });

  it('prints a table for people', () => {
    const { status, out } = layerscope('inspect', 'media/samples/upsampling.py');
    assert.equal(status, 0);
    assert.match(out, /model_transpose/);
    assert.match(out, /Conv2DTranspose\s+16×16×32\s+896\s+55,296\s+strong/);
    assert.match(out, /upsampling\.py:\d+:\d+: warning: .*\[checkerboard-overlap\]/);
  });

  it('says what is wrong with a command, and ends with 2', () => {
    for (const [args, message] of [
      [['inspect', 'no-such-file.py'], /no-such-file\.py cannot be read/],
      [['inspect'], /one file/],
      [['explain', 'x.py'], /no command explain/],
      [['inspect', 'media/samples/upsampling.py', '--input', '1,x'], /x is no size/],
      [['check', 'media/samples', '--format', 'xml'], /text, json, sarif/],
    ] as const) {
      const { status, error } = layerscope(...args);
      assert.equal(status, 2, args.join(' '));
      assert.match(error, message);
    }
  });
});

describe('layerscope check', () => {
  it('finds in one file what another leads to, once', () => {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-cli-')));
    const block = 'from torch import nn\n\ndef block():\n    return nn.Sequential(nn.Conv2d(3, 4, 3))\n';
    fs.writeFileSync(path.join(folder, 'blocks.py'), block);
    const train = ['import torch', 'from blocks import block', '', 'block()(torch.rand(1, 5, 8, 8))'].join('\n');
    for (const name of ['train.py', 'test.py']) fs.writeFileSync(path.join(folder, name), train);
    const found = layerscopeIn(folder, 'check', '.');
    assert.match(found.out, /^blocks\.py:4:36: error: .*5 channels.*\[wrong-channels\]\n1 finding in 3 files\n$/);
    assert.equal(found.status, 1);
    const alone = layerscopeIn(folder, 'check', 'train.py');
    assert.match(alone.out, /^blocks\.py:4:36: error: .*\n1 finding in 2 files\n$/);
    fs.writeFileSync(path.join(folder, 'train.py'), `${train}  # layerscope: ignore\n`);
    assert.equal(layerscopeIn(folder, 'check', 'train.py').status, 0);
    fs.writeFileSync(path.join(folder, 'blocks.py'), block.replace('4, 3))', '4, 3))  # layerscope: ignore'));
    assert.equal(layerscopeIn(folder, 'check', '.').out, '0 findings in 3 files\n');
  });

  it('passes warnings by default and fails on them when asked', () => {
    assert.equal(layerscope('check', 'media/samples/upsampling.py').status, 0);
    const strict = layerscope('check', 'media/samples/upsampling.py', '--max-severity', 'warning');
    assert.equal(strict.status, 1);
    assert.match(strict.out, /1 findings? in 1 files?/);
  });

  it('writes SARIF with rules and places', () => {
    const log = JSON.parse(layerscope('check', 'media/samples', '--format', 'sarif').out) as Log;
    const [run] = log.runs;
    assert.equal(log.version, '2.1.0');
    const result = run?.results?.find(({ ruleId }) => ruleId === 'checkerboard-overlap');
    assert.ok(result);
    assert.ok(run?.tool.driver.rules?.some(({ id }) => id === result.ruleId));
    assert.ok((result.locations?.[0]?.physicalLocation?.region?.startLine ?? 0) > 1);
  });
});
