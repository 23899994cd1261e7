/** The pages: their generated tables are up to date, every link leads somewhere, and every page that the panels open is there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const PAGES = 'media/docs/layerscope-pages';

describe('the pages', () => {
  it('have tables that say what package.json says', () => {
    const { status, stderr } = spawnSync(process.execPath, ['build/docs.mjs', '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  it('have links that lead somewhere', () => {
    const files = ['README.md', 'CONTRIBUTING.md', ...[PAGES, 'media/docs/layerscope-findings'].flatMap(pagesIn)];
    let seen = 0;
    for (const file of files) {
      for (const [, target] of readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|command:|#)([^)#\s]+)[^)]*\)/g)) {
        assert.ok(target !== undefined && existsSync(path.join(path.dirname(file), target)), `${file}: ${target}`);
        seen++;
      }
    }
    assert.ok(seen > 20, String(seen));
  });

  it('are those that the help command opens, and the README names each', () => {
    const source = readFileSync('extension/editor/commands/open-help.ts', 'utf8');
    const opened = [...(/PAGES = \[([^\]]*)\]/.exec(source)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, name]) => name);
    assert.deepEqual(opened.map((name) => `${PAGES}/${name}.md`).sort(), pagesIn(PAGES).sort());
    const readme = readFileSync('README.md', 'utf8');
    for (const page of pagesIn(PAGES)) assert.ok(readme.includes(page), page);
  });
});

function pagesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}
