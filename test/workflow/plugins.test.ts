import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUILTIN, findAgents, findWorkflows, rootsOf } from '../../src/workflow/plugins.ts';
import { project } from './run/stage.ts';

const agent = (id: string, name: string) =>
  `agent:\n  metadata: { id: ${id}, name: ${name}, title: T }\n  persona: { role: R }\n`;

describe('plugins', () => {
  test('of a repository go before those that are built in, and that is told', () => {
    const root = project({
      'builtin/prd/workflow.yaml': 'name: prd\ndescription: Ours\n',
      'builtin/why/workflow.yaml': 'name: why\n',
      'repo/.orch/workflows/mine/workflow.yaml': 'name: prd\ndescription: Theirs\n',
    });
    const own = join(root, 'repo/.orch/workflows');
    const { plugins, findings } = findWorkflows([
      { path: join(root, 'builtin'), title: 'built in' },
      { path: own, title: '.orch/workflows' },
    ]);
    expect([...plugins.values()]).toEqual([
      { name: 'prd', file: join(own, 'mine/workflow.yaml'), description: 'Theirs', from: '.orch/workflows' },
      { name: 'why', file: join(root, 'builtin/why/workflow.yaml'), description: '', from: 'built in' },
    ]);
    expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', '`prd` in .orch/workflows takes the place of the one built in'],
    ]);
  });

  test('of one name in one root are an error, and the first counts', () => {
    const root = project({ 'r/a/workflow.yaml': 'name: x\n', 'r/b/workflow.yaml': 'name: x\n' });
    const { plugins, findings } = findWorkflows([{ path: join(root, 'r'), title: 'r' }]);
    expect(plugins.get('x')?.file).toBe(join(root, 'r/a/workflow.yaml'));
    expect(findings).toMatchObject([
      {
        severity: 'error',
        file: join(root, 'r/b/workflow.yaml'),
        message: expect.stringContaining('two of the name `x`'),
      },
    ]);
  });

  test('that cannot be read are told, and the others are there', () => {
    const root = project({ 'r/a/workflow.yaml': 'nam: x\n', 'r/b/workflow.yaml': 'name: y\n' });
    const { plugins, findings } = findWorkflows([{ path: join(root, 'r'), title: 'r' }]);
    expect([...plugins.keys()]).toEqual(['y']);
    expect(findings).toMatchObject([{ severity: 'error', message: expect.stringContaining('no `name`') }]);
  });

  test('may be agents', () => {
    const root = project({
      '.orch/agents/dev.agent.yaml': agent('developer', 'Dana'),
      '.orch/agents/deep/x.agent.yaml': agent('tester', 'Tess'),
    });
    const roots = rootsOf(root, 'agents').slice(1);
    const { plugins } = findAgents(roots);
    expect([...plugins].map(([id, { persona, from }]) => [id, persona.name, from])).toEqual([
      ['tester', 'Tess', '.orch/agents'],
      ['developer', 'Dana', '.orch/agents'],
    ]);
  });

  test('need no folder in the repository', () => {
    expect(findWorkflows([{ path: '/nowhere/at/all', title: 'x' }])).toEqual({ plugins: new Map(), findings: [] });
  });

  test('that ship with Orch stand beside the kernel', () => {
    expect(dirname(BUILTIN.path)).toMatch(/src\/workflow$/);
  });
});
