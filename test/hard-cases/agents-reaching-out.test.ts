/**
 * Hard cases of agents that reach out of their place, and of workflow files. The numbers are those of the list of faults and attacks that every
 * release is held against.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JailWorld, jailWorld, whyNoJail } from '../agent/jail/world.ts';
import { checkout } from '../agent/support.ts';
import { GREEN, RED } from '../patch/sample.ts';
import { deliverGround, play, rules, script } from './agent-jobs.ts';
import { auditWorkflow, workflows } from './workflow-audit.ts';

const noJail = await whyNoJail();
const skipped = noJail ? ` (skipped: ${noJail})` : '';

const ground = deliverGround();
const { delivered, branches } = ground;

describe.skipIf(noJail !== undefined)(`in the jail${skipped}`, () => {
  let world: JailWorld;
  beforeAll(async () => {
    world = await jailWorld();
  });
  afterAll(() => world.close());

  test.each([
    ['its environment', 'cat /proc/self/environ /proc/*/environ | tr "\\0" "\\n"'],
    ['stored passwords of git', 'cat ~/.git-credentials ~/.config/git/credentials "$FOLDER/home/.git-credentials"'],
    ['a key of the user', 'cat "$SECRET"'],
    ['the socket of Docker', 'ls -la /var/run/docker.sock /run/docker.sock "$SOCKET"'],
    ['the service with the machine’s passwords', 'exec 3<>/dev/tcp/169.254.169.254/80 && echo ESCAPED'],
  ])('E42 %s is out of reach, and the attempt is in the log', async (_, command) => {
    writeFileSync(join(world.folder, 'home/.git-credentials'), 'https://canary-key-f1a7@github.com\n');
    const { output } = await world.jailed(command, 5_000);
    expect(output).not.toMatch(/canary-key|ESCAPED|ANTHROPIC|GITHUB_TOKEN/);
    expect(output).not.toMatch(/^s[rwx-]{9}/m);
    const place = checkout({ '.orch/script.yaml': script(['bash', { command, seconds: 5 }]) });
    const { log, transcript } = await play(place, { jail: 'required' });
    expect(log.join('\n')).toContain('Jail: bubblewrap');
    expect(log.some((line) => line.startsWith('> bash command: '))).toBe(true);
    expect(transcript).toContain('"type":"tool_start"');
  });

  test.each([
    ['a host that is not listed', 'timeout 3 bash -c "exec 3<>/dev/tcp/example.com/443" && echo ESCAPED'],
    ['a bare address', 'timeout 3 bash -c "exec 3<>/dev/tcp/1.1.1.1/443" && echo ESCAPED'],
    ['an address of the new kind', 'timeout 3 bash -c "exec 3<>/dev/tcp/2606:4700:4700::1111/443" && echo ESCAPED'],
    ['a server of this machine', 'timeout 3 bash -c "exec 3<>/dev/tcp/127.0.0.1/$PORT" && echo ESCAPED'],
    [
      'a question to a name server',
      `node -e 'require("dns").resolveTxt("leak.example.com", (e, r) => console.log(e ? e.code : "ESCAPED"))'`,
    ],
    [
      'a packet without a connection',
      `node -e 'const s = require("dgram").createSocket("udp4"); s.send("x", 53, "1.1.1.1", (e) => { console.log(e ? e.code : "ESCAPED"); s.close(); })'`,
    ],
  ])('E43 %s is not reached', async (_, command) => {
    const before = world.connections();
    const { output } = await world.jailed(command, 10_000);
    expect(output).not.toContain('ESCAPED');
    expect(world.connections()).toBe(before);
  });

  test('E44 a hook that is left behind and a process that goes on have no influence on what comes later', async () => {
    const place = checkout({
      '.orch/script.yaml': script(
        [
          'bash',
          {
            command:
              'mkdir -p .git/hooks; printf "#!/bin/sh\\ntouch $PWD/hooked\\n" > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit; git config core.hooksPath "$PWD/evil"; git config core.fsmonitor "touch $PWD/hooked"; true',
          },
        ],
        ['bash', { command: '(setsid sh -c "sleep 0.2; echo late > $PWD/late.txt" > /dev/null 2>&1 &) ; true' }],
        ['write', { path: 'test/a.test.js', content: '1\n' }],
        ['commit', { stage: 'red', message: 'Test' }],
        ['bash', { command: 'sleep 0.5; ls' }],
      ),
    });
    const { report, log } = await play(place, { jail: 'required' });
    expect(report.intents).toMatchObject([{ kind: 'commit', stage: 'red' }]);
    expect(readdirSync(place.root)).not.toContain('late.txt');
    expect(readdirSync(place.root)).not.toContain('hooked');
    expect(log.join('\n')).not.toMatch(/^│ late\.txt/m);
    expect(place.person('config', '--get-regexp', '^core\\.').includes('evil')).toBe(false);
  });
});

