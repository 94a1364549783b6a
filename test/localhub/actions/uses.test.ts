import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestHub, type TestHub } from './helpers/test-hub.ts';
import { byHand } from './helpers/workflows.ts';

let hub: TestHub;
let folder: string;
beforeEach(async () => {
  hub = await createTestHub();
  folder = await mkdtemp(join(tmpdir(), 'mapped-action-'));
});
afterEach(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function runJob(steps: string) {
  await hub.push(byHand(`  a:\n    runs-on: x\n    steps:\n${steps}`));
  const runner = await hub.start({ actions: { 'orch/orch': folder } });
  const run = await hub.dispatch('ci.yml');
  await runner.idle();
  return { run, log: await hub.log(run, 'a') };
}

test('a JavaScript action gets inputs and defaults, gives outputs, and cleans up after the last step', async () => {
  await write({
    'agent/action.yml': `
name: Agent
description: Works
inputs:
  story id: { required: true, description: The story }
  token: { default: '\${{ github.token }}', description: The token }
  missing: { required: true, description: Not given }
outputs:
  result: { description: What came out }
runs: { using: node24, pre: pre.mjs, main: main.mjs, post: post.mjs }
`,
    'agent/pre.mjs': `
import { appendFileSync } from 'node:fs';
console.log('pre runs');
appendFileSync(process.env.GITHUB_STATE, 'early=from pre\\n');`,
    'agent/main.mjs': `
import { appendFileSync, readFileSync } from 'node:fs';
const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
console.log('main', process.env.INPUT_STORY_ID, process.env.INPUT_TOKEN.length, process.env.STATE_early, typeof event);
appendFileSync(process.env.GITHUB_OUTPUT, 'result<<X\\ntwo\\nlines\\nX\\n');
appendFileSync(process.env.GITHUB_STATE, 'late=from main\\n');`,
    'agent/post.mjs':
      "console.log('post', process.env.STATE_early, process.env.STATE_late, process.env.INPUT_STORY_ID);",
  });
  const { run, log } = await runJob(`
      - run: echo first
      - id: agent
        uses: orch/orch/agent@v1
        with: { story id: 12, surprise: 1 }
      - run: echo '\${{ toJSON(steps.agent.outputs.result) }}'
`);
  expect(log).toMatch(/main 12 40 from pre object/);
  expect(log).toContain('post from pre from main 12');
  expect(log.split('\n').filter((line) => line.includes('##[error]'))).toEqual([]);
  expect(run.conclusion).toBe('success');
  expect(log).toContain('"two\\nlines"');
  expect(log).toContain('##[warning]Input required and not supplied: missing');
  expect(log).toContain("##[warning]Unexpected input(s) 'surprise'");
  expect(log.indexOf('pre runs')).toBeLessThan(log.indexOf('Z first'));
  expect(hub.job(run, 'a').steps.map(({ name }) => name)).toEqual([
    'Set up job',
    'Pre Run orch/orch/agent@v1',
    'Run echo first',
    'Run orch/orch/agent@v1',
    expect.stringContaining('Run echo'),
    'Post Run orch/orch/agent@v1',
    'Complete job',
  ]);
});

test('a composite action has its own inputs and steps, sees the variables of its caller and gives outputs', async () => {
  await write({
    'both/action.yml': `
name: Both
description: Two steps
inputs: { who: { default: nobody, description: Whom } }
outputs: { greeting: { value: '\${{ steps.say.outputs.text }}', description: Words } }
runs:
  using: composite
  steps:
    - id: say
      shell: bash
      run: echo "text=hello \${{ inputs.who }} $FROM_CALLER" >> "$GITHUB_OUTPUT"
    - shell: bash
      run: test -f "$GITHUB_ACTION_PATH/action.yml" && echo "at home"
`,
    'broken/action.yml': `
name: Broken
description: Fails
runs:
  using: composite
  steps:
    - { shell: bash, run: exit 4 }
    - { shell: bash, run: echo skipped-inside }
    - { shell: bash, if: failure(), run: echo noticed-inside }
`,
  });
  const { run, log } = await runJob(`
      - id: both
        uses: orch/orch/both@main
        env: { FROM_CALLER: indeed }
        with: { who: world }
      - run: echo "\${{ steps.both.outputs.greeting }}!"
      - uses: orch/orch/broken@main
`);
  expect(log).toContain('Z hello world indeed!\n');
  expect(log).toContain('Z at home\n');
  expect(log).not.toContain('Z skipped-inside\n');
  expect(log).toContain('Z noticed-inside\n');
  expect(log).toContain("##[error]A step of the action 'Broken' failed.");
  expect(run.conclusion).toBe('failure');
});

test('an action that is not known fails its step with everything that is known', async () => {
  const { run, log } = await runJob('      - uses: someone/thing@v3\n      - run: echo never\n');
  expect(run.conclusion).toBe('failure');
  expect(log).toContain(
    "The action 'someone/thing@v3' is not known to this runner: it would have to be fetched from github.com.",
  );
  expect(log).toContain(
    'actions/checkout, actions/setup-node, actions/upload-artifact, actions/download-artifact, orch/orch, ./path',
  );
});

test('an action that needs docker, and one without action.yml, are named', async () => {
  await write({
    'box/action.yml': 'name: Box\ndescription: d\nruns: { using: docker, image: Dockerfile }\n',
    'empty/readme.md': '',
  });
  const { log } = await runJob(
    '      - uses: orch/orch/box@v1\n      - if: always()\n        uses: orch/orch/empty@v1\n',
  );
  expect(log).toContain("'using: docker' is not known to this runner. Known: node20, node24, composite.");
  expect(log).toContain("Can't find 'action.yml' or 'action.yaml' under");
});

test('checkout gets the commit of the event from the hub, and keeps the token only when asked to', async () => {
  const sha = await hub.push({ 'a.txt': 'one' });
  await hub.push({
    'local/action.yml':
      'name: L\ndescription: d\nruns: { using: composite, steps: [{ run: echo local ran, shell: bash }] }\n',
  });
  const { run, log } = await runJob(`
      - uses: actions/checkout@v6
        with: { persist-credentials: false }
      - run: |
          echo "head $(git rev-parse HEAD) on $(git rev-parse --abbrev-ref HEAD), depth $(git rev-list --count HEAD)"
          git config --get-regexp extraheader || echo "no header"
      - uses: ./local
      - id: whole
        uses: actions/checkout@v6
        with: { fetch-depth: 0, path: whole, ref: '${sha}' }
      - run: |
          cat a.txt; echo
          echo "depth $(git rev-list --count origin/main), \${{ steps.whole.outputs.commit }}"
          git config --get-regexp extraheader | wc -l
        working-directory: whole
      - uses: actions/checkout@v6
        with: { ref: nowhere, path: x }
`);
  expect(log).toContain(`head ${run.headSha} on main, depth 1`);
  expect(log).toContain('Z no header\n');
  expect(log).toContain('Z local ran\n');
  expect(log).toContain(`depth 3, ${sha}`);
  expect(log.match(/\[command\]git fetch/g), 'one for each checkout').toHaveLength(2);
  expect(log).toContain('Z 1\n');
  expect(log).toContain("##[error]A branch or tag with the name 'nowhere' could not be found");
  expect(log).toContain('--unset-all');
});

test('checkout without a token in the config leaves none in the files either, and outside git finds no repository', async () => {
  const { log } = await runJob(`
      - run: git rev-parse --show-toplevel || echo "no repository around"
      - uses: actions/checkout@v6
        with: { persist-credentials: false }
      - run: grep -ri 'basic' .git "$HOME" || echo "nothing kept"
`);
  expect(log).toContain('Z no repository around\n');
  expect(log).toContain('Z nothing kept\n');
});
