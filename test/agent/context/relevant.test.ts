import { describe, expect, it } from 'vitest';
import { filesOf } from '../../../src/agent/context/base-commit.ts';
import { MAX_FILES, rank, relevantFiles } from '../../../src/agent/context/relevant.ts';
import { pointersIn } from '../../../src/agent/context/words.ts';
import { checkout } from '../support.ts';

const FILES = {
  'README.md': '# hours\n',
  'src/units.js':
    'import { scale } from "./scale.js";\n\nexport function parseHours(text) {\n  return scale(text);\n}\n',
  'src/scale.js': 'export const scale = (text) => Number(text);\n',
  'src/main.js': 'import { parseHours } from "./units.js";\nparseHours("1");\n',
  'test/units.test.js': "it('parses half hours', () => {\n  parseHours('1.5h');\n});\n",
  'docs/money.md': 'Nothing about it.\n',
  'node_modules/units/index.js': 'function parseHours() {}\n',
  'package-lock.json': '{"parseHours": 1}\n',
};

const found = async (story: string, files: Record<string, string> = FILES) => {
  const place = checkout(files);
  return await relevantFiles(place.git, place.head, await filesOf(place.git, place.head), story);
};
const pathsIn = async (story: string, files?: Record<string, string>) =>
  (await found(story, files)).map(({ path }) => path);

describe('the files that a story points at', () => {
  it('begin with where a name is defined, and show the lines', async () => {
    expect(await found('parseHours("1.5h") is five hours')).toEqual([
      { path: 'src/units.js', lines: [{ line: 3, text: 'export function parseHours(text) {' }] },
      {
        path: 'src/main.js',
        lines: [
          { line: 1, text: 'import { parseHours } from "./units.js";' },
          { line: 2, text: 'parseHours("1");' },
        ],
      },
      { path: 'test/units.test.js', lines: [{ line: 2, text: "parseHours('1.5h');" }] },
    ]);
  });

  it('are those that it names, by whole path, by their end, or by their folder', async () => {
    expect((await pathsIn('Look at `src/scale.js`.'))[0]).toBe('src/scale.js');
    expect((await pathsIn('Look at scale.js.'))[0]).toBe('src/scale.js');
    expect((await pathsIn('Look into ./src/units'))[0]).toBe('src/units.js');
    expect(await pathsIn('Look into test/units.test')).toContain('test/units.test.js');
    expect(new Set(await pathsIn('Look into test/units.test.js and docs/money.md'))).toEqual(
      new Set(['test/units.test.js', 'docs/money.md', 'src/units.js']),
    );
  });

  it('are those whose name an ordinary word is, and those that hold a test by its name', async () => {
    expect(await pathsIn('We lose money here')).toEqual(['docs/money.md']);
    expect(await pathsIn('The test "parses half hours" fails')).toEqual(['test/units.test.js']);
  });

  it('are none where nothing points anywhere, and no wild or generated ones', async () => {
    expect(await pathsIn('Make it better')).toEqual([]);
    expect(await pathsIn('parseHours')).not.toContain('package-lock.json');
    expect(await pathsIn('parseHours')).not.toContain('node_modules/units/index.js');
  });

  it('are at most so many, and a name that stands everywhere points nowhere', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`src/f${i}.js`, 'useThing();\n']));
    expect(await pathsIn('useThing is slow', many)).toEqual([]);
    const some = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`src/f${i}.js`, 'useThing();\n']));
    expect(await pathsIn('useThing is slow', some)).toHaveLength(MAX_FILES);
  });

  it('come in the same order whatever the order of the files is', () => {
    const paths = ['b/units.js', 'a/units.js', 'src/units.test.js'];
    const pointers = pointersIn('units are wrong in units.js');
    const ranked = rank(paths, pointers, []);
    expect(ranked.map(({ path }) => path)).toEqual(['a/units.js', 'b/units.js', 'src/units.test.js']);
    expect(rank([...paths].reverse(), pointers, [])).toEqual(ranked);
  });

  it('are found by names alone where git cannot search', async () => {
    const place = checkout(FILES);
    const files = await filesOf(place.git, place.head);
    const broken = () => Promise.reject(new Error('no'));
    expect((await relevantFiles(broken, place.head, files, 'parseHours in scale.js')).map(({ path }) => path)).toEqual([
      'src/scale.js',
    ]);
  });

  it('hold nothing that a setting of the repository changes', async () => {
    const place = checkout(FILES);
    for (const [key, value] of [
      ['grep.column', 'true'],
      ['color.grep', 'always'],
      ['grep.patternType', 'perl'],
      ['grep.lineNumber', 'false'],
    ])
      place.person('config', key!, value!);
    const files = await filesOf(place.git, place.head);
    expect((await relevantFiles(place.git, place.head, files, 'parseHours'))[0]).toEqual({
      path: 'src/units.js',
      lines: [{ line: 3, text: 'export function parseHours(text) {' }],
    });
  });
});
