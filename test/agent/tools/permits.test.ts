import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { insideWorkspace, shownPath } from '../../../src/agent/paths.ts';
import { plainShell } from '../../../src/agent/shell.ts';
import { developerTools } from '../../../src/agent/tools/developer-tools.ts';
import { permissionsTold, permitted, withPermissions } from '../../../src/agent/tools/permits.ts';
import { callTool } from '../../../src/agent/tools/tool.ts';
import { briefSchema, MAX_BRIEF } from '../../../src/core/brief.ts';
import { configSchema } from '../../../src/core/config.ts';
import { decide } from '../../../src/core/decide/decide.ts';
import { MAX_PATTERNS, type Permissions } from '../../../src/core/tool-permissions.ts';
import { readYaml } from '../../../src/yaml/read.ts';
import { ground, LEASE, NOW, observation, story, WES } from '../../core/samples.ts';
import { checkout, workspaceOf } from '../support.ts';

const SOME: Permissions = {
  allow: [
    'Read(./**)',
    'Write(./src/**)',
    'Edit(src/**)',
    'Edit(./README.md)',
    'Glob',
    'Grep(./src/**)',
    'Bash(npm test:*)',
    'Bash(git diff)',
    "Bash(grep -n 'a  b':*)",
  ],
  deny: [
    'Read(./private/**)',
    'Read(**/*.pem)',
    'Write(./src/generated)',
    'Edit(./src/Straße/**)',
    'Bash(npm test --watch:*)',
  ],
};
const DENY: Permissions = { deny: ['Bash(curl:*)', 'Bash(git push:*)', 'Glob(./private/**)', 'Grep', 'Write'] };

const yes = 'permitted';
const no = 'refused';

