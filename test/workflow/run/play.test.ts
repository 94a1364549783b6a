import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BOUNDS, RETRIES } from '../../../src/workflow/run/bounds.ts';
import { type PlayOptions, play } from '../../../src/workflow/run/play.ts';
import { requestSchema } from '../../../src/workflow/run/request.ts';
import { project, STARTED } from './stage.ts';

const FILES = {
  'w/workflow.yaml':
    'name: notes\ninstalled_path: "{project-root}/w"\ntemplate: "{installed_path}/t.md"\ndefault_output_file: "{project-root}/docs/{{version}}.md"\ndate: system-generated\n',
  'w/t.md': '# {{version}}, {{date}}\n\n{{#each changes}}- {{title}}\n{{/each}}',
  'w/instructions.md': `<step n="1" goal="Collect">
<action>Find the version</action>
<check if="something breaks"><output>Careful with {{version}}.</output></check>
<template-output>changes</template-output>
</step>
<step n="2" goal="Ask"><ask>Publish? (y/n)</ask></step>
`,
};
const ANSWERS = `values:
  version: 1.2.0
  changes: [{ title: Faster }]
answers:
  - { to: judge, when: BREAKS, holds: true }
  - { to: ask, step: 2, answer: y }
`;

const playIn = (root: string, more: Partial<PlayOptions> = {}) => {
  const lines: string[] = [];
  const played = play({
    path: 'w',
    answers: join(root, 'answers.yaml'),
    mode: 'normal',
    projectRoot: root,
    now: new Date(STARTED),
    out: (line) => void lines.push(line),
    ...more,
  });
  return { played, lines };
};

describe('playing a workflow', () => {
  test('prints what is asked and answered, and writes the document', () => {
    const root = project({ ...FILES, 'answers.yaml': ANSWERS });
    const { played, lines } = playIn(root);
    expect(played).toEqual({ kind: 'finished' });
    expect(readFileSync(join(root, 'docs/1.2.0.md'), 'utf8')).toBe('# 1.2.0, 2026-03-05\n\n- Faster\n');
    expect(lines.join('\n')).toBe(`  1 work step 1 "Collect"  w/instructions.md:2
      Find the version
    = version
  2 judge step 1 "Collect"  w/instructions.md:3
      Does this hold: something breaks
    = yes
  3 say step 1 "Collect"  w/instructions.md:3
      Careful with 1.2.0.
  4 work step 1 "Collect"  w/instructions.md:4
      Write the section \`changes\` of the document.
      -> changes
    = changes
  5 approve step 1 "Collect"  w/instructions.md:4
      changes:
      - title: Faster
    = approve
  6 ask step 2 "Ask"  w/instructions.md:6
      Publish? (y/n)
    = y
  7 done  w/instructions.md:6
      finished: every step was done
wrote docs/1.2.0.md`);
  });

  test('stops where the file has no answer, says what to add, and goes on right there', () => {
    const [first] = ANSWERS.split('  - { to: ask');
    const root = project({ ...FILES, 'answers.yaml': first as string });
    const state = join(root, 'state/run.json');
    const stopped = playIn(root, { state });
    expect(stopped.played).toEqual({ kind: 'unanswered' });
    expect(stopped.lines.slice(-3)).toEqual([
      `there is no answer to this in ${join(root, 'answers.yaml')}; add`,
      '  answers:',
      '    - { to: ask, step: "2", when: "Publish? (y/n)", answer: y }',
    ]);
    writeFileSync(join(root, 'answers.yaml'), ANSWERS);
    const resumed = playIn(root, { state, now: new Date('2030-01-01T00:00:00Z') });
    expect(resumed.played).toEqual({ kind: 'finished' });
    expect(resumed.lines[0]).toBe(`going on with request 6 of ${state}`);
    expect(resumed.lines[1]).toMatch(/ {2}6 ask step 2/);
    expect(readFileSync(join(root, 'docs/1.2.0.md'), 'utf8')).toContain('2026-03-05');
    expect(playIn(root, { state }).lines[1]).toMatch(/ {2}7 done/);
  });

  test('says which values are lacking, with their shape', () => {
    const root = project({ ...FILES, 'answers.yaml': 'answers: [{ to: judge, holds: false }]\n' });
    expect(playIn(root).lines.slice(-2)).toEqual(['  values:', '    changes: [{ title: … }]']);
  });

  test('takes answers in a row, one for each time', () => {
    const root = project({
      'w/instructions.md':
        '<step n="1" goal="g" repeat="until-approved"><ask>Which?</ask><template-output>a</template-output></step>',
      'answers.yaml':
        'values: { a: text }\nanswers:\n  - { to: ask, when: which, answer: [x, y] }\n  - { to: ask, when: until approved, answer: [no, no, yes] }\n  - { to: approve, change: shorter }\n',
    });
    const { lines } = playIn(root);
    expect(lines.filter((line) => line.startsWith('    = '))).toEqual([
      '    = x',
      '    = a',
      '    = change: shorter',
      '    = a',
      '    = approve',
      '    = no',
      '    = y',
      '    = a',
      '    = approve',
      '    = no',
      '    = y',
      '    = a',
      '    = approve',
      '    = yes',
    ]);
  });

  test('finds workflows by name, those of the repository too', () => {
    const root = project({
      '.orch/workflows/hello/workflow.yaml': 'name: hello\n',
      '.orch/workflows/hello/instructions.md': '<step n="1" goal="g"><output>Hello</output></step>',
      'answers.yaml': '',
    });
    expect(playIn(root, { path: 'hello' }).played).toEqual({ kind: 'finished' });
  });
});