test('E44 hooks, filters and settings of a checkout mean nothing to the job that may write', async () => {
  const dir = ground.sample.checkout(ground.sample.base, 1);
  const mark = join(mkdtempSync(join(tmpdir(), 'orch-mark-')), 'ran');
  ground.sample.git(dir, 'config', 'core.fsmonitor', `touch ${mark}; false`);
  ground.sample.git(dir, 'config', 'core.hooksPath', join(dir, 'evil'));
  ground.sample.git(dir, 'config', 'filter.x.clean', `touch ${mark}`);
  ground.sample.git(dir, 'config', 'alias.push', `!touch ${mark}`);
  mkdirSync(join(dir, 'evil'));
  for (const hook of [
    'pre-push',
    'pre-commit',
    'post-commit',
    'reference-transaction',
    'post-index-change',
    'commit-msg',
  ])
    writeFileSync(join(dir, 'evil', hook), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  symlinkSync('/etc', join(dir, 'etc'));
  const { result } = await delivered(
    [ground.sample.commit('red', 'Test', RED), ground.sample.commit('green', 'Code', GREEN)],
    {
      checkout: dir,
    },
  );
  expect(result.commits).toHaveLength(2);
  expect(existsSync(mark)).toBe(false);
  rmSync(join(mark, '..'), { recursive: true });
});

describe('E45 a patch that reaches out, or is too much, is refused', () => {
  test.each<[string, string, () => unknown]>([
    [
      'a symbolic link to /etc/passwd',
      'symlink',
      () => ground.sample.commit('green', 'x', { 'src/passwd': { link: '/etc/passwd' } }),
    ],
    [
      'a symbolic link upwards',
      'symlink',
      () => ground.sample.commit('green', 'x', { 'src/up': { link: '../../..' } }),
    ],
    [
      'a submodule',
      'submodule',
      () => ground.sample.commit('green', 'x', { 'vendor/x': { submodule: '1'.repeat(40) } }),
    ],
    [
      '5,000 files',
      'too-many-files',
      () =>
        ground.sample.commit(
          'green',
          'x',
          Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f/${i}`, '1\n'])),
        ),
    ],
    [
      'a path upwards',
      'does-not-apply',
      () => ({
        kind: 'commit',
        stage: 'green',
        message: 'x',
        patch: 'diff --git a/../e b/../e\nnew file mode 100644\n--- /dev/null\n+++ b/../e\n@@ -0,0 +1 @@\n+x\n',
      }),
    ],
    [
      'a file behind a link that it brings along',
      'does-not-apply',
      () => ({
        kind: 'commit',
        stage: 'green',
        message: 'x',
        patch: `diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/tmp\n\\ No newline at end of file\ndiff --git a/l/e b/l/e\nnew file mode 100644\n--- /dev/null\n+++ b/l/e\n@@ -0,0 +1 @@\n+x\n`,
      }),
    ],
    [
      'settings of git',
      'git-files',
      () => ground.sample.commit('green', 'x', { '.gitattributes': '* filter=evil merge=evil\n' }),
    ],
  ])('%s', async (_, rule, intent) => {
    const { result } = await delivered([intent()]);
    expect(rules(result)).toEqual([rule]);
    expect(result.effects).toEqual([]);
    expect(branches()).toEqual(['main']);
  });
});

describe('E46 a workflow that an audit objects to fails the build', () => {
  test('those that Orch installs have no finding', () => {
    for (const text of workflows()) expect(auditWorkflow(text)).toEqual([]);
  });

  test.each<[string, (text: string) => string, RegExp]>([
    [
      'an action that is not pinned',
      (text) => text.replace(/actions\/checkout@[0-9a-f]{40}/, 'actions/checkout@v7'),
      /actions\/checkout@v7 is not pinned/,
    ],
    [
      'every right',
      (text) => text.replace(/^permissions: \{\}$/m, 'permissions: write-all'),
      /permissions are not empty at the top/,
    ],
    [
      'every right of a job',
      (text) => text.replace(/permissions:\n\s+contents: write/, 'permissions: write-all'),
      /has the permissions write-all/,
    ],
    [
      'a text in a shell',
      (text) => text.replace(/run: \|\n/, `run: |\n          echo "\${{ github.event.issue.title }}"\n`),
      /github\.event\.issue\.title is put into a shell/,
    ],
    [
      'an input in a shell',
      (text) => text.replace(/run: \|\n/, `run: |\n          echo "\${{ inputs.brief }}"\n`),
      /inputs\.brief is put into a shell/,
    ],
    [
      'a token that stays',
      (text) => text.replace('persist-credentials: false', 'persist-credentials: true'),
      /leaves its token behind/,
    ],
    ['no end', (text) => text.replace(/ +timeout-minutes: .*\n/, ''), /never ends/],
    [
      'forks with rights',
      (text) => text.replace('workflow_dispatch:', 'pull_request_target:\n  workflow_dispatch:'),
      /pull_request_target/,
    ],
  ])('%s is found', (_, plant, finding) => {
    const [text] = workflows();
    const planted = plant(text!);
    expect(planted).not.toBe(text);
    expect(auditWorkflow(planted).join('\n')).toMatch(finding);
  });
});