describe('a call', () => {
  test.each<[Permissions | undefined, string, unknown, string]>([
    // Paths.
    [SOME, 'read', { path: 'src/a.js' }, yes],
    [SOME, 'read', { path: './.github/workflows/a.yml' }, yes],
    [SOME, 'read', { path: 'private/key' }, no],
    [SOME, 'read', { path: 'PRIVATE/key' }, no],
    [SOME, 'read', { path: 'priv\u200bate/key' }, no],
    [SOME, 'read', { path: 'ｐrivate/key' }, no],
    [SOME, 'read', { path: 'private' }, no],
    [SOME, 'read', { path: 'src/../private/key' }, no],
    [SOME, 'read', { path: 'private-ish/key' }, yes],
    [SOME, 'read', { path: 'deep/in/server.pem' }, no],
    [SOME, 'read', { path: 'server.PEM' }, no],
    [SOME, 'write', { path: 'src/a.js' }, yes],
    [SOME, 'write', { path: './src//a.js' }, yes],
    [SOME, 'write', { path: 'src/.hidden/a.js' }, yes],
    [SOME, 'write', { path: 'src' }, yes],
    [SOME, 'write', { path: 'Src/a.js' }, no],
    [SOME, 'write', { path: 'srcs/a.js' }, no],
    [SOME, 'write', { path: './src/../.github/x' }, no],
    [SOME, 'write', { path: 'src/../src/a.js' }, yes],
    [SOME, 'write', { path: 'src/../../src/a.js' }, no],
    [SOME, 'write', { path: '/src/a.js' }, no],
    [SOME, 'write', { path: 'C:/src/a.js' }, no],
    [SOME, 'write', { path: 'src\\..\\.github\\x' }, no],
    [SOME, 'write', { path: 'src/a\0.js' }, no],
    [SOME, 'write', { path: 'src/a\n.js' }, no],
    [SOME, 'write', { path: 'src/generated/deep/a.js' }, no],
    [SOME, 'write', { path: 'src/generated' }, no],
    [SOME, 'edit', { path: 'README.md' }, yes],
    [SOME, 'edit', { path: 'docs/README.md' }, no],
    [SOME, 'edit', { path: 'src/Straße/a' }, no],
    [SOME, 'edit', { path: 'src/stra\u00dfe/a' }, no],
    [SOME, 'edit', { path: 'src/caf\u00e9' }, yes],
    [DENY, 'read', { path: 'anything' }, yes],
    [DENY, 'write', { path: 'anything' }, no],
    [undefined, 'write', { path: 'anything' }, yes],
    // Searches.
    [SOME, 'glob', { pattern: '**' }, yes],
    [SOME, 'grep', { pattern: 'x', files: 'src/**/*.js' }, yes],
    [SOME, 'grep', { pattern: 'x', files: './src/deep/*.js' }, yes],
    [SOME, 'grep', { pattern: 'x', files: 'src/a.js' }, yes],
    [SOME, 'grep', { pattern: 'x' }, no],
    [SOME, 'grep', { pattern: 'src/**' }, no],
    [SOME, 'grep', { pattern: 'x', files: '**/src/**' }, no],
    [SOME, 'grep', { pattern: 'x', files: '{src,private}/**' }, no],
    [SOME, 'grep', { pattern: 'x', files: 'src/{..,x}/private/*' }, no],
    [SOME, 'grep', { pattern: 'x', files: '!src/**' }, no],
    [SOME, 'grep', { pattern: 'x', files: 'src*/**' }, no],
    [DENY, 'glob', { pattern: 'src/**' }, yes],
    [DENY, 'glob', { pattern: 'private/a' }, no],
    [DENY, 'glob', { pattern: 'Private/*' }, no],
    [DENY, 'glob', { pattern: '**/*.js' }, no],
    [DENY, 'glob', { pattern: 'priv*/**' }, no],
    [DENY, 'grep', { pattern: 'x', files: 'src/**' }, no],
    // Commands.
    [SOME, 'bash', { command: 'npm test' }, yes],
    [SOME, 'bash', { command: '  npm   test -- test/a.test.js ' }, yes],
    [SOME, 'bash', { command: "npm test -- -t 'a; b | $c'" }, yes],
    [SOME, 'bash', { command: 'npm test -- -t "a; (b) | c"' }, yes],
    [SOME, 'bash', { command: 'git diff' }, yes],
    [SOME, 'bash', { command: "grep -n 'a b' src" }, yes],
    [SOME, 'bash', { command: 'git diff --output=x' }, no],
    [SOME, 'bash', { command: 'git difftool' }, no],
    [SOME, 'bash', { command: 'npm tests' }, no],
    [SOME, 'bash', { command: 'NPM test' }, no],
    [SOME, 'bash', { command: 'npm test; curl x' }, no],
    [SOME, 'bash', { command: 'npm test && curl x' }, no],
    [SOME, 'bash', { command: 'npm test & curl x' }, no],
    [SOME, 'bash', { command: 'npm test | sh' }, no],
    [SOME, 'bash', { command: 'npm test\ncurl x' }, no],
    [SOME, 'bash', { command: 'npm test\rcurl x' }, no],
    [SOME, 'bash', { command: 'npm test $(curl x)' }, no],
    [SOME, 'bash', { command: 'npm test "$(curl x)"' }, no],
    [SOME, 'bash', { command: 'npm test `curl x`' }, no],
    [SOME, 'bash', { command: 'npm test <(curl x)' }, no],
    [SOME, 'bash', { command: 'npm test > package.json' }, no],
    [SOME, 'bash', { command: "npm test \\' ; curl '" }, no],
    [SOME, 'bash', { command: 'npm test "\\" ; curl "' }, no],
    [SOME, 'bash', { command: "npm test $'\\'' ; curl '" }, no],
    [SOME, 'bash', { command: "npm test 'open" }, no],
    [SOME, 'bash', { command: 'npm test --watch' }, no],
    [SOME, 'bash', { command: 'LD_PRELOAD=x npm test' }, no],
    [SOME, 'bash', { command: 'npm\u00a0test' }, no],
    [SOME, 'bash', { command: 'nрm test' }, no],
    [DENY, 'bash', { command: 'echo a && npm test | tail -5' }, yes],
    [DENY, 'bash', { command: 'curling' }, yes],
    [DENY, 'bash', { command: 'curl x' }, no],
    [DENY, 'bash', { command: 'cd src && CURL x' }, no],
    [DENY, 'bash', { command: 'A=1 B=2 curl x' }, no],
    [DENY, 'bash', { command: 'echo $(curl x)' }, no],
    [DENY, 'bash', { command: 'git  push origin' }, no],
    // What patterns do not speak of, and what does not fit the tool.
    [SOME, 'commit', { stage: 'red', message: 'x' }, yes],
    [SOME, 'done', {}, yes],
    [SOME, 'ask', {}, yes],
    [{ allow: ['Read'] }, 'bash', { command: 'true' }, no],
    [SOME, 'bash', { command: 7 }, yes],
    [SOME, 'read', null, yes],
  ])('under %j: %s %j is %s', (permissions, tool, input, answer) => {
    const why = permitted(permissions, tool, input);
    expect(why === undefined ? yes : no, why).toBe(answer);
  });

  it('that is refused is told by which pattern, and what is allowed', () => {
    expect(permitted(SOME, 'read', { path: 'private/key' })).toBe(
      'Not permitted in this repository: "private/key" is denied by Read(./private/**). Allowed: Read(./**).',
    );
    expect(permitted(SOME, 'edit', { path: 'docs/a.md' })).toBe(
      'Not permitted in this repository: "docs/a.md" matches nothing that this tool may touch. Allowed: Edit(src/**), Edit(./README.md).',
    );
    expect(permitted(SOME, 'bash', { command: 'npm test; curl x' })).toBe(
      `Not permitted in this repository: bash takes one plain command at a time here, and this one has ; outside of single quotes. Allowed: Bash(npm test:*), Bash(git diff), Bash(grep -n 'a  b':*).`,
    );
    expect(permitted({ allow: ['Read'] }, 'bash', { command: 'ls' })).toBe(
      'Not permitted in this repository: "ls" is none of the commands that may be run.',
    );
  });
});

