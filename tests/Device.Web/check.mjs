// Uses the sample page in Chromium as people do: check.mjs SITE CHROMIUM EXPECTED.json [PICTURES]
//
// EXPECTED.json is what odrec recommend --json says of the first three goods that are clicked here. The page lists the same, with
// scores that differ in the last digits alone, nothing is asked of the network once it is ready, it works without one and by keyboard
// alone, and a file that is no model is refused in one line. On a wide and a narrow screen, light and dark, it has no fault that axe finds and is not wider
// than the screen; with PICTURES it is photographed there.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const [site, executablePath, expectedFile, pictures] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(expectedFile, 'utf8'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const faults = [];
const fault = text => faults.push(text);

const server = await serve(site);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
await lists();
for (const width of [1200, 390]) {
  for (const colorScheme of ['light', 'dark']) await look(width, colorScheme);
}
await browser.close();
server.close();

for (const text of faults) console.error(text);
console.log(`${site}: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

async function open(options) {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  const asked = [];
  context.on('request', request => asked.push(request.url()));
  page.on('console', message => message.type() === 'error' && fault(`console: ${message.text()}`));
  page.on('pageerror', error => fault(`script: ${error.message}`));
  await page.goto(server.address);
  await ready(page);
  asked.length = 0;
  return { context, page, asked };
}

async function ready(page) {
  await page.waitForFunction(() => document.getElementById('status').textContent !== 'The runtime is starting.');
  const status = await page.textContent('#status');
  if (status !== 'Ready.') fault(`is not ready: ${status}`);
}

async function lists() {
  const { context, page, asked } = await open();
  const goods = page.locator('#aisles');
  for (const name of expected.session) await goods.getByRole('button', { name, exact: true }).click();
  same('the page lists', await listed(page), expected.items.map(item => item.id));
  const [time, requests] = [await page.textContent('#time'), await page.textContent('#requests')];
  if (!/^[0-9.]+ ms$/.test(time)) fault(`the list took "${time}"`);
  if (requests !== '0') fault(`the page counts ${requests} requests`);
  if (asked.length > 0) fault(`asks for ${asked.join(', ')}`);

  // WebAssembly's vectors have no multiply-add that rounds once: encodings differ in their last digits.
  const scores = await page.evaluate(scored, expected.session);
  const differences = scores.list.map(({ score }, i) => Math.abs(score - expected.items[i].score));
  console.log(`scores differ from the command's by at most ${Math.max(...differences).toExponential(1)}`);
  if (!differences.every(difference => difference < 1e-5)) fault(`the scores are ${scores.list.map(next => next.score)}`);
  same('without scores the list is', scores.alone, expected.items.map(item => item.id));
  same('a restored history lists', scores.restored, expected.items.map(item => item.id));
  for (const [what, message] of Object.entries(scores.refusals)) {
    if (!message || message.includes('\n')) fault(`${what} ends in "${message}"`);
  }

  // Without a network, from the start on, by keyboard alone.
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  await page.keyboard.press('Tab');
  if ((await page.evaluate(() => document.activeElement.id)) !== 'search') fault('Tab does not begin at the search');
  await page.keyboard.type(expected.session[0]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  same('by keyboard the basket has', await page.locator('#items li').allTextContents(), [expected.session[0]]);
  await page.locator('#list button').first().focus();
  const first = await page.evaluate(() => document.activeElement.dataset.name);
  await page.keyboard.press('Enter');
  same('by keyboard the basket has', await page.locator('#items li').allTextContents(), [expected.session[0], first]);
  if ((await page.evaluate(() => document.activeElement.closest('#list'))) === null) fault('the list loses the focus');
  if ((await listed(page)).includes(first)) fault(`${first} is listed though it is in the basket`);
  await page.getByRole('button', { name: 'Empty the basket' }).click();
  same('the emptied basket has', await page.locator('#items li').allTextContents(), []);
  await context.close();
}

async function look(width, colorScheme) {
  const { context, page } = await open({ viewport: { width, height: 900 }, colorScheme });
  const view = `${width} pixels, ${colorScheme}`;
  for (const name of expected.session) await page.locator('#aisles').getByRole('button', { name, exact: true }).click();
  await page.evaluate(() => scrollTo(0, 0));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) fault(`${view}: is ${wide} pixels wide`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'best-practice'] }));
  for (const { id, nodes } of violations) {
    for (const { html, failureSummary } of nodes) fault(`${view}: ${id}: ${html.slice(0, 100)}: ${failureSummary.replace(/\s+/g, ' ')}`);
  }
  if (pictures) await page.screenshot({ path: join(pictures, `${width}-${colorScheme}.png`) });
  await context.close();
}

function listed(page) {
  return page.locator('#list button').evaluateAll(buttons => buttons.map(button => button.dataset.name));
}

function same(what, actual, wanted) {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) fault(`${what} ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
}

// Runs in the page, with the package that it uses.
async function scored(session) {
  const { load } = await import(new URL('ondevicerec/index.js', location.href));
  const bytes = new Uint8Array(await (await fetch('shop.odr')).arrayBuffer());
  const model = await load(bytes);
  const [history, other] = [model.history(), model.history()];
  for (const id of session) history.append(id);
  other.restore(history.save());
  const options = { count: 10, excludeSeen: true };
  const message = async action => {
    try {
      await action();
    } catch (error) {
      return error.message;
    }
  };
  return {
    list: history.recommend(options),
    alone: history.list(options),
    restored: other.list(options),
    refusals: {
      'a file that is none': await message(() => load(bytes.slice(3))),
      'an id that there is not': await message(() => history.append('no such good')),
      'an empty history': await message(() => model.history().list()),
      'a history of something else': await message(() => history.restore(bytes)),
    },
  };
}
