/** `keras.datasets`: arrays of the shapes that the real data sets have, so that scripts which read their input shape from the data work. */
import { say } from '../../message.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import { asNumber, native, tuple, type NativeCall, type PyModule, type Value } from '../../python/values.ts';
import { makeArray } from '../numpy/array-data.ts';
import type { Session } from '../session.ts';

interface DataSet {
  readonly train: number;
  readonly test: number;
  /** Of one sample; empty for sequences of different lengths. */
  readonly sample: readonly number[];
  /** Of one label; [] for a number. */
  readonly label: readonly number[];
  /** Labels are 0 .. classes - 1; 0 where the target is a quantity. */
  readonly classes: number;
  /** Which share of all is for the test, where both come as one. */
  readonly testShare?: number;
}

/** keras/src/datasets/california_housing.py */
const SMALL_VERSION = 600;

const DATA_SETS: Readonly<Record<string, DataSet>> = {
  mnist: { train: 60_000, test: 10_000, sample: [28, 28], label: [], classes: 10 },
  fashion_mnist: { train: 60_000, test: 10_000, sample: [28, 28], label: [], classes: 10 },
  cifar10: { train: 50_000, test: 10_000, sample: [32, 32, 3], label: [1], classes: 10 },
  cifar100: { train: 50_000, test: 10_000, sample: [32, 32, 3], label: [1], classes: 100 },
  boston_housing: { train: 404, test: 102, sample: [13], label: [], classes: 0, testShare: 0.2 },
  california_housing: { train: 16_512, test: 4_128, sample: [8], label: [], classes: 0, testShare: 0.2 },
  imdb: { train: 25_000, test: 25_000, sample: [], label: [], classes: 2 },
  reuters: { train: 8_982, test: 2_246, sample: [], label: [], classes: 46 },
};

export function dataSetModule(session: Session, name: string): PyModule | undefined {
  const data = Object.hasOwn(DATA_SETS, name) ? DATA_SETS[name] : undefined;
  if (!data) return undefined;
  const part = (count: number): Value => {
    const labels = data.classes > 0 ? { labels: data.classes } : {};
    const array = { reason: null, numbers: null };
    return tuple([
      makeArray(session, { ...array, shape: [count, ...data.sample], dtype: data.classes > 0 ? 'uint8' : 'float64' }),
      makeArray(session, { ...array, shape: [count, ...data.label], dtype: 'int64', ...labels }),
    ]);
  };
  const quiet = (member: string): Value =>
    session.interpreter.unknown(say`keras.datasets.${name}.${member} is not followed.`);
  return nativeModule(
    `keras.datasets.${name}`,
    {
      load_data: native('load_data', (call) => {
        const [train, test] = countsOf(data, call);
        return tuple([part(train), part(test)]);
      }),
    },
    quiet,
  );
}

/** Of the housing data a small version can be asked for, and another share for the test. */
function countsOf({ train, test, testShare }: DataSet, { args, kwargs }: NativeCall): readonly [number, number] {
  const given = kwargs.get('test_split');
  const share = (given && asNumber(given)) ?? testShare;
  if (testShare === undefined || share === undefined) return [train, test];
  const version = kwargs.get('version') ?? args[0];
  const all = version?.kind === 'str' && version.value === 'small' ? SMALL_VERSION : train + test;
  const first = Math.trunc(all * (1 - share));
  return [first, all - first];
}

export const isDataSet = (name: string): boolean => Object.hasOwn(DATA_SETS, name);
