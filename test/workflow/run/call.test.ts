import { describe, expect, test } from 'vitest';
import { project, run } from './stage.ts';

const done = 'done: finished, every step was done';
const step = (body: string) => `<step n="1" goal="g">${body}</step>\n`;

describe('a workflow that is called', () => {
  test('gets its parameters, hands its values back, and writes its own document', () => {
    const root = project({
      'w/instructions.md': step(
        '<action>Go</action><invoke-workflow path="{project-root}/sub" level="{{level}}"><param>mode: update</param><param name="who" value="Mona" /></invoke-workflow><output>{{status}} {{found}} {{mode_seen}}</output>',
      ),
      'sub/workflow.yaml': 'name: sub\ndefault_output_file: sub.md\n',
      'sub/instructions.md': step(
        '<output>{{level}} {{mode}} {{who}}</output><action>Find</action><template-output>status = true</template-output><template-output>mode_seen = "{{mode}}d"</template-output><template-output>part</template-output>',
      ),
    });
    const { lines, done: end } = run(root, {
      work: ({ text }) => ({ variables: text === 'Go' ? { level: 2 } : { found: 'it' } }),
    });
    expect(lines).toEqual([
      'work: Go',
      'say: 2 update Mona',
      'work: Find',
      'work: Write the section `part` of the document. -> part',
      'approve: part',
      'say: true it updated',
      done,
    ]);
    expect(end.documents).toEqual([{ file: 'sub.md', text: '## Part\n\n<part>\n' }]);
  });

  test('sets what the caller does not have; what it hands over by name is always the new one', () => {
    const sub = { 'sub/workflow.yaml': 'name: sub\n' };
    const root = project({
      ...sub,
      'w/instructions.md': step('<invoke-workflow path="sub" /><output>{{status}} {{own}}</output>'),
      'sub/instructions.md': step('<action>Find</action><template-output>status = new</template-output>'),
    });
    const variables = { status: 'old', own: 'mine' };
    const { lines } = run(root, { work: () => ({ variables: { own: 'theirs' } }) }, { variables });
    expect(lines).toContain('say: new mine');
  });

  test('may end early; the caller goes on', () => {
    const root = project({
      'w/instructions.md': step('<invoke-workflow path="sub" /><output>on</output>'),
      'sub/workflow.yaml': 'name: sub\n',
      'sub/instructions.md': step('<template-output>a</template-output><action>HALT</action><output>no</output>'),
    });
    const { lines, done: end } = run(root, {
      work: ({ text }) => (text === 'HALT' ? { stop: { what: 'workflow', reason: 'done before' } } : undefined),
    });
    expect(lines.slice(-2)).toEqual(['say: on', done]);
    expect(end.remarks).toEqual(['the workflow `sub` was ended early: done before']);
    expect(end.documents).toEqual([{ file: null, text: '## A\n\n<a>\n' }]);
  });

  test('that is not there is put to the agent and told', () => {
    const root = project({
      'w/instructions.md': step('<invoke-workflow path="{project-root}/gone">It collects ideas.</invoke-workflow>'),
    });
    const { lines, done: end } = run(root);
    expect(lines[0]).toBe(
      'work: The workflow `gone` should be followed now, but it is not installed. Do what it is for. /  / It collects ideas.',
    );
    expect(end.remarks).toEqual(['the workflow `gone` is not there; what it is for was left to the agent']);
  });

  test('with errors fails the run, which names the first', () => {
    const root = project({
      'w/instructions.md': step('<invoke-workflow path="sub" />'),
      'sub/workflow.yaml': 'name: sub\n',
      'sub/instructions.md': '<step n="1" goal="g">',
    });
    const { done: end } = run(root);
    expect(end.outcome).toBe('failed');
    expect(end.reason).toMatch(/`sub` cannot be followed: .*sub\/instructions\.md:1: .*is never closed/);
  });

  test('that calls itself without end is stopped', () => {
    const root = project({ 'w/instructions.md': step('<invoke-workflow path="w" />') });
    const { done: end } = run(root);
    expect(end.reason).toContain('10 is the most that may wait for one another');
  });

  test('cannot be outside of the project', () => {
    const root = project({ 'w/instructions.md': step('<invoke-workflow path="{{where}}" />') });
    const { done: end } = run(root, {}, { variables: { where: '/etc/../etc' } });
    expect(end.remarks).toEqual(['the workflow `/etc/../etc` is not there; what it is for was left to the agent']);
  });
});

