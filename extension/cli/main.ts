/**
 * The command line: `layerscope inspect FILE`, `layerscope check PATH...` and `layerscope report FILE`. Exit codes: 0 fine, 1 findings of the severity asked
 * for, 2 a command that cannot be carried out.
 */
import { parseArgs } from 'node:util';
import relaxed from '../../dist/kernels-relaxed.wasm';
import plain from '../../dist/kernels.wasm';
import { check, type CheckFormat } from './check.ts';
import { inspect } from './inspect.ts';
import { report } from './write-report.ts';
import { UsageError } from './usage.ts';
import type { Severity } from '../model/findings.ts';

const HELP = `layerscope reads Keras and PyTorch model code and tells what its layers do. It never runs the code.

  layerscope inspect FILE [--call EXPR] [--input SHAPE]... [--json]
      Models, layers, output shapes, parameters, multiply-accumulates, findings.
      --call EXPR      a call evaluated in the module, e.g. "UNet(n_channels=3, n_classes=2)"
      --input SHAPE    an input shape, batch included, e.g. 1,3,256,256 (repeat for several inputs; None leaves a size open)
      --json           machine-readable

  layerscope check PATH... [--format text|json|sarif] [--max-severity error|warning|info]
      Findings only. Ends with 1 when one of the severity named (default: error) or worse is found.

  layerscope report FILE -o report.html [--call EXPR] [--input SHAPE]... [--seed NUMBER]
      One HTML file that opens offline: layers, findings, and what the upsampling layers draw with freshly initialised weights.
`;

const FORMATS: readonly CheckFormat[] = ['text', 'json', 'sarif'];
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value);
  if (!found) throw new UsageError(`--${option} takes ${allowed.join(', ')}; ${value} is none of them.`);
  return found;
}

async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      call: { type: 'string' },
      input: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
      output: { type: 'string', short: 'o' },
      seed: { type: 'string', default: '1' },
      'max-severity': { type: 'string', default: 'error' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, ...paths] = positionals;
  if (values.help || command === undefined || command === 'help') {
    process.stdout.write(HELP);
    return values.help || command === 'help' ? 0 : 2;
  }
  switch (command) {
    case 'inspect': {
      const [file, ...more] = paths;
      if (file === undefined || more.length > 0) throw new UsageError('inspect takes one file.');
      return inspect(file, { call: values.call ?? null, inputs: values.input, json: values.json });
    }
    case 'check':
      if (paths.length === 0) throw new UsageError('check takes one or more files or folders.');
      return check(paths, {
        format: oneOf('format', values.format, FORMATS),
        maxSeverity: oneOf('max-severity', values['max-severity'], SEVERITIES),
      });
    case 'report': {
      const [file, ...more] = paths;
      if (file === undefined || more.length > 0) throw new UsageError('report takes one file.');
      if (values.output === undefined) throw new UsageError('report needs a file to write: -o report.html');
      if (!/^\d+$/.test(values.seed)) throw new UsageError(`--seed takes a whole number; ${values.seed} is none.`);
      const { call = null, input: inputs, output } = values;
      return report(file, { call, inputs, output, seed: Number(values.seed) }, { plain, relaxed });
    }
    default:
      throw new UsageError(`There is no command ${command}.`);
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`layerscope: ${message}\n${error instanceof UsageError ? '\nSee layerscope --help.\n' : ''}`);
  process.exitCode = 2;
}
