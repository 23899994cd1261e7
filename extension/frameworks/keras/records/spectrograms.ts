/** Layers that turn sound into pictures. keras/src/layers/preprocessing/mel_spectrogram.py, stft_spectrogram.py */
import { say } from '../../../message.ts';
import type { LayerRecord } from '../../../model/record.ts';
import type { Arguments } from '../../../model/records/arguments.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { parameter } from '../../../model/records/initialisers.ts';
import { at, requireRank } from '../../../model/records/shapes.ts';
import { need } from '../../../model/refusal.ts';
import { windowsAlong } from '../../../model/shape-rules/windows.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { add, floorDivide, multiply, product } from '../../../model/sizes/arithmetic.ts';

const mel = defineRecord<{ readonly stride: number; readonly bins: number }>({
  id: 'mel-spectrogram',
  keras: {
    names: ['MelSpectrogram'],
    documentation: kerasLayer('preprocessing_layers/audio_preprocessing/mel_spectrogram'),
    configure: (args) => {
      const [transform, window] = [args.int('fft_length'), orElse(args, 'sequence_length', args.int('fft_length'))];
      if (transform < window)
        args.refuse(
          'fft_length',
          say`fft_length is ${transform}, but must not be less than sequence_length, ${window}.`,
        );
      return { stride: args.int('sequence_stride'), bins: args.int('num_mel_bins') };
    },
  },
  output: ({ stride, bins }, input) => {
    requireRank(input, 1, 2, 'keras');
    const frames = floorDivide(add(at(input, -1), stride + 1), stride);
    return [[...input.slice(0, -1), bins, frames]];
  },
});

interface ShortTime {
  readonly mode: (typeof MODES)[number];
  readonly frame: number;
  readonly step: number;
  readonly transform: number;
  readonly padding: 'valid' | 'same';
  readonly expand: boolean;
  readonly channelsFirst: boolean;
}

const MODES = ['log', 'magnitude', 'psd', 'real', 'imag', 'angle', 'stft'] as const;

const orElse = (args: Arguments, name: string, otherwise: number): number =>
  args.flag(name) ? args.int(name) : otherwise;

/** How many frequencies the transform of a frame has. */
const frequencies = ({ transform }: ShortTime): number => Math.floor(transform / 2) + 1;
/** Real and imaginary parts are convolutions of their own. */
const kernels = ({ mode }: ShortTime): readonly string[] => [
  ...(mode === 'imag' ? [] : ['real_kernel']),
  ...(mode === 'real' ? [] : ['imag_kernel']),
];

function frames(config: ShortTime, input: Shape): Size {
  const window = { kernel: config.frame, stride: config.step, dilation: 1 };
  return need(
    windowsAlong(at(input, config.channelsFirst ? 2 : 1), window, config.padding === 'same' ? 'same' : [0, 0]),
  );
}

const shortTime = defineRecord<ShortTime>({
  id: 'stft-spectrogram',
  keras: {
    names: ['STFTSpectrogram'],
    documentation: kerasLayer('preprocessing_layers/audio_preprocessing/stft_spectrogram'),
    configure: (args) => {
      const frame = args.int('frame_length');
      const step = orElse(args, 'frame_step', Math.floor(frame / 2));
      if (step > frame)
        args.refuse('frame_step', say`frame_step is ${step}, but must not exceed frame_length, ${frame}.`);
      const transform = orElse(args, 'fft_length', 2 ** Math.ceil(Math.log2(frame)));
      if (transform < frame)
        args.refuse('fft_length', say`fft_length is ${transform}, but must not be less than frame_length, ${frame}.`);
      return {
        mode: args.text('mode', MODES),
        frame,
        step,
        transform,
        padding: args.text('padding', ['valid', 'same']),
        expand: args.flag('expand_dims'),
        channelsFirst: args.raw('data_format') === 'channels_first',
      };
    },
  },
  output: (config, input) => {
    requireRank(input, 3, 3, 'keras');
    const [batch, channels] = [at(input, 0), at(input, config.channelsFirst ? 1 : 2)];
    const time = frames(config, input);
    const each = frequencies(config) * (config.mode === 'stft' ? 2 : 1);
    if (config.expand) return [config.channelsFirst ? [batch, channels, time, each] : [batch, time, each, channels]];
    const all = multiply(channels, each);
    return [config.channelsFirst ? [batch, all, time] : [batch, time, all]];
  },
  weights: (config) =>
    kernels(config).map((name) =>
      parameter(name, [config.frame, 1, frequencies(config)], { kind: 'unknown', name: 'STFT' }),
    ),
  macs: (config, input) =>
    product([
      frames(config, input),
      at(input, config.channelsFirst ? 1 : 2),
      config.frame * frequencies(config) * kernels(config).length,
    ]),
});

export const SPECTROGRAMS: readonly LayerRecord[] = [mel, shortTime];
