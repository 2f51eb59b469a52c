// The runtime for devices, OnDeviceRec.Device, in the browser. index.d.ts says what everything is.

import { dotnet } from './_framework/dotnet.js';

const LARGEST = 2 ** 31 - 1;

let starting;

export async function load(bytes) {
  const file = bytesOf('A model file', bytes);
  const exports = await (starting ??= start());
  return new Model(exports, exports.Load(file));
}

async function start() {
  try {
    const { getAssemblyExports } = await dotnet.create();
    return (await getAssemblyExports('OnDeviceRec.Device.Web')).OnDeviceRec.Device.Web.Exports;
  } catch (error) {
    throw new Error(`The runtime did not start; load the page again: ${error.message}`, { cause: error });
  }
}

class Model {
  #exports;
  #handle;

  constructor(exports, handle) {
    this.#exports = exports;
    this.#handle = handle;
  }

  get items() {
    return this.#exports.CountItems(this.#handle);
  }

  find(id) {
    if (typeof id !== 'string') throw new TypeError(`An id is a text, not ${String(id)}.`);
    return this.#exports.Find(this.#handle, id);
  }

  idOf(item) {
    return this.#exports.IdOf(this.#handle, whole('An item', item, 1, this.items));
  }

  history() {
    return new History(this.#exports, this, this.#exports.NewHistory(this.#handle));
  }
}

class History {
  #exports;
  #model;
  #handle;

  constructor(exports, model, handle) {
    this.#exports = exports;
    this.#model = model;
    this.#handle = handle;
  }

  get length() {
    return this.#exports.Count(this.#handle);
  }

  append(id) {
    this.#exports.Append(this.#handle, this.#model.find(id));
  }

  appendItem(item) {
    this.#exports.Append(this.#handle, whole('An item', item, 1, this.#model.items));
  }

  clear() {
    this.#exports.Clear(this.#handle);
  }

  recommend(options) {
    const { count, excludeSeen } = optionsOf(options);
    const pairs = this.#exports.ListWithScores(this.#handle, count, excludeSeen);
    return Array.from({ length: pairs.length / 2 }, (_, i) => {
      const [item, score] = [pairs[2 * i], pairs[2 * i + 1]];
      return { item, id: this.#model.idOf(item), score };
    });
  }

  list(options) {
    const { count, excludeSeen } = optionsOf(options);
    return Array.from(this.#exports.List(this.#handle, count, excludeSeen), item => this.#model.idOf(item));
  }

  save() {
    return this.#exports.Save(this.#handle);
  }

  restore(bytes) {
    this.#exports.Restore(this.#handle, bytesOf('A saved history', bytes));
  }
}

function whole(what, value, least, most) {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${what} is a whole number from ${least} to ${most}, not ${String(value)}.`);
}

function bytesOf(what, value) {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(`${what} is a Uint8Array or an ArrayBuffer, not ${String(value)}.`);
}

function optionsOf(options = {}) {
  if (options === null || typeof options !== 'object') throw new TypeError(`Options are an object, not ${String(options)}.`);
  const { count = 20, excludeSeen = false, ...others } = options;
  for (const name of Object.keys(others)) throw new TypeError(`There is no option ${name}: there are count and excludeSeen.`);
  if (typeof excludeSeen !== 'boolean') throw new TypeError(`excludeSeen is true or false, not ${String(excludeSeen)}.`);
  return { count: whole('count', count, 0, LARGEST), excludeSeen };
}
