/** Every public module and function of the real PyTorch (test/oracle/torch_names.py) is known: a name that is missing fails here. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { hasSignature } from '../../../extension/frameworks/torch/binding.ts';
import { layerRuleNames } from '../../../extension/frameworks/torch/functional-layers.ts';
import { libraryNames } from '../../../extension/frameworks/torch/library.ts';
import { ruleFor } from '../../../extension/frameworks/torch/ops/table.ts';
import { torchRecord } from '../../../extension/frameworks/torch/records/registry.ts';

const names = JSON.parse(readFileSync('test/recorded/torch-names.json', 'utf8')) as Readonly<
  Record<'modules' | 'functional' | 'fft' | 'linalg' | 'special', readonly string[]>
>;

/** What holds other modules, and bases that nobody constructs. */
const CONTAINERS = [
  'Container', 'DataParallel', 'Module', 'ModuleDict', 'ModuleList', 'ParameterDict', 'ParameterList', 'RNNBase', 'RNNCellBase', 'Sequential',
]; // prettier-ignore

/** Machinery of torch.nn.functional, and products of numbers with scales that no model writes by hand. */
const MACHINERY = [
  'assert_int_or_pair', 'grouped_mm', 'handle_torch_function', 'has_torch_function', 'has_torch_function_unary',
  'has_torch_function_variadic', 'scaled_grouped_mm', 'scaled_mm',
]; // prettier-ignore

/** Answers of several parts that models do not take apart. */
const SOLVERS = ['ldl_factor', 'ldl_factor_ex', 'lstsq', 'solve_ex'];

describe('Names of PyTorch', () => {
  it('has a record, or Python of our own, for every module', () => {
    const library = libraryNames();
    const known = (name: string): boolean =>
      torchRecord(name.replace(/^Lazy/, '')) !== undefined || library.includes(name) || CONTAINERS.includes(name);
    assert.deepEqual(
      names.modules.filter((name) => !known(name)),
      [],
    );
    assert.deepEqual(
      names.modules.filter((name) => torchRecord(name) && !hasSignature(`nn.${name}`)),
      [],
    );
  });

  it('has a rule for every function', () => {
    const layers = new Set(layerRuleNames());
    for (const [space, prefix] of [
      ['functional', 'nn.functional.'],
      ['fft', 'fft.'],
      ['linalg', 'linalg.'],
      ['special', 'special.'],
    ] as const) {
      const known = (name: string): boolean => {
        const base = name.replace(/_$/, '');
        const ruled = (ruleFor(base, prefix + base) ?? torchRecord(prefix + base)) !== undefined || layers.has(base);
        return ruled && hasSignature(prefix + name);
      };
      const missing = names[space].filter((name) => !known(name));
      assert.deepEqual(
        missing.filter((name) => !MACHINERY.includes(name) && !SOLVERS.includes(name)),
        [],
        space,
      );
    }
  });
});
