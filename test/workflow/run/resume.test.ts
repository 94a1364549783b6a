/** A workflow with every tag, and a process that dies after each of its requests. */
import { describe, expect, test } from 'vitest';
import { advance, begin } from '../../../src/workflow/run/advance.ts';
import { contextOf } from '../../../src/workflow/run/context.ts';
import { readState } from '../../../src/workflow/run/state.ts';
import { TAG_NAMES } from '../../../src/workflow/tags.ts';
import { type Answers, libraryOf, plain, project, run, STARTED } from './stage.ts';

const FILES = {
  'w/workflow.yaml': `name: everything
config_source: "{project-root}/c.yaml"
owner: "{config_source}:owner"
installed_path: "{project-root}/w"
instructions: "{installed_path}/instructions.md"
template: "{installed_path}/t.md"
validation: "{installed_path}/checklist.md"
default_output_file: "{project-root}/docs/{{key}}.md"
date: system-generated
`,
  'w/checklist.md': '- [ ] Nothing is missing\n',
  'w/t.md':
    '# {{key}}, {{date}}, {{owner}}\n\n{{scope}}\n\n{{#each risks}}\n- {{name}}: {{weight}}\n{{/each}}\n\n{{status}} {{closing}}\n',
  'w/instructions.md': `# Everything
<critical>Cite your sources.</critical>

<step n="1" goal="Look around" tag="first">
  <critical>Read all of it.</critical>
  Greet {owner}.
  <action>Read the issue and give it a key</action>
  <action if="it is long">Summarise it</action>
  <note>Keys are short.</note>
  <example>A-1 or <goto>nowhere</goto></example>
  <ask response="level">Which level? (1/2)</ask>
  <check if="level == 2">
    <output>Deep: {{key}} {{depth}}</output>
    <goto>deep</goto>
  </check>
  <check if="else"><output>Flat</output></check>
  <output>never</output>
  <anchor id="deep" />
  <template-output>scope</template-output>
</step>

<step n="2" goal="Each part" for-each="part in parts" if="level == 2">
  <action>Describe {{part}}</action>
  <template-output>parts_of_it</template-output>
</step>

<step n="3" title="Rounds" repeat="2">
  <loop max="5">
    <ask response="more">More?</ask>
    <break if="more == stop" />
    <continue if="more == skip" />
    <output>Round {{index}}</output>
  </loop>
</step>

<step n="4" goal="Others" optional="true">
  <invoke-workflow path="{project-root}/sub"><param>mode: {{key}}</param></invoke-workflow>
  <invoke-task halt="true">{project-root}/tasks/deeper.xml</invoke-task>
  <elicit-required />
  <template-output>risks</template-output>
  <template-output file="notes.md">notes</template-output>
</step>

<step n="5" goal="Again" repeat="until-approved">
  <action>Polish</action>
  <goto step="5" if="again == 1">once more</goto>
  <template-output>closing</template-output>
</step>
`,
  'tasks/deeper.xml': '<task>Ask deeper</task>',
  'sub/workflow.yaml': 'name: sub\n',
  'sub/instructions.md':
    '<step n="1" goal="s"><loop for-each="n in numbers"><ask response="answer_{{n}}">{{mode}} {{n}}?</ask></loop><template-output>status = true</template-output></step>',
};

