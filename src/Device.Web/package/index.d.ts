/** An item of the catalog in a list: its number, 1 to `items`, its id in the catalog, and its score. */
export interface Recommendation {
  item: number;
  id: string;
  /** h·E[v], or ln P(v) where the model copies. */
  score: number;
}

export interface ListOptions {
  /** How many items; 20 if it is left out. */
  count?: number;
  /** Whether the items of the history are left out; false if it is left out. */
  excludeSeen?: boolean;
}

/** A recommender read from a model file. Nothing that it does asks the network for anything. */
export interface Model {
  /** V, how many items the catalog has. */
  readonly items: number;
  /** The number of the item with this id; throws where there is none. */
  find(id: string): number;
  /** The id of an item; the number itself where the file has no ids. */
  idOf(item: number): string;
  /** An empty history. */
  history(): History;
}

/** What one user did last. */
export interface History {
  /** Items held; the oldest go where there are too many. */
  readonly length: number;
  /** Adds the most recent item, by its id or its number. */
  append(item: string | number): void;
  /** Forgets all items. */
  clear(): void;
  /** The best of the whole catalog, best first. */
  recommend(options?: ListOptions): Recommendation[];
  /** The ids of the same list, which takes a fraction of the time in a large catalog. */
  list(options?: ListOptions): string[];
  /** The items in bytes, to go on from later. */
  save(): Uint8Array;
  /** Takes what `save` gave in the place of the items held; throws where it is no history of this model. */
  restore(bytes: Uint8Array): void;
}

/** Reads a model file. The first call starts the runtime; throws where the bytes are no model file. */
export function load(bytes: Uint8Array): Promise<Model>;
