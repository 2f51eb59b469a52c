// Opens a report in Chromium as people do, and fails on what they would stumble over: check.mjs REPORT.html CHROMIUM
//
// On a wide and a narrow screen, light and dark, and in print: nothing is asked of the network, the console has no error, every figure is
// there once and none of its text is cut off, the page is not wider than the screen, and text stands out from what is behind it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, executablePath] = process.argv.slice(2);
const address = pathToFileURL(resolve(report)).href;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const faults = [];

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
for (const width of [1200, 390]) {
  for (const colorScheme of ['light', 'dark']) await look(`${width} pixels, ${colorScheme}`, { width, colorScheme });
}
await look('print', { width: 700, colorScheme: 'light', media: 'print' });
await browser.close();

for (const fault of faults) console.error(fault);
console.log(`${report}: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

async function look(view, { width, colorScheme, media }) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  const fault = text => faults.push(`${view}: ${text}`);
  page.on('request', request => request.url() === address || fault(`asks for ${request.url()}`));
  page.on('console', message => message.type() === 'error' && fault(`console: ${message.text()}`));
  page.on('pageerror', error => fault(`script: ${error.message}`));
  await page.goto(address);
  if (media) await page.emulateMedia({ media });
  for (const text of await page.evaluate(seen)) fault(text);
  if (media && (await page.pdf()).length < 10_000) fault('prints next to nothing');
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa'] }));
  for (const { id, nodes } of violations) {
    for (const { html, failureSummary } of nodes) fault(`${id}: ${html.slice(0, 100)}: ${failureSummary.replace(/\s+/g, ' ')}`);
  }
  await context.close();
}

// Runs in the page.
function seen() {
  const faults = [];
  const channels = color => (color.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = color => channels(color).slice(0, 3)
    .map(c => c / 255)
    .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const behind = luminance(getComputedStyle(document.body).backgroundColor);
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`is ${document.documentElement.scrollWidth} pixels wide`);
  for (const table of document.querySelectorAll('.table')) {
    const cut = getComputedStyle(table).overflowX === 'visible' && table.firstChild.offsetWidth > table.clientWidth;
    if (cut) faults.push(`"${table.getAttribute('aria-label')}" is cut off on paper`);
  }
  const figures = [...document.querySelectorAll('figure')];
  if (figures.length === 0) faults.push('has no figure');
  for (const figure of figures) {
    const drawn = [...figure.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().height > 60);
    if (drawn.length !== 1) {
      faults.push(`${figure.id} is there ${drawn.length} times`);
      continue;
    }
    const [svg] = drawn;
    const frame = svg.getBoundingClientRect();
    if (svg.querySelectorAll('g polyline, g ellipse, g rect, g polygon, g path').length < 3) faults.push(`${figure.id} is empty`);
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      const out = Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom);
      if (out > 1) faults.push(`${figure.id}: "${text.textContent}" is cut off by ${out.toFixed(0)} pixels`);
      if (contrast(luminance(getComputedStyle(text).fill), behind) < 4.5) faults.push(`${figure.id}: "${text.textContent}" is faint`);
    }
  }
  return faults;
}