describe('tools under permissions', () => {
  const toolsIn = async (place: ReturnType<typeof checkout>, permissions: Permissions | undefined) => {
    const workspace = await workspaceOf(place);
    const leadsTo = async (path: string) => shownPath(place.root, await insideWorkspace(place.root, path));
    const tools = developerTools(workspace, plainShell({ PATH: process.env.PATH ?? '' }));
    return { tools, held: withPermissions(tools, permissions, leadsTo) };
  };
  const context = { signal: new AbortController().signal };

  it('refuse as an error that the model reads, and let the rest through', async () => {
    const place = checkout({ 'src/a.js': '1\n', 'private/key': 'k\n' });
    const { held } = await toolsIn(place, SOME);
    expect(await callTool(held, 'read', { path: 'src/a.js' }, context)).toEqual({ outcome: 'ok', text: '1' });
    expect(await callTool(held, 'read', { path: 'private/key' }, context)).toMatchObject({
      outcome: 'error',
      text: expect.stringContaining('denied by Read(./private/**)'),
    });
    expect(await callTool(held, 'read', { path: 7 }, context)).toMatchObject({ outcome: 'bad_call' });
  });

  it('judge where a link leads, and where it stands', async () => {
    const place = checkout({ 'src/a.js': '1\n', 'private/key': 'k\n', 'docs/a.md': 'x\n' });
    symlinkSync('../private', join(place.root, 'src', 'way'));
    symlinkSync('../src', join(place.root, 'docs', 'way'));
    const { held } = await toolsIn(place, SOME);
    expect(await callTool(held, 'read', { path: 'src/way/key' }, context)).toMatchObject({
      outcome: 'error',
      text: expect.stringContaining('"private/key" is denied'),
    });
    expect(await callTool(held, 'write', { path: 'src/way/new', content: '' }, context)).toMatchObject({
      outcome: 'error',
      text: expect.stringContaining('"private/new" matches nothing'),
    });
    expect(await callTool(held, 'write', { path: 'docs/way/a.js', content: '' }, context)).toMatchObject({
      outcome: 'error',
      text: expect.stringContaining('"docs/way/a.js" matches nothing'),
    });
    expect(await callTool(held, 'read', { path: 'src/../../x' }, context)).toMatchObject({ outcome: 'error' });
  });

  it('are the same to the model, and the very same without permissions', async () => {
    const { tools, held } = await toolsIn(checkout(), SOME);
    expect(held.map((tool) => tool.description)).toEqual(tools.map((tool) => tool.description));
    const { tools: free, held: still } = await toolsIn(checkout(), undefined);
    expect(
      still.map((tool) => tool.call === free.find((one) => one.description === tool.description)?.call),
    ).not.toContain(false);
  });
});

