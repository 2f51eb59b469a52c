// The runtime for devices, OnDeviceRec.Device, in the browser. index.d.ts says what everything is.

import { dotnet } from './_framework/dotnet.js';

let starting;

export async function load(bytes) {
  const exports = await (starting ??= start());
  return new Model(exports, bytes);
}

async function start() {
  const { getAssemblyExports } = await dotnet.create();
  return (await getAssemblyExports('OnDeviceRec.Device.Web')).OnDeviceRec.Device.Web.Exports;
}

class Model {
  #exports;
  #handle;

  constructor(exports, bytes) {
    this.#exports = exports;
    this.#handle = exports.Load(bytes);
    this.items = exports.CountItems(this.#handle);
  }

  find(id) {
    return this.#exports.Find(this.#handle, id);
  }

  idOf(item) {
    return this.#exports.IdOf(this.#handle, item);
  }

  history() {
    return new History(this.#exports, this, this.#handle);
  }
}

class History {
  #exports;
  #model;
  #modelHandle;
  #handle;
  #length = 0;

  constructor(exports, model, modelHandle) {
    this.#exports = exports;
    this.#model = model;
    this.#modelHandle = modelHandle;
    this.#handle = exports.NewHistory(modelHandle);
  }

  get length() {
    return this.#length;
  }

  append(item) {
    this.#length = this.#exports.Append(this.#handle, typeof item === 'string' ? this.#model.find(item) : item);
  }

  clear() {
    this.#exports.Clear(this.#handle);
    this.#length = 0;
  }

  recommend({ count = 20, excludeSeen = false } = {}) {
    const list = this.#exports.ListWithScores(this.#modelHandle, this.#handle, count, excludeSeen);
    return Array.from({ length: list.length / 2 }, (_, i) => {
      const item = list[2 * i];
      return { item, id: this.#model.idOf(item), score: list[2 * i + 1] };
    });
  }

  list({ count = 20, excludeSeen = false } = {}) {
    return Array.from(this.#exports.List(this.#modelHandle, this.#handle, count, excludeSeen), item => this.#model.idOf(item));
  }

  save() {
    return this.#exports.Save(this.#handle);
  }

  restore(bytes) {
    this.#length = this.#exports.Restore(this.#handle, bytes);
  }
}
