// Milliseconds of a list of 20 in Chromium, of the sample page's package: time.mjs SITE CHROMIUM MODEL...
//
// Medians of 30 made-up histories of 2, 10 and as many items as fit in: one more item and the list without scores, and one more and the
// list with scores.

import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const [site, executablePath, ...models] = process.argv.slice(2);
const server = await serve(site);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
await page.goto(server.address);
await page.waitForFunction(() => document.getElementById('kept').textContent === 'yes');
for (const model of models) {
  const { items, loaded, times } = await page.evaluate(measure, readFileSync(model).toString('base64'));
  console.log(`${model}: ${items} items, loaded in ${loaded.toFixed(0)} ms`);
  for (const { length, alone, scored } of times) {
    console.log(`  ${length} items held: ${alone.toFixed(2)} ms, ${scored.toFixed(2)} ms with scores`);
  }
}
await browser.close();
server.close();

// Runs in the page.
async function measure(file) {
  const { load } = await import(new URL('ondevicerec/index.js', location.href));
  const bytes = Uint8Array.from(atob(file), letter => letter.charCodeAt(0));
  await load(bytes);
  const time = action => {
    const start = performance.now();
    action();
    return performance.now() - start;
  };
  const median = times => times.sort((a, b) => a - b)[times.length >> 1];
  const start = performance.now();
  const model = await load(bytes);
  const loaded = performance.now() - start;
  const history = model.history();
  let state = 1;
  const draw = () => {
    state = (state * 69069 + 12345) % 2 ** 32;
    history.appendItem(1 + Math.floor(model.items * state / 2 ** 32));
  };
  const times = [];
  for (const wanted of [1, 9, Infinity]) {
    const [alone, scored] = [[], []];
    for (let round = 0; round < 30; round++) {
      history.clear();
      for (let i = 0, held = -1; i < wanted && held < history.length; i++) {
        held = history.length;
        draw();
        history.list();
      }
      alone.push(time(() => {
        draw();
        history.list();
      }));
      scored.push(time(() => {
        draw();
        history.recommend();
      }));
    }
    times.push({ length: history.length, alone: median(alone), scored: median(scored) });
  }
  return { items: model.items, loaded, times };
}
