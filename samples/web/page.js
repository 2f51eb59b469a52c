import { load } from './ondevicerec/index.js';
import { picture } from './pictures.js';

const element = id => document.getElementById(id);
const say = text => (element('status').textContent = text);
const read = async path => {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
};

let goods, basket;

try {
  const [list, bytes] = await Promise.all([
    read('goods.json').then(response => response.json()),
    read('shop.odr').then(response => response.arrayBuffer()),
  ]);
  goods = new Map(list.map(good => [good.name, good]));
  const model = await load(new Uint8Array(bytes));
  basket = model.history();
  element('size').textContent = `${(bytes.byteLength / 1000).toFixed(0)} kB, ${model.items} items`;
  fillShelves(list);
  const isKept = await keepForLater();
  countRequests();
  say(isKept ? 'Ready.' : 'Ready, though this browser does not keep the page for later.');
} catch (error) {
  say(`The shop does not open: ${error.message}`);
  throw error;
}

element('search').addEventListener('input', search);
element('clear').addEventListener('click', () => {
  basket.clear();
  element('items').replaceChildren();
  show([]);
  say('The basket is empty.');
  element('search').focus();
});

function put(name) {
  const start = performance.now();
  basket.append(name);
  const list = basket.recommend({ count: 10, excludeSeen: true });
  const milliseconds = performance.now() - start;
  const item = document.createElement('li');
  item.append(picture(goods.get(name)), name);
  element('items').append(item);
  element('time').textContent = `${milliseconds.toFixed(1)} ms`;
  show(list);
  say(`${name} is in the basket.`);
}

function show(list) {
  const best = list[0]?.score;
  const wasThere = element('list').contains(document.activeElement);
  element('list').replaceChildren(...list.map(({ id, score }) => {
    const entry = document.createElement('li');
    const button = buttonOf(goods.get(id));
    const share = document.createElement('span');
    share.className = 'share';
    share.style.setProperty('--share', Math.exp(score - best));
    share.textContent = `${(100 * Math.exp(score)).toFixed(1)} %`;
    button.append(share);
    entry.append(button);
    return entry;
  }));
  if (wasThere) element('list').querySelector('button')?.focus();
  element('list-empty').hidden = list.length > 0;
  element('basket-empty').hidden = basket.length > 0;
  element('clear').disabled = basket.length === 0;
}

function fillShelves(list) {
  for (const aisle of new Set(list.map(good => good.aisle))) {
    const shelf = document.createElement('section');
    const title = document.createElement('h3');
    const rows = document.createElement('ul');
    title.textContent = aisle;
    rows.className = 'goods';
    for (const good of list.filter(other => other.aisle === aisle)) {
      const entry = document.createElement('li');
      entry.append(buttonOf(good));
      rows.append(entry);
    }
    shelf.append(title, rows);
    element('aisles').append(shelf);
  }
}

function buttonOf(good) {
  const button = document.createElement('button');
  const name = document.createElement('span');
  button.type = 'button';
  button.dataset.name = name.textContent = good.name;
  button.append(picture(good), name);
  button.addEventListener('click', () => put(good.name));
  return button;
}

function search() {
  const wanted = element('search').value.trim().toLowerCase();
  let found = 0;
  for (const shelf of element('aisles').children) {
    let here = 0;
    for (const entry of shelf.querySelectorAll('li')) {
      entry.hidden = !entry.firstChild.dataset.name.includes(wanted);
      if (!entry.hidden) here++;
    }
    shelf.hidden = here === 0;
    found += here;
  }
  element('none').hidden = found > 0;
}

// Whether every file is kept, so that the page opens without a network.
async function keepForLater() {
  try {
    await navigator.serviceWorker.register('service-worker.js');
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}

function countRequests() {
  let count = 0;
  new PerformanceObserver(list => {
    count += list.getEntries().length;
    element('requests').textContent = count;
  }).observe({ entryTypes: ['resource'] });
}
