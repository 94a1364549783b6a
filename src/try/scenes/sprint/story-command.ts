/** The sixth story: the command line. */
import { developed, edit, green, read, red, write } from './developer.ts';
import { STORY_TITLES } from './plan.ts';
import { RUN_THE_TESTS } from './story-duration.ts';

const TEST = `import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(\`../\${name}\`, import.meta.url));

/** Runs the command, and answers what it printed and how it ended. */
function lapse(...args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path('bin/lapse.js'), ...args], { encoding: 'utf8' });
  return { stdout, stderr, status };
}

test('prints the total', () => {
  assert.deepEqual(lapse('20m', '1h 30m', '45s'), { stdout: '1h 50m 45s\\n', stderr: '', status: 0 });
});

test('rounds it', () => {
  assert.equal(lapse('--to', 'm', '20m', '1h 30m', '45s').stdout, '1h 51m\\n');
});

test('prints the longest', () => {
  assert.equal(lapse('--longest', '20m', '1h 30m').stdout, '1h 30m\\n');
});

test('names what is no duration, and ends with 2', () => {
  assert.deepEqual(lapse('soon'), { stdout: '', stderr: 'lapse: not a duration: "soon"\\n', status: 2 });
});

test('says how it is called', () => {
  assert.deepEqual(lapse(), { stdout: '', stderr: 'usage: lapse [--to UNIT | --longest] DURATION...\\n', status: 2 });
});

test('stays small', () => {
  const files = ['src', 'bin'].flatMap((folder) => readdirSync(path(folder)).map((name) => path(\`\${folder}/\${name}\`)));
  assert.ok(files.reduce((bytes, file) => bytes + statSync(file).size, 0) < 10_000);
  assert.equal(JSON.parse(readFileSync(path('package.json'), 'utf8')).dependencies, undefined);
});
`;

const CODE = `#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { longest } from '../src/compare.js';
import { total } from '../src/total.js';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: 'string' }, longest: { type: 'boolean' } },
  });
  if (positionals.length === 0) {
    console.error('usage: lapse [--to UNIT | --longest] DURATION...');
    process.exitCode = 2;
  } else {
    console.log(values.longest ? longest(positionals) : total(positionals.join(','), { to: values.to }));
  }
} catch (error) {
  console.error(\`lapse: \${error.message}\`);
  process.exitCode = 2;
}
`;

const README = `- \`compare(one, other)\` from \`lapse/compare\` is for sorting; \`longest(durations)\` returns the longest as it was written.

On the command line:

\`\`\`sh
lapse 20m "1h 30m" 45s           # 1h 50m 45s
lapse --to m 20m "1h 30m" 45s    # 1h 51m
lapse --longest 20m "1h 30m"     # 1h 30m
\`\`\`

`;

export const COMMAND = developed(STORY_TITLES.S6, [
  {
    say: 'total and longest do the work. I look at both, and at what is published.',
    calls: [read('src/total.js'), read('src/compare.js'), read('package.json'), read('README.md')],
  },
  ...red('The test starts the command as a shell would.', [write('test/lapse.test.js', TEST)], 'Test the command line'),
  ...green(
    'The command only reads its arguments.',
    [
      write('bin/lapse.js', CODE),
      edit(
        'package.json',
        '"files": [\n    "src"\n  ],',
        '"bin": "./bin/lapse.js",\n  "files": [\n    "bin",\n    "src"\n  ],',
      ),
      edit('README.md', `\n${RUN_THE_TESTS}`, `${README}${RUN_THE_TESTS}`),
    ],
    {
      message: 'Calculate on the command line',
      title: 'Calculate on the command line',
      body: '`lapse 20m "1h 30m" 45s` prints `1h 50m 45s`. `--to` rounds, `--longest` prints the longest. What is no duration is named on standard error, and the status is 2.\n\nSix new tests fail without the change; one of them keeps the library small from now on.',
    },
  ),
]);
