// Uses the sample page in Chromium as people do: check.mjs SITE CHROMIUM EXPECTED.json [PICTURES]
//
// EXPECTED.json is what odrec recommend --json says of the goods that are clicked here. The page lists the same, with scores that differ in
// the last digits alone, nothing is asked of the network once it is ready, it works without one and by keyboard alone, it does not mix the
// files of two versions, and what is wrong is said in one line. On a wide and a narrow screen, light and dark, it has no fault that axe
// finds and is not wider than the screen; with PICTURES it is photographed there.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const [site, executablePath, expectedFile, pictures] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(expectedFile, 'utf8'));
const ids = expected.items.map(item => item.id);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const faults = [];
const fault = text => faults.push(text);

const server = await serve(site);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
for (const check of [lists, calls, keyboard, history, search, versions, broken]) await check();
for (const width of [1200, 390]) {
  for (const colorScheme of ['light', 'dark']) await look(width, colorScheme);
}
await browser.close();
server.close();

for (const text of faults) console.error(text);
console.log(`${site}: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

// A page that is ready and kept, and what it has asked for since.
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

async function ready(page, kept = 'yes') {
  await page.waitForFunction(() => document.getElementById('status').textContent !== 'The runtime is starting.');
  const status = await page.textContent('#status');
  if (status !== 'Ready.') fault(`is not ready: ${status}`);
  await page.waitForFunction(() => document.getElementById('kept').textContent !== 'not yet');
  same('the page is kept', await page.textContent('#kept'), kept);
}

async function lists() {
  const { context, page, asked } = await open();
  for (const name of expected.session) await good(page, name).click();
  same('the page lists', await listed(page), ids);
  same('the basket has', await held(page), expected.session);
  const shares = await page.locator('.share').allTextContents();
  same('the shares are', shares, expected.items.map(item => `${(100 * Math.exp(item.score)).toFixed(1)} %`));
  const time = await page.textContent('#time');
  if (!/^[0-9.]+ ms$/.test(time)) fault(`the list took "${time}"`);
  same('the page counts', await page.textContent('#requests'), '0');
  same('it has asked for', asked, []);
  for (const empty of ['#list-empty', '#basket-empty']) {
    if (await page.locator(empty).isVisible()) fault(`${empty} is shown beside a list`);
  }

  // A request is counted: nothing else in this page makes one.
  await page.evaluate(() => fetch(`goods.json?${Date.now()}`));
  await page.waitForFunction(() => document.getElementById('requests').textContent === '1');

  await page.getByRole('button', { name: 'Empty the basket' }).click();
  same('the emptied basket has', await held(page), []);
  same('and lists', await listed(page), []);
  same('and has the focus on', await page.evaluate(() => document.activeElement.id), 'basket-title');
  if (!(await page.locator('#list-empty').isVisible())) fault('an empty list says nothing');
  for (const name of expected.session) await good(page, name).click();
  same('filled again it lists', await listed(page), ids);
  await context.close();
}

async function calls() {
  const { context, page } = await open();
  const said = await page.evaluate(call, expected.session);
  same('without scores the list is', said.alone, ids);
  same('a restored history lists', said.restored, ids);
  same('a history of numbers lists', said.byNumber, ids);
  same('a cleared history lists', said.cleared, ids);
  same('the lengths are', said.lengths, [0, 3, 0, 3, 20]);
  same('the catalog has', said.items, 152);
  same('by default there are', said.byDefault, 20);
  same('the seen are listed', said.seen, expected.session);
  same('the items are', said.list.map(next => next.id), ids);

  // WebAssembly's vectors have no multiply-add that rounds once: encodings differ in their last digits.
  const differences = said.list.map(({ score }, i) => Math.abs(score - expected.items[i].score));
  console.log(`scores differ from the command's by at most ${Math.max(...differences).toExponential(1)}`);
  if (!differences.every(difference => difference < 1e-5)) fault(`the scores are ${said.list.map(next => next.score)}`);
  for (const [what, [message, wanted]] of Object.entries(said.refusals)) {
    if (!message?.includes(wanted) || message.includes('\n')) fault(`${what} ends in "${message}", not "${wanted}"`);
  }
  await context.close();
}

