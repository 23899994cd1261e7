/** The panels in a language in which every text stands in brackets: what people read has them, and facts of the model have not. */
import assert from 'node:assert/strict';
import { openStage, type Stage } from './harness/browser.ts';

describe('the panels in another language', function () {
  this.timeout(30_000);
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  it('the preview has every heading, label, button, choice and title from the bundle', async () => {
    for (const fixture of ['article', 'unet']) {
      const page = await stage.show({ panel: 'preview', fixture, bracketed: true });
      const bare = await page.evaluate(() => {
        const texts = [
          ...[...document.querySelectorAll('h1, h2, h3, dt, th, .field-label, .note, .unit, summary, .grid-head > *')],
          ...document.querySelectorAll('button:not(.tile):not(.link-line)'),
        ].map((element) => element.textContent);
        const labels = [...document.querySelectorAll('[aria-label]')].map(
          (one) => one.getAttribute('aria-label') ?? '',
        );
        const options = [...document.querySelectorAll('select:not([aria-label*="Model"]) option')].map(
          ({ textContent }) => textContent,
        );
        return [...texts, ...labels, ...options].filter((text) => /\p{L}{3}/u.test(text) && !text.includes('⟦'));
      });
      // Names of models, layers and files are the code's, and a colour map has a name of its own.
      const named = bare.filter((text) => text !== 'Viridis' && !/^\w+[_.]\w+$/.test(text));
      assert.deepEqual(named, [], fixture);
      assert.match(await page.locator('.grid').innerText(), /conv|Conv/);
      await page.close();
    }
  });

  it('the comparison has its own in all of its parts', async () => {
    for (const fixture of ['article', 'working', 'why', 'models']) {
      const page = await stage.show({ panel: 'compare', fixture, bracketed: true });
      const bare = await page.evaluate(() => {
        const texts = document.querySelectorAll('h1, dt, th, .field-label, .tab, .written-badge, summary, .use-button');
        const labels = [...document.querySelectorAll('[aria-label]:not(progress)')].map(
          (one) => one.getAttribute('aria-label') ?? '',
        );
        return [...[...texts].map(({ textContent }) => textContent), ...labels].filter(
          (text) => /\p{L}{3}/u.test(text) && !text.includes('⟦'),
        );
      });
      // Names of models, layers, arguments and files are the code's.
      assert.deepEqual(
        bare.filter((text) => !/^\w+[_.]\w+(\/\w+\.py)?$/.test(text)),
        [],
        fixture,
      );
      await page.close();
    }
  });

  it('say what the analysis says: the rows of the comparison', async () => {
    const page = await stage.show({ panel: 'compare', fixture: 'article', bracketed: true });
    await page.getByRole('heading', { name: '⟦Sub-pixel convolution⟧', exact: true }).waitFor();
    assert.match(await page.locator('.overview-name').allInnerTexts().then(String), /⟦Sub-pixel convolution⟧/);
    await page.close();
  });

  it('fill the placeholders of a translated message', async () => {
    const page = await stage.show({ panel: 'preview', fixture: 'article', bracketed: true });
    assert.match(await page.getByRole('row').filter({ hasText: '⟦Total⟧' }).innerText(), /⟦896 trainable⟧/);
    await page.close();
  });
});