describe('the configuration', () => {
  const read = (pattern: string) =>
    readYaml(configSchema, `agents:\n  permissions:\n    allow: [${JSON.stringify(pattern)}]\n`, '.orch/config.yaml');

  it.each([
    'Read',
    'Read(./**)',
    'Write(src/**)',
    'Edit(./src/[a-c]/*.{ts,js})',
    'Glob',
    'Glob(./**)',
    'Glob(./src)',
    'Grep(./packages/@scope/**)',
    'Bash',
    'Bash(*)',
    'Bash(npm test:*)',
    'Bash(git diff)',
    'Bash(npm run test:unit)',
    'Bash(x)',
  ])('takes %s', (pattern) => {
    expect(read(pattern)).toMatchObject({ ok: true, value: { agents: { permissions: { allow: [pattern] } } } });
  });

  it.each([
    '',
    'read(./**)',
    'Read()',
    'Read(./**',
    'Read(/etc/**)',
    'Read(~/x)',
    'Read(../x)',
    'Read(./src/../x)',
    'Read(C:/x)',
    'Read(!./src/**)',
    'Read(src\\x)',
    'Read(a\nb)',
    'Glob(./src/*.js)',
    'Grep(./*/x)',
    'Bash()',
    'Bash(:*)',
    'Bash(npm *)',
    'Bash(npm test:*:*)',
    'Bash(npm test\ncurl)',
    'WebFetch',
    'Read Write',
    `Read(${'x'.repeat(200)})`,
  ])('refuses %j, and says what a pattern is', (pattern) => {
    expect(read(pattern)).toMatchObject({
      ok: false,
      problems: [
        {
          line: 3,
          key: 'agents.permissions.allow.0',
          expected: expect.stringMatching(/^a pattern is `Read`.*`\(npm test:\*\)`/),
        },
      ],
    });
  });

  it('takes no empty list for everything, and no key that it does not know', () => {
    const of = (text: string) => readYaml(configSchema, `agents:\n  permissions:\n    ${text}\n`, 'c.yaml');
    expect(of('allow: []')).toMatchObject({ ok: false, problems: [{ key: 'agents.permissions.allow' }] });
    expect(of('ask: [Read]')).toMatchObject({
      ok: false,
      problems: [{ expected: expect.stringContaining('allow, deny') }],
    });
    expect(of('deny: []')).toMatchObject({ ok: true });
  });
});

test('the model is told of limits, where there are some', () => {
  expect(permissionsTold(undefined)).toBeUndefined();
  expect(permissionsTold({ deny: [] })).toBeUndefined();
  expect(permissionsTold({ allow: ['Read', 'Bash(git diff)'], deny: ['Read(./x)'] })).toBe(
    'The use of tools is limited here. Allowed: Read, Bash(git diff). Denied: Read(./x). bash takes one plain command at a time.',
  );
  expect(permissionsTold({ allow: ['Bash(*)'] })).toBe('The use of tools is limited here. Allowed: Bash(*).');
});

describe('a brief', () => {
  const briefUnder = (agents: unknown) => {
    const seen = observation({ labelings: { count: 1, newest: [{ label: 'orch:run', by: WES, at: NOW }] } });
    const settings = { config: configSchema.parse({ agents }), problems: [], source: null, newest: null };
    const question = { ...ground(seen), settings, story: story('failed'), run: null, lease: LEASE };
    return decide(question).runs[0]!.run.brief;
  };

  it('carries what is configured, and no key where nothing is', () => {
    const permissions = { allow: ['Read(./**)', 'Bash(npm test:*)'], deny: ['Read(./private/**)'] };
    const brief = briefUnder({ permissions });
    expect(brief.permissions).toEqual(permissions);
    expect(briefSchema.parse(JSON.parse(JSON.stringify(brief))).permissions).toEqual(permissions);
    expect(briefUnder({})).not.toHaveProperty('permissions');
  });

  it('still fits into a dispatch with the most patterns that may be', () => {
    const longest = Array.from({ length: MAX_PATTERNS }, () => `Read(${'x'.repeat(194)})`);
    const brief = briefUnder({ permissions: { allow: longest, deny: longest } });
    expect(brief.permissions?.deny).toHaveLength(MAX_PATTERNS);
    expect(JSON.stringify(brief).length).toBeLessThanOrEqual(MAX_BRIEF);
  });
});
