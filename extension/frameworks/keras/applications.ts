/** `keras.applications`: networks composed of Keras's own layers, as Python of our own, evaluated when first asked for. */
import { say } from '../../message.ts';
import { Evaluator } from '../../python/evaluate/evaluator.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import { list, native, NONE, str, type PyInstance, type PyModule, type Value, Slot } from '../../python/values.ts';
import { arrayOf } from '../numpy/array-data.ts';
import { LIBRARY_PREFIX, type Session } from '../session.ts';
import { bindSignature } from '../signature.ts';
import { tensorOf } from '../tensor.ts';
import { historyOf, nodeOf } from './graph.ts';
import { CONVNEXT } from './library/convnext.ts';
import { DENSENET } from './library/densenet.ts';
import { EFFICIENTNET } from './library/efficientnet.ts';
import { INCEPTION } from './library/inception.ts';
import { MOBILENET } from './library/mobilenet.ts';
import { MOBILENET_V3 } from './library/mobilenet-v3.ts';
import { NASNET } from './library/nasnet.ts';
import { RESNET } from './library/resnet.ts';
import { SHARED } from './library/shared.ts';
import { VGG } from './library/vgg.ts';
import { XCEPTION } from './library/xception.ts';
import { fromPlain } from './plain-values.ts';
import { signatureOf } from './signatures.ts';
import type { KerasState } from './state.ts';

/** `modules`: where Keras keeps them. `names`: the keys of VARIANTS, the table in which each text ends. */
const FAMILIES: readonly { readonly text: string; readonly modules: string; readonly names: string }[] = [
  { text: VGG, modules: 'vgg16 vgg19', names: 'VGG16 VGG19' },
  {
    text: RESNET,
    modules: 'resnet resnet50 resnet_v2',
    names: 'ResNet50 ResNet101 ResNet152 ResNet50V2 ResNet101V2 ResNet152V2',
  },
  { text: MOBILENET, modules: 'mobilenet mobilenet_v2', names: 'MobileNet MobileNetV2' },
  { text: MOBILENET_V3, modules: 'mobilenet_v3', names: 'MobileNetV3Small MobileNetV3Large' },
  { text: DENSENET, modules: 'densenet', names: 'DenseNet121 DenseNet169 DenseNet201' },
  { text: XCEPTION, modules: 'xception', names: 'Xception' },
  { text: INCEPTION, modules: 'inception_v3 inception_resnet_v2', names: 'InceptionV3 InceptionResNetV2' },
  {
    text: EFFICIENTNET,
    modules: 'efficientnet efficientnet_v2',
    names: ['B0 B1 B2 B3 B4 B5 B6 B7', 'V2B0 V2B1 V2B2 V2B3 V2S V2M V2L'].join(' ').replace(/\w+/g, 'EfficientNet$&'),
  },
  {
    text: CONVNEXT,
    modules: 'convnext',
    names: 'ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge ConvNeXtXLarge',
  },
  { text: NASNET, modules: 'nasnet', names: 'NASNetMobile NASNetLarge' },
];

/** What `preprocess_input` of a module does; of one that is not named, as of the rest, nothing. */
const PREPROCESSING: Readonly<Record<string, 'tf' | 'torch' | 'caffe' | 'none'>> = {
  vgg16: 'caffe',
  vgg19: 'caffe',
  resnet: 'caffe',
  resnet50: 'caffe',
  imagenet_utils: 'caffe',
  densenet: 'torch',
  resnet_v2: 'tf',
  mobilenet: 'tf',
  mobilenet_v2: 'tf',
  xception: 'tf',
  inception_v3: 'tf',
  inception_resnet_v2: 'tf',
  nasnet: 'tf',
  convnext: 'none',
  efficientnet: 'none',
  efficientnet_v2: 'none',
  mobilenet_v3: 'none',
};

const familyOf = new Map(FAMILIES.flatMap((family) => family.names.split(' ').map((name) => [name, family] as const)));
export const isApplications = (name: string): boolean => Object.hasOwn(PREPROCESSING, name);

