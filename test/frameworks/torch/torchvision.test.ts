/** The networks and blocks of torchvision that we wrote as Python, held against the real ones (test/oracle/torchvision_models.py). */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { english } from '../../../extension/message.ts';
import type { LayerRow } from '../../../extension/model/graph.ts';
import type { Shape } from '../../../extension/model/size.ts';
import { analyzeText } from '../analyzer.ts';
import { withPatience } from '../patient.ts';

interface Recorded {
  readonly call: string;
  readonly inputs: readonly (readonly number[])[];
  readonly total: number;
  readonly outputs: readonly (readonly number[])[];
  readonly count: number;
  readonly rows?: readonly unknown[];
  readonly digest?: string;
}

const recorded = JSON.parse(readFileSync('test/recorded/torchvision.json', 'utf8')) as readonly Recorded[];
const HEADER =
  'from torch import nn\nfrom torchvision import models, ops\nfrom timm import layers\nfrom timm.models import vision_transformer, _efficientnet_blocks as efficientnet_blocks\n';

const numbers = (shape: Shape | null): unknown =>
  shape?.map((size) => (typeof size === 'number' ? size : null)) ?? null;
const ours = ({ name, type, outputShapes, params }: LayerRow): unknown => [
  name,
  type,
  outputShapes.map(numbers),
  params,
];

describe('torchvision', function () {
  this.timeout(20_000);
  withPatience();

  for (const { call, inputs, total, outputs, count, rows, digest } of recorded) {
    it(call, () => {
      const analysis = analyzeText(`${HEADER}model = ${call}\n`, { call: 'model', inputs });
      const [model] = analysis.models;
      assert.ok(model, JSON.stringify(analysis.findings.slice(0, 3)));
      assert.equal(model.params.total, total);
      const table = model.rows.map(ours);
      if (rows) assert.deepEqual(table, rows);
      assert.equal(table.length, count);
      if (digest) assert.equal(createHash('sha1').update(JSON.stringify(table)).digest('hex'), digest);
      assert.deepEqual(
        model.outputs.map((id) => numbers(analysis.tensors[id]?.shape ?? null)),
        outputs,
      );
    });
  }

  it('weights, however they are asked for', () => {
    for (const argument of [
      'pretrained=True',
      'True',
      "weights='DEFAULT'",
      'weights=models.ResNet18_Weights.IMAGENET1K_V1',
      'None',
    ]) {
      const analysis = analyzeText(`${HEADER}model = models.resnet18(${argument})\n`, { call: 'model' });
      assert.equal(analysis.models[0]?.params.total, 11689512, argument);
    }
    const refused = analyzeText(`${HEADER}model = models.resnet18(pretrained=True, num_classes=10)\n`);
    assert.match(refused.findings.map(({ message }) => english(message))[0] ?? '', /num_classes/);
    // Trained weights bring the auxiliary heads, which are then taken off.
    const trained = analyzeText(`${HEADER}model = models.googlenet(weights='DEFAULT')\n`, { call: 'model' });
    assert.equal(trained.models[0]?.params.total, 6624904);
    const vit = analyzeText(
      `${HEADER}model = models.vit_b_16(weights=models.ViT_B_16_Weights.IMAGENET1K_SWAG_E2E_V1)\n`,
      { call: 'model', inputs: [[1, 3, 384, 384]] },
    );
    assert.equal(vit.models[0]?.params.total, 86859496);
  });

  it('a new head on a frozen backbone, chosen by name', () => {
    const analysis = analyzeText(
      `${HEADER}names = sorted(name for name in models.__dict__ if name.islower() and callable(models.__dict__[name]))
model = models.__dict__['resnet18' if 'resnet18' in names else None](weights='DEFAULT')
for parameter in model.parameters():
    parameter.requires_grad = False
model.fc = nn.Linear(model.fc.in_features, 10)
`,
      { call: 'model' },
    );
    assert.deepEqual(analysis.models[0]?.params, { total: 11181642, trainable: 5130, nonTrainable: 11176512 });
  });
});
