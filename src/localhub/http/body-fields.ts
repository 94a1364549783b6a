import { HubError, type JsonObject } from '../world/types.ts';

const invalid = (why: string): HubError => new HubError(422, `Invalid request.\n\n${why}`);

/**
 * Reads the fields of a request's body. Every reader throws a {@link HubError} 422 in the words of GitHub's own schema check
 * when a value has the wrong type, and gives `undefined` for what is not there.
 */
export interface Fields {
  /** A string that has to be there. */
  required(name: string): string;
  string(name: string): string | undefined;
  /** A string that may be null. */
  nullable(name: string): string | null | undefined;
  boolean(name: string): boolean | undefined;
  integer(name: string): number | undefined;
  /** A list of strings, or of objects with a `name`, as labels may be given. */
  strings(name: string): string[] | undefined;
  object(name: string): JsonObject | undefined;
  objects(name: string): JsonObject[] | undefined;
  /** One of a closed list of words. */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined;
}

/** The readers of one body. */
export function fieldsOf(body: JsonObject): Fields {
  const wrong = (name: string, kind: string): HubError =>
    invalid(`For 'properties/${name}', ${JSON.stringify(body[name])?.slice(0, 100)} is not ${kind}.`);
  const typed = <Value>(name: string, kind: string, is: (value: unknown) => value is Value): Value | undefined => {
    const value = body[name];
    if (value === undefined) return undefined;
    if (!is(value)) throw wrong(name, kind);
    return value;
  };
  const string = (name: string) => typed(name, 'a string', (value) => typeof value === 'string');
  return {
    string,
    required(name) {
      const value = string(name);
      if (value === undefined) throw invalid(`"${name}" wasn't supplied.`);
      return value;
    },
    nullable: (name) => typed(name, 'a string or null', (value) => value === null || typeof value === 'string'),
    boolean: (name) => typed(name, 'a boolean', (value) => typeof value === 'boolean'),
    integer: (name) => typed(name, 'an integer', (value): value is number => Number.isInteger(value)),
    strings(name) {
      const list = typed(name, 'an array', (value): value is unknown[] => Array.isArray(value));
      return list?.map((item) => {
        const text = isObject(item) ? item.name : item;
        if (typeof text !== 'string') throw wrong(name, 'an array of strings');
        return text;
      });
    },
    object: (name) => typed(name, 'an object', isObject),
    objects: (name) =>
      typed(
        name,
        'an array of objects',
        (value): value is JsonObject[] => Array.isArray(value) && value.every(isObject),
      ),
    oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
      const value = string(name);
      if (value === undefined) return undefined;
      const word = words.find((one) => one === value);
      if (word === undefined)
        throw invalid(`For 'properties/${name}', ${value} is not a member of ${JSON.stringify(words)}`);
      return word;
    },
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
