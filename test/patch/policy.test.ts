import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PEOPLE_PATHS } from '../../src/patch/people-only.ts';
import { judgeChanges, judgePath, MAX_BYTES, MAX_FILES, quotePath, RULES } from '../../src/patch/policy.ts';
import { parseRawDiff } from '../../src/patch/raw-diff.ts';
import { addedLines, findSecret } from '../../src/patch/secrets.ts';

test.each([
  ['src/index.ts', undefined],
  ['.gitignore', undefined],
  ['.githubber/x', undefined],
  ['docs/.github.md', undefined],
  ['packages/.orch/x', undefined],
  ['.github', 'reserved-folder'],
  ['.GITHUB/x', 'reserved-folder'],
  ['.github /x', 'reserved-folder'],
  ['.github..  /x', 'reserved-folder'],
  ['.github::$INDEX_ALLOCATION/x', 'reserved-folder'],
  ['.github\\workflows\\x.yml', 'reserved-folder'],
  ['．github/x', 'reserved-folder'],
  ['.ＧＩＴhub/x', 'reserved-folder'],
  ['.orch/x', 'reserved-folder'],
  ['sub/.git/config', 'reserved-folder'],
  ['sub/.GIT/config', 'reserved-folder'],
  ['sub/git~1/config', 'reserved-folder'],
  ['.g\u200cit/config', 'path-characters'],
  ['a\u0000b', 'path-characters'],
  ['a\u0085b', 'path-characters'],
  [null, 'path-characters'],
  ['/etc/passwd', 'path-outside'],
  ['C:/Windows', 'path-outside'],
  ['../x', 'path-outside'],
  ['a/../../x', 'path-outside'],
  ['a/./x', 'path-outside'],
  ['a/.. /x', 'path-outside'],
  ['a/...', 'path-outside'],
  ['', 'path-outside'],
  ['.GitAttributes', 'git-files'],
  ['a/.gitmodules.', 'git-files'],
  ['.lfsconfig', 'git-files'],
  ['codeowners', 'code-owners'],
  ['.g\u0131thub/x', 'reserved-folder'],
  ['.gi\u0301thub/x', 'reserved-folder'],
  ['.g\u00edthub/x', 'reserved-folder'],
  ['.\u017fvn', undefined],
  ['sub/HEAD', 'git-files'],
  ['head', 'git-files'],
  ['src/header.ts', undefined],
  ['package-lock.json', 'lockfile'],
  ['packages/a/Yarn.Lock', 'lockfile'],
  ['Cargo.lock. ', 'lockfile'],
  ['go.sum', 'lockfile'],
  ['go.mod', undefined],
  ['.npmrc', 'lockfile'],
  ['AGENTS.md', 'agent-instructions'],
  ['docs/CLAUDE.md', 'agent-instructions'],
  ['agents.MD', 'agent-instructions'],
  ['.cursor/rules/x.mdc', 'agent-instructions'],
  ['sub/.claude/settings.json', 'agent-instructions'],
  ['.mcp.json', 'agent-instructions'],
  ['src/agents.ts', undefined],
  ['.husky/pre-commit', 'hooks'],
  ['.pre-commit-config.yaml', 'hooks'],
  ['src/hooks/use-x.ts', undefined],
  ['.gitlab-ci.yml', 'automation'],
  ['Jenkinsfile', 'automation'],
  ['.circleci/config.yml', 'automation'],
  ['.vscode/tasks.json', 'workplace'],
  ['.envrc', 'workplace'],
  ['.env', undefined],
  ['PACKAG~1.JSO', 'short-name'],
  ['docs/AGENTS~1.MD', 'short-name'],
  ['docs/a~b.md', undefined],
  [`${'a'.repeat(250)}.ts`, 'path-length'],
  [`src/${'\u{1f600}'.repeat(70)}`, 'path-length'],
])('%j: %s', (path, rule) => {
  expect(judgePath(path)).toBe(rule);
});

const file = (path: string, added = 1) => ({ path, oldMode: '000000', newMode: '100644', added });

test('every name that belongs to people does so in every folder and spelling', () => {
  for (const path of PEOPLE_PATHS) {
    const rule = judgePath(path);
    expect(rule).toBeDefined();
    for (const twin of [
      path.toUpperCase(),
      `deep/er/${path}`,
      `deep\\${path}. `,
      path.replace('i', '\u0131'),
      path.replace('a', 'a\u0301'),
      path.replace('e', '\uff45'),
    ])
      expect([twin, judgePath(twin)]).toEqual([twin, rule]);
  }
});

