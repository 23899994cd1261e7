/** The analysis worker: Python text in, facts out. */
import core from 'web-tree-sitter/web-tree-sitter.wasm';
import python from 'tree-sitter-python/tree-sitter-python.wasm';
import { createAnalyzer } from '../frameworks/analyze.ts';
import type { AnalysisRequests } from '../protocol.ts';
import { serveOwnPort } from './serve.ts';

serveOwnPort<AnalysisRequests>(
  createAnalyzer({ core, python }).then((analyzer) => ({
    analyze: (params) => analyzer.analyze(params),
    alternatives: ({ layer, inputShape }) => analyzer.alternatives(layer, inputShape),
  })),
);
