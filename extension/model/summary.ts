/**
 * The text that a framework's own users know: Keras's `model.summary()`, and a table like torchinfo's for PyTorch. Made when it is
 * asked for: an analysis would spend a twentieth of its time on tables that nobody reads.
 */
import type { ModelGraph } from './graph.ts';
import { kerasSummary } from './summary/keras.ts';
import { torchSummary } from './summary/torch.ts';

/** What Python takes for the terminal when there is none: in scripts with piped output, and in notebooks. */
const DEFAULT_COLUMNS = 80;

/** `terminalColumns` is the width that Keras lays its table out for. */
export function summaryText(graph: ModelGraph, terminalColumns = DEFAULT_COLUMNS): string {
  switch (graph.framework) {
    case 'keras':
      return kerasSummary(graph, terminalColumns);
    case 'torch':
      return torchSummary(graph);
    default:
      return graph.framework satisfies never;
  }
}