// Without a network, from the start on, by keyboard alone.
async function keyboard() {
  const { context, page } = await open();
  await context.setOffline(true);
  await page.goto(`${server.address}?again`);
  await ready(page);
  await page.keyboard.press('Tab');
  same('Tab begins at', await page.evaluate(() => document.activeElement.id), 'search');
  await page.keyboard.type(expected.session[0]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  same('by keyboard the basket has', await held(page), [expected.session[0]]);
  await page.locator('#list button').first().focus();
  const first = await page.evaluate(() => document.activeElement.dataset.name);
  await page.keyboard.press('Enter');
  same('by keyboard the basket has', await held(page), [expected.session[0], first]);
  if ((await page.evaluate(() => document.activeElement.closest('#list'))) === null) fault('the list loses the focus');
  if ((await listed(page)).includes(first)) fault(`${first} is listed though it is in the basket`);
  await context.close();
}

// More goods than a history has room for: what is shown is what counts.
async function history() {
  const { context, page } = await open();
  const names = await page.locator('#aisles button').evaluateAll(buttons => buttons.slice(0, 23).map(button => button.dataset.name));
  for (const name of names) await good(page, name).click();
  same('a full basket has', await held(page), names.slice(3));
  await context.close();
}

async function search() {
  const { context, page } = await open();
  const visible = () => page.locator('#aisles button:visible').evaluateAll(buttons => buttons.map(button => button.dataset.name));
  await page.fill('#search', ' RED ');
  same('found are', await visible(), ['red onions', 'red lentils', 'red wine']);
  same('the page says', await page.textContent('#status'), '3 items are on the shelves.');
  await page.fill('#search', 'xyz');
  same('found are', await visible(), []);
  same('the page says', await page.textContent('#status'), '0 items are on the shelves.');
  await context.close();
}

// A new version of the page: it is seen though the browser keeps files for a day, never mixed with the old one, and another shop of the
// same server stays as it is.
async function versions() {
  const { context, page } = await open();
  const other = await context.newPage();
  await other.goto(new URL('../other/', server.address).href);
  await ready(other);
  const text = name => readFileSync(join(site, name), 'utf8');
  for (const name of ['index.html', 'page.js']) server.changed.set(name, text(name).replaceAll(/(['"])status\1/g, '"state"'));
  server.changed.set('files.js', text('files.js').replace(/version = '/, "version = 'new"));
  await page.reload();
  await ready(page);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration()).waiting !== null);
  await page.reload();
  await ready(page);
  await page.goto('about:blank');
  await page.waitForTimeout(300);
  await page.goto(server.address);
  await page.waitForFunction(() => document.getElementById('state')?.textContent === 'Ready.');
  await context.setOffline(true);
  await page.reload();
  await page.waitForFunction(() => document.getElementById('state')?.textContent === 'Ready.');
  await other.reload();
  await ready(other);
  await context.close();
  server.changed.clear();
}

// What is missing or does not fit together is said in one line; a page that cannot be kept works all the same.
async function broken() {
  const opened = async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(server.address);
    return { context, page };
  };
  const goods = JSON.parse(readFileSync(join(site, 'goods.json'), 'utf8'));
  const says = async wanted => {
    const { context, page } = await opened();
    await page.waitForFunction(() => document.getElementById('status').textContent !== 'The runtime is starting.');
    const status = await page.textContent('#status');
    if (!status.startsWith('The shop does not open: ') || !status.includes(wanted)) fault(`says "${status}", not "${wanted}"`);
    await context.close();
    server.missing.clear();
    server.changed.clear();
  };
  server.missing.add('shop.odr');
  await says('shop.odr: 404');
  server.changed.set('shop.odr', 'no model at all, but a sentence of some length that somebody has put in its place');
  await says('no model file');
  server.changed.set('goods.json', JSON.stringify(goods.slice(1)));
  await says(`goods.json has no ${goods[0].name}`);
  server.changed.set('goods.json', JSON.stringify([...goods, { name: 'saffron', aisle: 'Herbs', shape: 'jar', color: 'red' }]));
  await says('no id saffron');
  server.changed.set('goods.json', JSON.stringify([{ ...goods[0], shape: 'cloud' }, ...goods.slice(1)]));
  await says('the shape cloud');
  server.missing.add('dotnet.native.wasm');
  await says('load the page again');

  server.missing.add('icon.svg');
  const { context, page } = await opened();
  await ready(page, 'no');
  await good(page, expected.session[0]).click();
  if ((await listed(page)).length === 0) fault('a page that is not kept lists nothing');
  await context.close();
  server.missing.clear();
}

async function look(width, colorScheme) {
  const { context, page } = await open({ viewport: { width, height: 900 }, colorScheme });
  const view = `${width} pixels, ${colorScheme}`;
  for (const name of expected.session) await good(page, name).click();
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

function good(page, name) {
  return page.locator('#aisles').getByRole('button', { name, exact: true });
}

function listed(page) {
  return page.locator('#list button').evaluateAll(buttons => buttons.map(button => button.dataset.name));
}

function held(page) {
  return page.locator('#items li').allTextContents();
}

function same(what, actual, wanted) {
  if (JSON.stringify(actual) !== JSON.stringify(wanted)) fault(`${what} ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
}

// Runs in the page.
async function call(session) {
  const { load } = await import(new URL('ondevicerec/index.js', location.href));
  const buffer = await (await fetch('shop.odr')).arrayBuffer();
  const model = await load(new Uint8Array(buffer));
  const [history, other, numbers] = [model.history(), model.history(), model.history()];
  const lengths = [history.length];
  for (const id of session) history.append(id);
  lengths.push(history.length);
  const options = { count: 10, excludeSeen: true };
  const [list, alone] = [history.recommend(options), history.list(options)];
  const [byDefault, seen] = [history.recommend().length, history.list().filter(id => session.includes(id))];
  other.restore(history.save().buffer);
  const restored = other.list(options);
  for (const id of session) numbers.appendItem((await load(buffer)).find(id));
  history.clear();
  lengths.push(history.length, other.length);
  for (const id of session) history.append(id);
  const cleared = history.list(options);
  for (let item = 1; item <= 30; item++) other.appendItem(item);
  lengths.push(other.length);
  const refused = async (action, wanted) => {
    try {
      await action();
      return [undefined, wanted];
    } catch (error) {
      return [error.message, wanted];
    }
  };
  return {
    list, alone, restored, byNumber: numbers.list(options), cleared, lengths, byDefault,
    seen: session.filter(id => seen.includes(id)),
    items: model.items,
    refusals: {
      'a file that is none': await refused(() => load(new Uint8Array(buffer).slice(3)), 'no model file'),
      'no bytes': await refused(() => load('shop.odr'), 'A model file is a Uint8Array or an ArrayBuffer, not shop.odr.'),
      'an unknown id': await refused(() => history.append('no such good'), 'no id no such good'),
      'a number as an id': await refused(() => history.append(12), 'An id is a text, not 12.'),
      'nothing as an id': await refused(() => model.find(undefined), 'An id is a text, not undefined.'),
      'item 0': await refused(() => history.appendItem(0), 'An item is a whole number from 1 to 152, not 0.'),
      'item 153': await refused(() => model.idOf(153), 'An item is a whole number from 1 to 152, not 153.'),
      'item NaN': await refused(() => history.appendItem(NaN), 'An item is a whole number from 1 to 152, not NaN.'),
      'an empty history': await refused(() => model.history().list(), 'The history is empty'),
      'a history of something else': await refused(() => history.restore(buffer), 'no saved history'),
      'a negative count': await refused(() => history.list({ count: -1 }), 'count is a whole number from 0'),
      'a huge count': await refused(() => history.list({ count: 1e10 }), 'count is a whole number from 0'),
      'a strange option': await refused(() => history.list({ top: 3 }), 'There is no option top'),
      'options that are none': await refused(() => history.recommend(null), 'Options are an object, not null.'),
      'a number as a truth': await refused(() => history.list({ excludeSeen: 1 }), 'excludeSeen is true or false, not 1.'),
    },
  };
}
