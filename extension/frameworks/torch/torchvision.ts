/** torchvision: its models, blocks and the transforms that models use, as Python of our own, evaluated when first asked for. */
import { say } from '../../message.ts';
import { Evaluator } from '../../python/evaluate/evaluator.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import { list, native, str, type PyModule, type Value } from '../../python/values.ts';
import { LIBRARY_PREFIX } from '../session.ts';
import type { TorchContext } from './context.ts';
import { CONVNEXT } from './library/torchvision/convnext.ts';
import { DENSENET } from './library/torchvision/densenet.ts';
import { ALEXNET, SQUEEZENET, VGG } from './library/torchvision/early.ts';
import { EFFICIENTNET } from './library/torchvision/efficientnet.ts';
import { GOOGLENET, INCEPTION } from './library/torchvision/inception.ts';
import { MNASNET, MOBILENET_V2, MOBILENET_V3, SHUFFLENET } from './library/torchvision/mobile.ts';
import { OPS } from './library/torchvision/ops.ts';
import { REGNET } from './library/torchvision/regnet.ts';
import { RESNET } from './library/torchvision/resnet.ts';
import { SEGMENTATION } from './library/torchvision/segmentation.ts';
import { SHARED } from './library/torchvision/shared.ts';
import { SWIN } from './library/torchvision/swin.ts';
import { FUNCTIONAL, TRANSFORMS } from './library/torchvision/transforms.ts';
import { VISION_TRANSFORMER } from './library/torchvision/vision-transformer.ts';

/** Modules with a text of their own. */
const SOURCES: Readonly<Record<string, string>> = {
  'torchvision.models._utils': SHARED,
  'torchvision.models.alexnet': ALEXNET,
  'torchvision.models.vgg': VGG,
  'torchvision.models.squeezenet': SQUEEZENET,
  'torchvision.models.resnet': RESNET,
  'torchvision.models.densenet': DENSENET,
  'torchvision.models.googlenet': GOOGLENET,
  'torchvision.models.inception': INCEPTION,
  'torchvision.models.mobilenetv2': MOBILENET_V2,
  'torchvision.models.mobilenetv3': MOBILENET_V3,
  'torchvision.models.mnasnet': MNASNET,
  'torchvision.models.shufflenetv2': SHUFFLENET,
  'torchvision.models.efficientnet': EFFICIENTNET,
  'torchvision.models.convnext': CONVNEXT,
  'torchvision.models.regnet': REGNET,
  'torchvision.models.vision_transformer': VISION_TRANSFORMER,
  'torchvision.models.swin_transformer': SWIN,
  'torchvision.models.segmentation': SEGMENTATION,
  'torchvision.ops': OPS,
  'torchvision.transforms': TRANSFORMS,
  'torchvision.transforms.functional': FUNCTIONAL,
};

/** Modules whose names stand in another one's text. */
const PARTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['misc', 'stochastic_depth', 'drop_block', 'deform_conv', 'feature_pyramid_network'].map((part) => [
      `torchvision.ops.${part}`,
      'torchvision.ops',
    ]),
  ),
  ...Object.fromEntries(
    ['_utils', 'fcn', 'deeplabv3', 'lraspp', 'segmentation'].map((part) => [
      `torchvision.models.segmentation.${part}`,
      'torchvision.models.segmentation',
    ]),
  ),
  'torchvision.models.mobilenet': 'torchvision.models.mobilenetv2',
  'torchvision.transforms.v2': 'torchvision.transforms',
  'torchvision.transforms.transforms': 'torchvision.transforms',
  'torchvision.transforms.v2.functional': 'torchvision.transforms.functional',
};

/** What a text defines for its users. */
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:def|class) ([A-Za-z]\w*)/gm)].map(([, name]) => name ?? '');

/** In which module of torchvision.models a builder or a network stands. */
const MODELS = new Map(
  Object.entries(SOURCES)
    .filter(([module]) => /^torchvision\.models\.[a-z]\w*$/.test(module) && !module.endsWith('.segmentation'))
    .flatMap(([module, text]) =>
      namesIn(text)
        // Blocks are reached by their own module only.
        .filter(
          (name) => isBuilder(text, name) || /^(AlexNet|VGG|[A-Z]\w*Net\w*|Inception3|\w+Transformer)$/.test(name),
        )
        .map((name) => [name, module] as const),
    ),
);
const BUILDERS = new Set([...MODELS].filter(([name]) => /^[a-z]/.test(name)).map(([name]) => name));

function isBuilder(text: string, name: string): boolean {
  return text.includes(`@_builder\ndef ${name}(`) || text.includes(`@_model\ndef ${name}(`);
}

export const isTorchvision = (name: string): boolean => /^torchvision(\.|$)/.test(name);

