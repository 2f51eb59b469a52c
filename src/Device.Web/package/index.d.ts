/** An item in a list. */
export interface Recommendation {
  /** Its number, 1 to `items`. */
  item: number;
  /** Its id in the catalog. */
  id: string;
  /** Higher is better: the logarithm of the item's probability where the model copies from the history, and most do. */
  score: number;
}

export interface ListOptions {
  /** How many items, a whole number from 0; 20 if it is left out. */
  count?: number;
  /** Whether the items of the history are left out; false if that is left out. */
  excludeSeen?: boolean;
}

/** A recommender read from a model file. Nothing that it does asks the network for anything. */
export interface Model {
  /** How many items the catalog has. */
  readonly items: number;
  /** The number of the item with this id; throws where there is none. */
  find(id: string): number;
  /** The id of an item; the number itself where the file has no ids. */
  idOf(item: number): string;
  /** An empty history. */
  history(): History;
}

/** What one user did last. It takes some ten kilobytes, and in a large catalog more. */
export interface History {
  /** Items held; the oldest go where there are too many. */
  readonly length: number;
  /** Adds the most recent item by its id, a text also where ids are numbers. */
  append(id: string): void;
  /** Adds the most recent item by its number, 1 to `items`. */
  appendItem(item: number): void;
  /** Forgets all items. */
  clear(): void;
  /** The best of the whole catalog, best first. Throws where the history is empty. */
  recommend(options?: ListOptions): Recommendation[];
  /** The ids of the same list, which takes a fraction of the time in a large catalog. Throws where the history is empty. */
  list(options?: ListOptions): string[];
  /** The items in bytes, to go on from later. */
  save(): Uint8Array;
  /**
   * Takes what `save` gave in the place of the items held. They are items by number: keep them only as long as the catalog. Throws where
   * the bytes are no saved history, or hold items that the catalog does not have.
   */
  restore(bytes: Uint8Array | ArrayBuffer): void;
}

/**
 * Reads a model file. Throws where the bytes are none. The first call starts the runtime; where that fails, as without a network, the page
 * has to be loaded again.
 */
export function load(bytes: Uint8Array | ArrayBuffer): Promise<Model>;
