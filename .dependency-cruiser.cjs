/** Imports run one way: see CONTRIBUTING.md, "The house". What people read is said in every folder: message.ts. */
const may = (folder, ...others) => ({
  name: `${folder}-imports`,
  comment: `extension/${folder} may import only ${others.join(', ') || 'itself'}.`,
  severity: 'error',
  from: { path: `^extension/${folder}/` },
  to: {
    path: '^(extension|webview|test)/',
    pathNot: `^extension/(${[folder, 'message', ...others].join('|')})(/|\\.ts$)`,
  },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(extension|webview)/',
        pathNot: '(main|worker|cli/main)[^/]*\\.ts$|\\.d\\.ts$|/assembly/',
      },
      to: {},
    },
    may('python'),
    may('model'),
    may('frameworks', 'python', 'model'),
    may('engine', 'model', 'protocol'),
    may('weights', 'model'),
    may('rewrite', 'python', 'model', 'frameworks', 'protocol'),
    may('worker', 'model', 'engine', 'weights', 'frameworks', 'rewrite', 'protocol'),
    may('editor', 'worker', 'rewrite', 'model', 'engine', 'weights', 'frameworks', 'python', 'protocol'),
    may('cli', 'model', 'engine', 'weights', 'frameworks', 'python', 'protocol'),
    {
      name: 'webview-imports-protocol-only',
      severity: 'error',
      from: { path: '^webview/' },
      // Arithmetic and texts alone: the spectrum that is drawn must be the one that is measured, the overlap the one that is graded, and
      // a table is written in one way.
      to: {
        path: '^extension/',
        pathNot:
          '^extension/(protocol|message|engine/measure/(fft|spectrum)|model/summary/table-text|model/artifacts/(compound|overlap|spread))\\.ts$',
      },
    },
    {
      name: 'vscode-only-in-editor',
      severity: 'error',
      from: { path: '^extension/', pathNot: '^extension/(editor/|main[^/]*\\.ts)' },
      to: { path: '^vscode$' },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      from: { path: '^(extension|webview)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'] },
  },
};