export class Torchvision {
  readonly #ctx: TorchContext;
  readonly #made = new Map<string, PyModule>();
  readonly #weights = new Map<string, Value>();

  constructor(ctx: TorchContext) {
    this.#ctx = ctx;
  }

  module(name: string): PyModule | undefined {
    const known = this.#made.get(name);
    if (known) return known;
    const made =
      name === 'torchvision'
        ? this.#root()
        : name === 'torchvision.models'
          ? this.#models()
          : (this.#source(name) ?? this.#quiet(name));
    if (made) this.#made.set(name, made);
    return made;
  }

  #root(): PyModule {
    return nativeModule('torchvision', { __version__: str('0.28.0') }, (member) =>
      member.startsWith('__')
        ? undefined
        : (this.module(`torchvision.${member}`) ?? this.#unknown(`torchvision.${member}`)),
    );
  }

  /** Builders stand in the namespace, so that code may list them; what they build is made when one is called. */
  #models(): PyModule {
    const entries = [...BUILDERS].map((name): [string, Value] => [
      name,
      native(name, (call) => {
        const build = this.#member(MODELS.get(name) ?? '', name);
        return build
          ? call.interpreter.call(build, call.args, call.kwargs, call.site)
          : call.interpreter.unknown(say`${name} could not be made.`, call.site);
      }),
    ]);
    const get = native('get_model', (call) => {
      const [name] = call.args;
      const build = name?.kind === 'str' ? entries.find(([each]) => each === name.value.toLowerCase())?.[1] : undefined;
      if (!build) return call.interpreter.unknown(say`This model of torchvision is not known.`, call.site);
      return call.interpreter.call(build, call.args.slice(1), call.kwargs, call.site);
    });
    return nativeModule(
      'torchvision.models',
      {
        ...Object.fromEntries(entries),
        get_model: get,
        list_models: native('list_models', () => list([...BUILDERS].map(str))),
      },
      (member) => {
        if (member.startsWith('__')) return undefined;
        const module = MODELS.get(member);
        return (
          this.#member(module ?? '', member) ??
          this.#weightsOf(member) ??
          this.module(`torchvision.models.${member}`) ??
          this.#unknown(`torchvision.models.${member}`)
        );
      },
    );
  }

  #source(name: string): PyModule | undefined {
    const owner = PARTS[name] ?? name;
    const text = SOURCES[owner];
    if (text === undefined) return undefined;
    return nativeModule(name, { __all__: list(namesIn(text).map(str)) }, (member) => {
      if (member.startsWith('__')) return undefined;
      return (
        this.#member(owner, member) ??
        this.#weightsOf(member) ??
        this.module(`${name}.${member}`) ??
        this.#unknown(`${name}.${member}`)
      );
    });
  }

  readonly #evaluated = new Map<string, PyModule>();
  readonly #running = new Set<string>();

  #member(module: string, name: string): Value | undefined {
    const text = SOURCES[module];
    const { interpreter } = this.#ctx.session;
    if (text === undefined || !(interpreter instanceof Evaluator)) return undefined;
    let known = this.#evaluated.get(module);
    if (!known) {
      // A module that asks for a part of itself while it runs does not have it yet.
      if (this.#running.has(module)) return undefined;
      this.#running.add(module);
      try {
        known = interpreter.runModule(`${LIBRARY_PREFIX}${module.replaceAll('.', '/')}.py`, text, module);
      } finally {
        this.#running.delete(module);
      }
      this.#evaluated.set(module, known);
    }
    const value = known.namespace.get(name);
    return value?.kind === 'module' ? undefined : value;
  }

  /** ResNet50_Weights and its like: one object for each name, so that `verify` and comparisons hold. */
  #weightsOf(name: string): Value | undefined {
    if (!name.endsWith('_Weights')) return undefined;
    const make = this.#member('torchvision.models._utils', '_weights_of');
    const known = this.#weights.get(name) ?? (make && this.#ctx.session.interpreter.call(make, [str(name)]));
    if (known) this.#weights.set(name, known);
    return known;
  }

  /** Data, files, pictures and networks that are not written down: everything in them is Unknown, and nothing is said of it. */
  #quiet(name: string): PyModule | undefined {
    if (!QUIET.test(name)) return undefined;
    return nativeModule(name, {}, (member) =>
      member.startsWith('__') ? undefined : this.#unknown(`${name}.${member}`),
    );
  }

  #unknown(path: string): Value {
    return this.#ctx.session.interpreter.unknown(say`${path} is not followed.`);
  }
}

const QUIET =
  /^torchvision\.(datasets|utils|io|tv_tensors|models\.(detection|video|quantization|optical_flow|feature_extraction|utils|maxvit)|ops\.(boxes|poolers|roi_align|roi_pool|focal_loss))(\.[a-z_]\w*)*$/;
