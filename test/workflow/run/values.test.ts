import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { advance, begin } from '../../../src/workflow/run/advance.ts';
import { fileLibrary } from '../../../src/workflow/run/file-library.ts';
import { fillPath, fillText, type Scope } from '../../../src/workflow/run/values.ts';
import { plain, project, run, STARTED } from './stage.ts';

const scope = (values: Record<string, unknown>): Scope => ({
  values,
  texts: values,
  root: '/work',
  asked: new Map(),
  behind: (name) => [name],
});

describe('texts', () => {
  test.each([
    ['{{a}} {a} {{ a }} {b} {{b}}', '1 1 1 {b} {{b}}'],
    ['{project-root}/docs and {project-root}', 'docs and .'],
    ['Read /work/docs/a.md, /work. Not /home/work/b or /works.', 'Read docs/a.md, .. Not /home/work/b or /works.'],
    ['{{code}}', '{{a}}'],
  ])('%s', (text, expected) => {
    expect(fillText(text, scope({ a: 1, code: '{{a}}' })).text).toBe(expected);
  });
});

describe('paths', () => {
  test.each([
    ['docs/{{title}}.md', 'docs/My-new-story.md'],
    ['{story_path_{n}}', 'stories/two.md'],
    ['/work/docs/x.md', 'docs/x.md'],
  ])('%s', (text, expected) => {
    const values = { title: 'My " new story', n: 2, story_path_2: 'stories/two.md' };
    expect(fillPath(text, scope(values))).toEqual({ path: expected, unknown: [] });
  });
});

describe('variables of the workflow.yaml', () => {
  test('that wait for another one are asked for by the name of that one', () => {
    const root = project({
      'w/workflow.yaml': 'name: w\nstory_file: "stories/{{key}}.md"\nempty: ""\n',
      'w/instructions.md': '<step n="1" goal="g"><output>{{story_file}}</output><output>{{empty}}</output></step>',
    });
    expect(run(root, { work: ({ needs }) => ({ variables: { [needs[0]?.name ?? '']: 'My key' } }) }).lines).toEqual([
      'work: Give the values for this text, which goes to people: /  / {{story_file}} -> key',
      'say: stories/My-key.md',
      'work: Give the values for this text, which goes to people: /  / {{empty}} -> empty',
      'say: My key',
      'done: finished, every step was done',
    ]);
  });
});

describe('workflows by name', () => {
  test('can be called, and a run in one that ships with Orch goes on wherever that is installed', () => {
    const root = project({
      'w/instructions.md': '<step n="1" goal="g"><invoke-workflow>shipped</invoke-workflow></step>',
    });
    const installs = [0, 1].map(() =>
      project({
        'shipped/workflow.yaml': 'name: shipped\n',
        'shipped/instructions.md': '<step n="1" goal="g"><ask>One?</ask><ask>Two?</ask></step>',
      }),
    );
    const [first, second] = installs.map((install) => {
      const file = join(install, 'shipped/workflow.yaml');
      const plugins = new Map([['shipped', { name: 'shipped', file, description: '', from: 'built in' }]]);
      return fileLibrary({ projectRoot: root, now: new Date(STARTED), plugins });
    });
    if (!first || !second) throw new Error('two installs are needed');
    const one = begin(first, first.at('w'), { mode: 'normal', started: STARTED });
    expect(one.state.stack.map(({ workflow }) => workflow)).toEqual(['w/workflow.yaml', 'orch:shipped']);
    expect(advance(second, one.state, plain(one.request)).request).toMatchObject({ kind: 'ask', question: 'Two?' });
  });
});