/** Answers that hang on the request alone, so that who answers may be another process each time. */
const answers: Answers = {
  ask: ({ question, id }) => {
    if (question.includes('Which level')) return { answer: '2' };
    if (question.startsWith('More?')) return { answer: ['stop', 'skip', 'on'][id % 3] as string };
    if (question.includes('until approved')) return { answer: id % 2 === 0 ? 'yes' : 'no' };
    if (question.startsWith('Is there anything')) return { answer: 'The costs' };
    return undefined;
  },
  work: ({ text, outputs, revise }) => ({
    variables: {
      ...(text.includes('give it a key') && { key: 'A-1' }),
      ...(text.includes('goes over `parts`') && { parts: ['left', 'right'] }),
      ...(text.includes('goes over `numbers`') && { numbers: [1, 2] }),
      ...(text.includes('goes to people') && { depth: 'very' }),
      ...(text.includes('Polish') && { again: 2 }),
    },
    outputs: Object.fromEntries(
      outputs.map(({ name }) => [
        name,
        name === 'risks' ? [{ name: 'late', weight: 3 }] : `Text of ${name}${revise ? `, ${revise.changes}` : ''}`,
      ]),
    ),
  }),
  approve: ({ section, text }) =>
    section === 'scope' && !text.includes('shorter') ? { verdict: 'change', text: 'shorter' } : undefined,
};

describe('a run that uses every tag', () => {
  test('does use every tag', () => {
    const loaded = libraryOf(project(FILES)).at('w').workflow;
    expect(loaded.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(TAG_NAMES.filter((name) => !loaded.instructions?.tags[name])).toEqual([]);
  });

  test('ends with the document', () => {
    const { done, requests } = run(project(FILES), answers);
    expect(done).toMatchObject({
      outcome: 'finished',
      remarks: [],
      checks: [{ file: 'w/checklist.md', passed: true }],
    });
    expect(new Set(requests.map(({ kind }) => kind))).toEqual(
      new Set(['ask', 'work', 'say', 'approve', 'invoke_task', 'done']),
    );
    expect(done.documents).toEqual([
      {
        file: 'docs/A-1.md',
        text: `# A-1, 2026-03-05, sure

Text of scope, shorter

- late: 3

true Text of closing

## Parts of it

Text of parts_of_it

## Parts of it

Text of parts_of_it
`,
      },
      { file: 'docs/notes.md', text: '## Notes\n\nText of notes\n' },
    ]);
  });

  test.each(['normal', 'autonomous'] as const)(
    'that dies after every request goes on right there, in mode %s',
    (mode) => {
      const root = project(FILES);
      const straight = run(root, answers, { mode });
      const crashing = run(root, answers, { mode, crashing: true });
      expect(crashing.requests).toEqual(straight.requests);
      expect(crashing.done).toEqual(straight.done);
      expect(straight.requests.length).toBeGreaterThan(20);
    },
  );

  test('leads to the same from every single request, on another machine', () => {
    const here = project(FILES);
    const there = project(FILES);
    const straight = run(here, answers);
    let at = begin(libraryOf(here), libraryOf(here).at('w'), { mode: 'normal', started: STARTED });
    for (let step = 0; at.request.kind !== 'done'; step++) {
      const kept = JSON.stringify(at.state);
      expect(kept).not.toContain(here);
      const read = readState(JSON.parse(kept));
      if (!read.ok) throw new Error(read.problem);
      const own = answers[at.request.kind] as ((request: unknown) => object | undefined) | undefined;
      const answer = { ...plain(at.request), ...own?.(at.request) } as Parameters<typeof advance>[2];
      at = advance(libraryOf(step % 2 === 0 ? there : here), read.state, answer);
      expect(at.request).toEqual(straight.requests[step + 1]);
    }
  });

  test('knows for the next request what was said before', () => {
    const { last } = run(project(FILES), answers);
    const context = contextOf(last.state);
    expect(context.sections).toMatchObject({ scope: 'Text of scope, shorter', risks: '- name: late\n  weight: 3' });
    expect(context.answers).toContainEqual({ question: 'Which level? (1/2)', answer: '2', by: 'mona' });
  });
});

describe('a state', () => {
  test('of a later Orch is refused, and so is what is none', () => {
    expect(readState({ schema: 2 })).toEqual({
      ok: false,
      problem: 'the state has schema 2, and this Orch knows up to 1; update Orch',
    });
    expect(readState({ schema: 1 })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('this is not the state of a run: mode'),
    });
    expect(readState('x')).toMatchObject({ ok: false });
  });
});
