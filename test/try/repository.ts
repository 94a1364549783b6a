/** A small repository of someone's own, and what a model has to do in it. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dump } from 'js-yaml';

const run = promisify(execFile);

export interface Turn {
  calls: { tool: string; input: Record<string, string> }[];
}

const TEST = `import assert from 'node:assert';
import test from 'node:test';
import * as sums from '../index.js';

test('subtracts', () => assert.equal(sums.sub?.(3, 2), 1));
`;

/** Test first, then the code, then done: three turns. */
const TURNS: Turn[] = [
  {
    calls: [
      { tool: 'write', input: { path: 'test/sub.test.js', content: TEST } },
      { tool: 'commit', input: { stage: 'red', message: 'Test sub' } },
    ],
  },
  {
    calls: [
      {
        tool: 'write',
        input: {
          path: 'index.js',
          content: 'export const add = (a, b) => a + b;\nexport const sub = (a, b) => a - b;\n',
        },
      },
      { tool: 'commit', input: { stage: 'green', message: 'Add sub' } },
    ],
  },
  { calls: [{ tool: 'done', input: { title: 'Add sub', body: 'It subtracts.' } }] },
];

/** Makes the repository in `dir`: a package with one test, on a branch called trunk, and a workflow of its own that nobody here can run. */
export async function makeRepository(dir: string) {
  await mkdir(join(dir, 'test'), { recursive: true });
  await mkdir(join(dir, '.github', 'workflows'), { recursive: true });
  await writeFile(
    join(dir, 'package.json'),
    '{ "name": "own", "type": "module", "scripts": { "test": "node --test" } }\n',
  );
  await writeFile(join(dir, 'index.js'), 'export const add = (a, b) => a + b;\n');
  await writeFile(
    join(dir, 'test', 'add.test.js'),
    TEST.replace('subtracts', 'adds').replace('sums.sub?.(3, 2), 1', 'sums.add(1, 2), 3'),
  );
  await writeFile(
    join(dir, '.github', 'workflows', 'own.yml'),
    'on: push\njobs: { a: { runs-on: x, steps: [{ uses: someone/else@v1 }] } }\n',
  );
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=own', '-c', 'user.email=own@example.com', ...args], { cwd: dir });
  await git('init', '--quiet', '--initial-branch=trunk');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'Begin');
  /** Everything in the folder, git's own files included, as one hash. */
  const fingerprint = async (): Promise<string> => {
    const hash = createHash('sha256');
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    for (const file of entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()) {
      hash.update(file).update(await readFile(file));
    }
    return hash.digest('hex');
  };
  return { dir, fingerprint, before: await fingerprint(), turns: TURNS, script: dump({ version: 1, turns: TURNS }) };
}
