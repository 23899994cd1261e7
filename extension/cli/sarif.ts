/** Findings as SARIF 2.1.0, which code scanning services read. */
import type { Log, Result } from 'sarif';
import { FINDING_RULES, type Severity } from '../model/findings.ts';
import type { CheckedFile } from './report.ts';

const LEVEL: Readonly<Record<Severity, NonNullable<Result['level']>>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

export function sarif(files: readonly CheckedFile[]): Log {
  return {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name: 'Layerscope',
            informationUri: 'https://github.com/layerscope/layerscope',
            rules: Object.entries(FINDING_RULES).map(([id, rule]) => ({
              id,
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.advice },
              defaultConfiguration: { level: LEVEL[rule.severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap(({ file, diagnostics }) =>
          diagnostics.map((found) => ({
            ruleId: found.code,
            level: LEVEL[found.severity],
            message: { text: found.message },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: file.split('\\').join('/') },
                  region: {
                    startLine: found.line,
                    startColumn: found.column,
                    endLine: found.endLine,
                    endColumn: found.endColumn,
                  },
                },
              },
            ],
          })),
        ),
      },
    ],
  };
}
