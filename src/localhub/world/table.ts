/** A set of rows with an id, found also by named keys. Serialises as the array of its rows. */
export interface Table<Row extends { id: number }, Index extends string = never> {
  /** The row with this id, or undefined. */
  get(id: number): Row | undefined;
  /** All rows whose key under `index` is `key`, oldest first. Do not change the array. */
  where(index: Index, key: string | number): readonly Row[];
  /** All rows, oldest first. */
  all(): IterableIterator<Row>;
  readonly size: number;
  /** Adds a row. Throws when the id is taken. */
  add(row: Row): Row;
  /** Changes fields of a row in place; the only way in which rows change, so that indexes and savers notice. */
  update(row: Row, patch: Partial<Row>): Row;
  remove(row: Row): void;
  toJSON(): Row[];
}

/** How each index derives its key from a row; null leaves the row out of that index. */
export type Keys<Row, Index extends string> = Record<Index, (row: Row) => string | number | null>;

const NONE: readonly never[] = Object.freeze([]);

/**
 * Makes a table. `changed` is called after every change.
 * Indexes are maps to arrays in insertion order, so that listing the comments of one issue among ten thousand is one look-up.
 */
export function createTable<Row extends { id: number }, Index extends string = never>(
  keys: Keys<Row, Index>,
  rows: readonly Row[],
  changed: () => void,
): Table<Row, Index> {
  const byId = new Map<number, Row>();
  const names = Object.keys(keys) as Index[];
  const indexes = new Map<Index, Map<string, Row[]>>(names.map((name) => [name, new Map<string, Row[]>()]));

  const enter = (name: Index, key: string | number | null, row: Row): void => {
    if (key === null) return;
    const index = indexes.get(name) as Map<string, Row[]>;
    const entries = index.get(String(key));
    if (entries === undefined) index.set(String(key), [row]);
    else entries.push(row);
  };
  const leave = (name: Index, key: string | number | null, row: Row): void => {
    if (key === null) return;
    const entries = indexes.get(name)?.get(String(key));
    if (entries !== undefined) entries.splice(entries.indexOf(row), 1);
  };
  const insert = (row: Row): void => {
    if (byId.has(row.id)) throw new Error(`A row with id ${row.id} exists already; take ids from nextId(world).`);
    byId.set(row.id, row);
    for (const name of names) enter(name, keys[name](row), row);
  };
  for (const row of rows) insert(row);

  return {
    get: (id) => byId.get(id),
    where: (index, key) => indexes.get(index)?.get(String(key)) ?? NONE,
    all: () => byId.values(),
    get size() {
      return byId.size;
    },
    add(row) {
      insert(row);
      changed();
      return row;
    },
    update(row, patch) {
      const before = names.map((name) => keys[name](row));
      Object.assign(row, patch);
      names.forEach((name, i) => {
        const key = keys[name](row);
        if (key === before[i]) return;
        leave(name, before[i] ?? null, row);
        enter(name, key, row);
      });
      changed();
      return row;
    },
    remove(row) {
      byId.delete(row.id);
      for (const name of names) leave(name, keys[name](row), row);
      changed();
    },
    toJSON: () => [...byId.values()],
  };
}
