import { picture } from './pictures.js';

const element = id => document.getElementById(id);
const say = text => (element('status').textContent = text);

let goods, basket;

try {
  const { load } = await import('./ondevicerec/index.js');
  const [list, bytes] = await Promise.all([
    read('goods.json').then(response => response.json()),
    read('shop.odr').then(response => response.arrayBuffer()),
  ]);
  goods = new Map(list.map(good => [good.name, good]));
  const model = await load(bytes);
  checkGoods(model);
  basket = model.history();
  element('size').textContent = `${(bytes.byteLength / 1000).toFixed(0)} kB, ${model.items} items`;
  fillShelves(list);
  element('search').addEventListener('input', search);
  element('clear').addEventListener('click', empty);
  countRequests();
  say('Ready.');
  element('kept').textContent = (await isKept()) ? 'yes' : 'no';
} catch (error) {
  say(`The shop does not open: ${error.message}`);
}

async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

// The shelves have what the model knows, and nothing else.
function checkGoods(model) {
  for (const name of goods.keys()) model.find(name);
  for (let item = 1; item <= model.items; item++) {
    if (!goods.has(model.idOf(item))) throw new Error(`goods.json has no ${model.idOf(item)}, the model has.`);
  }
}

function put(name) {
  const start = performance.now();
  basket.append(name);
  const list = basket.recommend({ count: 10, excludeSeen: true });
  element('time').textContent = `${(performance.now() - start).toFixed(1)} ms`;
  const item = document.createElement('li');
  item.append(picture(goods.get(name)), name);
  element('items').append(item);
  // A history has room for so many: what is shown is what counts.
  if (element('items').children.length > basket.length) element('items').firstChild.remove();
  show(list);
  say(`${name} is in the basket; ${list.slice(0, 3).map(next => next.id).join(', ')} may come next.`);
}

function empty() {
  basket.clear();
  element('items').replaceChildren();
  show([]);
  say('The basket is empty.');
  element('basket-title').focus();
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
    rows.setAttribute('role', 'list');
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
      entry.hidden = !entry.firstChild.dataset.name.toLowerCase().includes(wanted);
      if (!entry.hidden) here++;
    }
    shelf.hidden = here === 0;
    found += here;
  }
  say(found === 1 ? '1 item is on the shelves.' : `${found} items are on the shelves.`);
}

// Whether every file is kept, so that the page opens without a network.
async function isKept() {
  try {
    const registration = await navigator.serviceWorker.register('service-worker.js', { updateViaCache: 'none' });
    const worker = registration.active ?? registration.waiting ?? registration.installing;
    const states = ['activated', 'redundant'];
    while (!states.includes(worker.state)) {
      await new Promise(changed => worker.addEventListener('statechange', changed, { once: true }));
    }
    return worker.state === 'activated';
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
