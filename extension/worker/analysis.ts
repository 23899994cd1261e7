/** The analysis worker: Python text in, facts out. */
import { createAnalyzer } from '../frameworks/analyze.ts';
import { argumentsOf, explain } from '../model/explanation.ts';
import type { AnalysisRequests } from '../protocol.ts';
import { createRewriter } from '../rewrite/rewriter.ts';
import { serveOwnPort } from './serve.ts';

const analyzer = createAnalyzer();
const rewriter = createRewriter(analyzer);
serveOwnPort<AnalysisRequests>(
  Promise.resolve({
    analyze: (params) => analyzer.analyze(params),
    receptiveFields: (params) => analyzer.receptiveFields(params),
    alternatives: ({ layer, inputShape, settings, only }) => analyzer.alternatives(layer, inputShape, settings, only),
    fixes: ({ input, finding }) => rewriter.fixes(input, finding),
    useCode: ({ input, range, code }) => rewriter.useCode(input, range, code),
    explain: (params) => explain(params),
    settingCode: ({ input, layer, setting }) => rewriter.layerCode(input, layer, argumentsOf(setting, layer)),
  }),
);