test('a path that the project protects is protected in every spelling', () => {
  for (const path of ['Caf\u00e9/x', 'cafe\u0301/x', 'CAFE\u0301/x', 'caf\u00e9./x'])
    expect(judgeChanges([file(path)], ['caf\u00e9/'])?.rule).toBe('protected');
  expect(judgeChanges([file('cafeteria/x')], ['caf\u00e9/'])).toBeUndefined();
});

test('counts and sizes hold exactly at their limits', () => {
  const files = Array.from({ length: MAX_FILES }, (_, i) => file(`${i}`));
  expect(judgeChanges(files, [])).toBeUndefined();
  expect(judgeChanges([...files, file('x')], [])).toMatchObject({ rule: 'too-many-files' });
  expect(judgeChanges([file('a', MAX_BYTES)], [])).toBeUndefined();
  expect(judgeChanges([file('a', MAX_BYTES), file('b')], [])).toMatchObject({ rule: 'too-large' });
});

test('a reason is the rule’s sentence and what broke it', () => {
  expect(judgeChanges([file('.orch/a\u202eb')], [])?.reason).toBe(
    `${RULES['path-characters']} It changes ".orch/a\\u{202e}b".`,
  );
  expect(quotePath('x'.repeat(500))).toHaveLength(122);
});

test('however a reserved folder is dressed up, it is refused', () => {
  const folder = fc
    .constantFrom('.git', '.github', '.orch')
    .chain((name) =>
      fc
        .tuple(...[...name].map((letter) => fc.constantFrom(letter, letter.toUpperCase())))
        .map((letters) => letters.join('')),
    );
  const ending = fc.constantFrom('', '.', ' ', '. .', '::$DATA', ':x');
  const separator = fc.constantFrom('/', '\\');
  fc.assert(
    fc.property(folder, ending, separator, (name, end, slash) => {
      expect(judgePath(`${name}${end}${slash}workflows${slash}x.yml`)).toBe('reserved-folder');
    }),
  );
});

test('a raw diff is read byte by byte', () => {
  const id = (digit: string) => digit.repeat(40);
  const entry = (path: Buffer) =>
    Buffer.concat([Buffer.from(`:000000 100644 ${id('0')} ${id('a')} A\0`), path, Buffer.from('\0')]);
  const raw = Buffer.concat([entry(Buffer.from('a\nb ü')), entry(Buffer.from([0x61, 0xff]))]);
  expect(parseRawDiff(raw).map(({ path, status }) => [path, status])).toEqual([
    ['a\nb ü', 'A'],
    [null, 'A'],
  ]);
  expect(() => parseRawDiff(raw.subarray(0, -1))).toThrow('ends in the middle');
  expect(() => parseRawDiff(Buffer.from('nonsense\0x\0'))).toThrow('cannot be read');
});

test.each([
  ['a private key', `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----`],
  ['a GitHub token', `token=ghs_${'a1B2'.repeat(9)}`],
  ['a GitHub fine-grained token', `github_pat_${'a1B2c3'.repeat(14)}`],
  ['an Anthropic key', `sk-ant-${'api03'}-${'a1B2'.repeat(10)}`],
  ['an AWS access key', `AKIA${'ABCDEFGH'.repeat(2)}`],
  ['a Google API key', `AIza${'a1B2c'.repeat(7)}`],
  ['a Slack token', `xoxb-${'123456789012'}-${'abcdefghijkl'}`],
  ['a Stripe key', `sk_live_${'a1B2'.repeat(6)}`],
  ['an npm token', `//registry.npmjs.org/:_authToken=npm_${'a1B2c3'.repeat(6)}`],
])('finds %s', (name, text) => {
  expect(findSecret(`const x = "${text}";`)).toBe(name);
});

test('does not take words, hashes and documented examples for secrets', () => {
  const innocent = [
    'sk-learn-is-nice',
    'a'.repeat(40),
    `AKIA${'IOSFODNN7'}EXAMPLE`,
    'ghp_short',
    'BEGIN PUBLIC KEY',
    'npm_config_registry',
  ];
  expect(findSecret(innocent.join('\n'))).toBeUndefined();
  expect(findSecret(`AKIA${'IOSFODNN7'}EXAMPLE AKIA${'ABCDEFGH'.repeat(2)}`)).toBe('an AWS access key');
});

test('added lines are those inside hunks, also when they look like headers', () => {
  const diff =
    'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-old\n+new\n+++ b/looks like a header\ndiff --git a/y b/y\n+++ b/y\n';
  expect(addedLines(diff)).toBe('new\n++ b/looks like a header');
});
