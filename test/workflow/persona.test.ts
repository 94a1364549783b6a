import { describe, expect, test } from 'vitest';
import { readPersona } from '../../src/workflow/persona.ts';

const GOOD = `agent:
  metadata: { id: a/b.md, name: Wanda, title: Writer, icon: 🖋 }
  persona:
    role: Writes
    principles: Short first.
  critical_actions: [Read the template]
  menu:
    - trigger: notes
      workflow: "{project-root}/w/workflow.yaml"
      description: Write notes
`;

describe('an agent file', () => {
  test('loads as a persona', () => {
    expect(readPersona(GOOD, 'w.agent.yaml').persona).toEqual({
      id: 'a/b.md',
      name: 'Wanda',
      title: 'Writer',
      icon: '🖋',
      role: 'Writes',
      identity: '',
      style: '',
      principles: ['Short first.'],
      rules: ['Read the template'],
      menu: [{ trigger: 'notes', description: 'Write notes', leadsTo: { workflow: '{project-root}/w/workflow.yaml' } }],
    });
  });

  test.each<[string, string, number, string]>([
    ['a missing role', GOOD.replace('role:', 'rule:'), 3, '`agent.persona.role`; expected string'],
    [
      'a rule that is no text',
      GOOD.replace('[Read the template]', '[{ a: 1 }]'),
      6,
      '`agent.critical_actions.0` is {"a":1}; expected string',
    ],
    ['nothing of an agent', 'name: x\n', 1, '`agent`; expected object'],
  ])('%s is told with its line', (_, text, line, message) => {
    const { persona, findings } = readPersona(text, 'w.agent.yaml');
    expect(persona).toBeUndefined();
    expect(findings).toEqual([{ severity: 'error', file: 'w.agent.yaml', line, column: 1, message }]);
  });
});