describe('further instructions, chosen in the run', () => {
  test('are followed where a text says to load them, with the template of the same name', () => {
    const root = project({
      'w/workflow.yaml':
        'name: w\ninstalled_path: "{project-root}/w"\ninstructions: "{installed_path}/router.md"\ninstructions_quick: "{installed_path}/quick.md"\ninstructions_deep: "{installed_path}/deep.md"\ntemplate_quick: "{installed_path}/quick-template.md"\ntemplate_deep: "{installed_path}/deep-template.md"\ndefault_output_file: "{project-root}/out.md"\n',
      'w/router.md':
        '<critical>Cite.</critical>\n<step n="1" goal="g"><ask response="kind">Which?</ask><check if="kind == quick"><action>LOAD: {installed_path}/quick.md</action></check><check if="kind == deep"><action>LOAD: {installed_path}/deep.md</action></check><output>{{kind}} {{found}}</output></step>',
      'w/quick.md':
        '<critical>Be quick.</critical>\n<step n="1" goal="q"><action>Look</action><template-output>answer</template-output></step>',
      'w/deep.md': '<step n="1" goal="d"><output>no</output></step>',
      'w/quick-template.md': 'Quick: {{answer}}',
      'w/deep-template.md': 'Deep',
    });
    const {
      lines,
      requests,
      done: end,
    } = run(root, {
      ask: () => ({ answer: 'quick' }),
      work: () => ({ outputs: { answer: '42' }, variables: { found: 'it' } }),
    });
    expect(lines).toEqual([
      'ask: Which?',
      'work: LOAD: w/quick.md /  / Look -> answer',
      'approve: answer',
      'say: quick it',
      done,
    ]);
    expect(requests[1]).toMatchObject({ rules: ['Cite.', 'Be quick.'], place: { file: 'w/quick.md' } });
    expect(end.documents).toEqual([{ file: 'out.md', text: 'Quick: 42' }]);
  });
});

describe('a task', () => {
  test('comes with the file that it names', () => {
    const root = project({
      'tasks/elicit.xml': '<task>Ask deeper</task>',
      'w/instructions.md': step(
        '<invoke-task halt="true">{project-root}/tasks/elicit.xml</invoke-task><invoke-task>Count the {{things}}</invoke-task>',
      ),
    });
    const { requests } = run(root);
    expect(requests.slice(0, 2)).toMatchObject([
      {
        kind: 'invoke_task',
        text: 'tasks/elicit.xml',
        file: 'tasks/elicit.xml',
        content: '<task>Ask deeper</task>',
        checklist: false,
        attributes: { halt: 'true' },
      },
      { kind: 'invoke_task', text: 'Count the {{things}}', checklist: false },
    ]);
  });

  test('whose file is not there says so in the end', () => {
    const root = project({ 'w/instructions.md': step('<invoke-task>{project-root}/gone.md</invoke-task>') });
    expect(run(root).done.remarks).toEqual(['`gone.md`, which a task names, is not there']);
  });
});

describe('elicit-required', () => {
  const root = () => project({ 'w/instructions.md': step('<elicit-required /><output>end</output>') });

  test('asks a person for more, and gives it to the agent', () => {
    const { lines } = run(root(), { ask: () => ({ answer: 'Add the costs' }) });
    expect(lines).toEqual([
      'ask: Is there anything to add to "g", or to change in it?',
      'work: Asked what is to be added or changed, a person said: /  / Add the costs /  / Take it up.',
      'say: end',
      done,
    ]);
  });

  test('goes on where there is nothing', () => {
    expect(run(root()).lines).toEqual([expect.stringContaining('ask: '), 'say: end', done]);
  });
});
