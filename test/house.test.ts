/** The arrows between the rooms of the house, as docs/design.md draws them: they point one way. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');

/** What each room may know besides itself and `core`. A file directly in src is a room of its own. */
const MAY_KNOW: Record<string, readonly string[]> = {
  core: [],
  yaml: [],
  patch: [],
  state: ['github', 'yaml', 'user-error.ts'],
  github: [],
  agent: ['yaml'],
  verify: ['patch'],
  deliver: ['patch', 'state'],
  install: ['user-error.ts'],
  'actions-only': ['place.ts', 'notices.ts', 'loop.ts', 'transition.ts', 'sweep.ts', 'github', 'state'],
  workflow: ['yaml'],
  localhub: ['github'],
  'place.ts': ['github', 'state'],
  'notices.ts': ['place.ts', 'state'],
  'transition.ts': ['place.ts', 'state'],
  'settle.ts': ['place.ts', 'transition.ts', 'state'],
  'loop.ts': ['place.ts', 'notices.ts', 'transition.ts', 'settle.ts', 'github', 'state', 'yaml'],
  'sweep.ts': ['place.ts', 'github', 'state'],
  server: ['index.ts', 'loop.ts', 'place.ts', 'notices.ts', 'sweep.ts', 'github', 'state', 'user-error.ts'],
  'index.ts': ['github', 'server'],
  'user-error.ts': [],
  try: ['actions-only', 'agent', 'install', 'localhub', 'server', 'state', 'yaml', 'user-error.ts'],
  'cli.ts': ['install', 'server', 'state', 'try', 'workflow', 'yaml', 'user-error.ts'],
};

const roomOf = (file: string): string => relative(SRC, file).split(sep)[0]!;

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name));

/** The files of the house that a file imports, types included. */
const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) =>
    join(dirname(file), match[1]!),
  );

describe('the house', () => {
  test('has no room that nobody drew', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in MAY_KNOW))).toEqual([]);
  });

  test('has no arrow that points the wrong way', () => {
    const wrong = files.flatMap((file) => {
      const room = roomOf(file);
      const known = new Set([room, 'core', ...(MAY_KNOW[room] ?? [])]);
      return importsOf(file)
        .filter((target) => target.startsWith(SRC + sep) && !known.has(roomOf(target)))
        .map((target) => `${relative(SRC, file)} -> ${relative(SRC, target)}`);
    });
    expect(wrong).toEqual([]);
  });

  test('has no file over 400 lines', () => {
    expect(
      files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 400).map((file) => relative(SRC, file)),
    ).toEqual([]);
  });
});
