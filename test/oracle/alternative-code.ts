/**
 * Writes the code of all alternatives of test/model/alternatives/cases.ts, for test/oracle/alternatives.py to run:
 *   npx tsx test/oracle/alternative-code.ts | python test/oracle/alternatives.py
 */
import { alternativesFor } from '../../extension/model/alternatives.ts';
import { CASES } from '../model/alternatives/cases.ts';

const found = CASES.flatMap(({ layer, input }) =>
  alternativesFor(layer, input)
    .filter(({ code }) => code.length > 0)
    .map(({ code, definition }) => ({ framework: layer.framework, input, code, definition })),
);
process.stdout.write(JSON.stringify(found));
