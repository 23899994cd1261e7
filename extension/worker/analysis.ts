/** The analysis worker: Python text in, facts out. */
import core from 'web-tree-sitter/web-tree-sitter.wasm';
import python from 'tree-sitter-python/tree-sitter-python.wasm';
import { createAnalyzer } from '../frameworks/analyze.ts';
import type { AnalysisRequests } from '../protocol.ts';
import { createRewriter } from '../rewrite/rewriter.ts';
import { serveOwnPort } from './serve.ts';

serveOwnPort<AnalysisRequests>(
  createAnalyzer({ core, python }).then((analyzer) => {
    const rewriter = createRewriter(analyzer);
    return {
      analyze: (params) => analyzer.analyze(params),
      alternatives: ({ layer, inputShape }) => analyzer.alternatives(layer, inputShape),
      fixes: ({ input, finding }) => rewriter.fixes(input, finding),
      useCode: ({ input, range, code }) => rewriter.useCode(input, range, code),
    };
  }),
);