describe('docs/workflows.md', () => {
  test('shows a workflow with answers that play to the end', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/workflows.md'), 'utf8');
    const blocks = Object.fromEntries(
      [...page.matchAll(/^(`{3,})\w+ (\S+)\n([\s\S]*?)^\1$/gm)].map((found) => [
        found[2] as string,
        found[3] as string,
      ]),
    );
    const folder = '.orch/workflows/release-notes';
    const names = ['workflow.yaml', 'instructions.md', 'template.md', 'checklist.md'];
    const root = project({
      ...Object.fromEntries(names.map((name) => [`${folder}/${name}`, blocks[name] as string])),
      '.orch/workflow-config.yaml': 'output_folder: docs\n',
      'answers.yaml': blocks['answers.yaml'] as string,
    });
    const { played, lines } = playIn(root, { path: 'release-notes' });
    expect([played, lines.at(-1)]).toEqual([{ kind: 'finished' }, 'wrote docs/release-2.0.0.md']);
    expect(readFileSync(join(root, 'docs/release-2.0.0.md'), 'utf8')).toBe(
      '# 2.0.0\n\n- Sign in with a passkey\n- Node 20 is gone (breaking)\n',
    );
  });

  test('names every request and every bound', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/workflows.md'), 'utf8');
    for (const { shape } of requestSchema.options) expect(page).toContain(`| \`${shape.kind.value}\` |`);
    expect(page).toContain(`| rounds of a loop | ${BOUNDS.rounds} |`);
    expect(page).toContain(`| requests of a run | ${BOUNDS.requests} |`);
    expect(page).toContain(`| the agent failed | ${RETRIES['agent failed']} more tries |`);
    expect(page).toContain(`| an answer that does not fit | ${RETRIES['answer does not fit']} more tries`);
  });
});

describe('what cannot be played is refused with the reason', () => {
  const refusal = (root: string, more: Partial<PlayOptions> = {}) => {
    const { played } = playIn(root, more);
    return played.kind === 'refused' ? played.message.replaceAll(root, 'ROOT') : played.kind;
  };

  test('a workflow that is not there, or has errors', () => {
    const root = project({ 'w/instructions.md': '<step n="1" goal="g">', 'answers.yaml': '' });
    expect(refusal(root, { path: 'gone' })).toContain('there is no workflow gone; give the path of a workflow.yaml');
    expect(refusal(root)).toContain('ROOT/w/instructions.md:1:1: ');
  });

  test('a file of answers that is not there, or does not fit', () => {
    const root = project({ ...FILES, 'answers.yaml': 'answers:\n  - { to: judge, hold: true }\n' });
    expect(refusal(root)).toBe(
      'ROOT/answers.yaml:2: `answers.0.hold` is true; there is no such key here; the keys are to, when, step, answer, holds, values, change, passed, stop',
    );
    expect(refusal(root, { answers: join(root, 'none.yaml') })).toBe('there is no file of answers ROOT/none.yaml');
  });

  test('a state that is none', () => {
    const root = project({
      ...FILES,
      'answers.yaml': ANSWERS,
      's.json': '{',
      'r.json': '{"run": {"schema": 1}, "used": {}}',
    });
    expect(refusal(root, { state: join(root, 's.json') })).toBe(
      'ROOT/s.json is not JSON; remove it to begin the run again',
    );
    expect(refusal(root, { state: join(root, 'r.json') })).toContain('ROOT/r.json: this is not the state of a run');
  });

  test('a document behind a symbolic link that leads out of the project', () => {
    const root = project({ ...FILES, 'answers.yaml': ANSWERS });
    const outside = project({});
    symlinkSync(outside, join(root, 'docs'));
    expect(refusal(root)).toBe(
      'docs/1.2.0.md leads out of the project through a symbolic link; the document was not written',
    );
    expect(existsSync(join(outside, '1.2.0.md'))).toBe(false);
  });
});
