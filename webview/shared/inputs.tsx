/** Which picture goes in, and which weights the layers have: the same choice in both panels. */
import type { VNode } from 'preact';
import type { BuiltInPicture, InputIntent, WeightSource } from '../../extension/protocol.ts';
import { IconButton, NumberField, Select } from './controls.tsx';
import { t } from './l10n.ts';

const PICTURES: Readonly<Record<BuiltInPicture, string>> = {
  scene: t('Scene'),
  'zone-plate': t('Zone plate'),
  gradient: t('Gradient'),
  constant: t('Constant'),
  impulse: t('Impulse'),
  noise: t('Noise'),
};
const isBuiltIn = (name: string): name is BuiltInPicture => name in PICTURES;
const CHOOSE = 'choose-file';
/** The value of the entry that stands for the user's own picture, while there is one. */
const OWN = 'own';

interface PictureChoiceProps {
  readonly picture: { readonly name: string; readonly builtIn: BuiltInPicture | null };
  readonly send: (intent: InputIntent) => void;
}

export function PictureChoice({ picture, send }: PictureChoiceProps): VNode {
  const choices = [
    ...(picture.builtIn === null ? [{ value: OWN, label: picture.name }] : []),
    ...Object.entries(PICTURES).map(([value, label]) => ({ value, label })),
    { value: CHOOSE, label: t('Choose file…') },
  ];
  return (
    <Select
      label={t('Input')}
      showLabel
      title={t('Input picture. An image file can also be dropped onto the panel (hold Shift).')}
      value={picture.builtIn ?? OWN}
      choices={choices}
      onChange={(value) => {
        if (value === CHOOSE) send({ type: 'choose-picture' });
        else if (isBuiltIn(value)) send({ type: 'set-picture', picture: { kind: 'built-in', name: value } });
      }}
    />
  );
}

/** Seeds are 32-bit: that is what the generator takes. */
const LARGEST_SEED = 2 ** 32 - 1;
/** Rerolled seeds stay short enough to read and to type again. */
const REROLL_BELOW = 10_000;

interface WeightsChoiceProps {
  readonly weights: WeightSource;
  readonly send: (intent: InputIntent) => void;
}

export function WeightsChoice({ weights, send }: WeightsChoiceProps): VNode {
  const seeded = (kind: 'initial' | 'bilinear', seed: number): void =>
    send({ type: 'set-weights', weights: { kind, seed } });
  return (
    <span class="field-group">
      <Select
        label={t('Weights')}
        showLabel
        title={t(
          "Initial: as the framework's own initialisers draw them. Bilinear: transposed convolutions start with a kernel that interpolates. All ones: shows the overlap of the kernels alone.",
        )}
        value={weights.kind}
        choices={[
          { value: 'initial', label: t('Initial') },
          { value: 'bilinear', label: t('Bilinear') },
          { value: 'ones', label: t('All ones') },
        ]}
        onChange={(kind) => {
          if (kind === 'ones') send({ type: 'set-weights', weights: { kind } });
          else seeded(kind === 'bilinear' ? kind : 'initial', weights.kind === 'ones' ? 1 : weights.seed);
        }}
      />
      {weights.kind !== 'ones' && (
        <>
          <NumberField
            label={t('Seed')}
            showLabel
            value={weights.seed}
            min={0}
            max={LARGEST_SEED}
            onChange={(seed) => seeded(weights.kind, seed)}
          />
          <IconButton
            icon="refresh"
            label={t('Draw new weights')}
            onClick={() => {
              const seed = Math.floor(Math.random() * (REROLL_BELOW - 1));
              seeded(weights.kind, seed < weights.seed ? seed : seed + 1);
            }}
          />
        </>
      )}
    </span>
  );
}