/** `keras.applications` and its modules; `path` is what follows it. */
export function applicationMember(state: KerasState, path: string, name: string): Value | undefined {
  const { interpreter } = state.session;
  if (name === 'preprocess_input')
    return interpreter instanceof Evaluator ? preprocessing(state, interpreter, path) : undefined;
  if (path === 'imagenet_utils' && /^_?obtain_input_shape$/.test(name)) return inputShape(state, interpreter);
  const family = familyOf.get(name);
  // Our Python is written for channels_last.
  if (!family || !(interpreter instanceof Evaluator) || state.dataFormat !== 'channels_last') return undefined;
  return native(name, (call) => {
    const signature = signatureOf(`applications.${name}`) ?? [];
    const bound = bindSignature(state.session, name, signature, call);
    if (bound.refusal !== null) return call.interpreter.unknown(bound.refusal, call.site);
    const variants = moduleOf(state, interpreter, family).namespace.get('VARIANTS');
    const entries = variants?.kind === 'dict' ? [...variants.entries.values()] : [];
    const variant = entries.find(({ key }) => key.kind === 'str' && key.value === name)?.value;
    if (variant?.kind !== 'tuple') return call.interpreter.unknown(say`${name} is not followed.`, call.site);
    const [build = NONE, ...settings] = variant.items;
    const given = new Map(
      signature.map(([parameter]) => [
        parameter,
        bound.values.get(parameter) ?? fromPlain(bound.args[parameter] ?? null) ?? NONE,
      ]),
    );
    return call.interpreter.call(build, settings, given, call.site);
  });
}

/** What networks written after keras.applications ask for. */
function inputShape(state: KerasState, interpreter: Session['interpreter']): Value | undefined {
  const [family] = FAMILIES;
  if (!family || !(interpreter instanceof Evaluator) || state.dataFormat !== 'channels_last') return undefined;
  return moduleOf(state, interpreter, family).namespace.get('_obtain_input_shape');
}

/** keras/src/applications/imagenet_utils.py, preprocess_input: of an array, an array of the same shape; of a tensor, operations. */
function preprocessing(state: KerasState, interpreter: Evaluator, path: string): Value | undefined {
  const mode = PREPROCESSING[path];
  const [family] = FAMILIES;
  if (mode === undefined || !family || state.dataFormat !== 'channels_last') return undefined;
  return native('preprocess_input', (call) => {
    const given = call.args[0] ?? call.kwargs.get('x');
    if (!given) return call.interpreter.raise('TypeError', "preprocess_input() needs the argument 'x'");
    if (arrayOf(given)) return given;
    const run = moduleOf(state, interpreter, family).namespace.get('_preprocess');
    if (!tensorOf(given) || !run) return call.interpreter.unknown(say`The input is not known.`, call.site);
    return call.interpreter.call(run, [given, str(mode)], new Map(), call.site);
  });
}

const made = new Slot<Map<string, PyModule>, KerasState>();

function moduleOf(state: KerasState, interpreter: Evaluator, { text, modules }: (typeof FAMILIES)[number]): PyModule {
  const known = made.get(state) ?? new Map<string, PyModule>();
  made.set(state, known);
  const existing = known.get(modules);
  if (existing) return existing;
  const [name] = modules.split(' ');
  const module = interpreter.runModule(
    `${LIBRARY_PREFIX}keras/${name}.py`,
    `${SHARED}${text}`,
    `keras.applications.${name}`,
  );
  module.namespace.set(
    'source_inputs',
    native('source_inputs', (call) => list(call.args[0]?.kind === 'instance' ? sourceInputs(call.args[0]) : [])),
  );
  known.set(modules, module);
  return module;
}

/** The Input tensors that a tensor is computed from. keras/src/utils/../ops/operation_utils.py, get_source_inputs */
function sourceInputs(tensor: PyInstance): PyInstance[] {
  const found: PyInstance[] = [];
  const seen = new Set<PyInstance>([tensor]);
  for (const each of seen) {
    const history = historyOf(each);
    const node = history && nodeOf(history);
    if (!node || node.isInput) found.push(each);
    else for (const input of node.inputs) seen.add(input);
  }
  return found;
}

export function applicationsModule(state: KerasState, name: string): PyModule {
  const path = name.slice('keras.applications'.length).replace(/^\./, '');
  return nativeModule(name, {}, (member) => {
    const found = applicationMember(state, path, member);
    if (found) return found;
    if (path === '' && isApplications(member)) return applicationsModule(state, `${name}.${member}`);
    return state.session.interpreter.unknown(say`${name}.${member} is not followed.`);
  });
}
