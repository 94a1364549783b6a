import { describe, expect, test } from 'vitest';
import { project, run } from './stage.ts';

const TEMPLATED = { 'w/workflow.yaml': 'name: w\ntemplate: t.md\ndefault_output_file: "docs/{{key}}.md"\n' };
const steps = (body: string) => ({ 'w/instructions.md': `<step n="1" goal="g">${body}</step>` });

describe('the document', () => {
  test('is the template with the sections in their places; what has no place stands behind it', () => {
    const root = project({
      ...TEMPLATED,
      'w/t.md': '# {{title}}\n\n{{summary}}\n{{#if risks}}\nRisks: {{risks}}\n{{/if}}',
      ...steps('<template-output>title, summary, next_steps</template-output>'),
    });
    expect(run(root, {}, { variables: { key: 'A 1' } }).done.documents).toEqual([
      { file: 'docs/A-1.md', text: '# <title>\n\n<summary>\n\n## Next steps\n\n<next_steps>\n' },
    ]);
  });

  test('asks for what its template still lacks at the end, with the shape of it', () => {
    const root = project({
      ...TEMPLATED,
      'w/t.md': '{{summary}} by {{author}}\n{{#each rows}}{{a}}-{{b}};{{/each}}',
      ...steps('<template-output>summary</template-output>'),
    });
    const { requests, done } = run(root, {}, { variables: { key: 'k' } });
    expect(requests.at(-2)).toMatchObject({
      kind: 'work',
      text: 'The document still lacks `author`, `rows`. Give each; an empty text where there is nothing to say.',
      needs: [
        { name: 'author', shape: 'text', keys: [] },
        { name: 'rows', shape: 'list', keys: ['a', 'b'] },
      ],
    });
    expect(done.documents[0]?.text).toBe('<summary> by <author>\na one-b one;a two-b two;');
  });

  test('takes a section that its template lists as a list', () => {
    const root = project({
      ...TEMPLATED,
      'w/t.md': '{{#each changes}}- {{title}}\n{{else}}Nothing.\n{{/each}}',
      ...steps('<template-output>changes</template-output>'),
    });
    const { requests, done } = run(
      root,
      { work: () => ({ outputs: { changes: [{ title: 'a' }] } }) },
      { variables: { key: 'k' } },
    );
    expect(requests[0]).toMatchObject({ outputs: [{ name: 'changes', shape: 'list', keys: ['title'] }] });
    expect(done.documents[0]?.text).toBe('- a\n');
  });

  test('without a template is its sections, each under its name', () => {
    const root = project(
      steps('<template-output>what_is_new</template-output><template-output>list</template-output>'),
    );
    const answers = { work: () => ({ outputs: { what_is_new: '### Own heading\nText', list: ['a', 'b'] } }) };
    expect(run(root, answers).done.documents).toEqual([
      { file: null, text: '### Own heading\nText\n\n## List\n\n- a\n- b\n' },
    ]);
  });

  test('may be several: a file of its own stands beside the document of the workflow, or is that', () => {
    const root = project({
      'w/workflow.yaml': 'name: w\ndefault_output_file: docs/main.md\n',
      ...steps(
        '<template-output>a</template-output><template-output file="main.md">b</template-output><template-output file="other.md">c</template-output><template-output file="{project-root}/x/y.md">d</template-output>',
      ),
    });
    expect(run(root).done.documents.map(({ file, text }) => [file, text])).toEqual([
      ['docs/main.md', '## A\n\n<a>\n\n## B\n\n<b>\n'],
      ['docs/other.md', '## C\n\n<c>\n'],
      ['x/y.md', '## D\n\n<d>\n'],
    ]);
  });

  test('keeps a section of each item, and the last of those that were repeated until they were good', () => {
    const section = '<template-output>part</template-output>';
    const each = project(steps(`<loop for-each="n in ns"><action>{{n}}</action>${section}</loop>`));
    const answers = { work: ({ text }: { text: string }) => ({ outputs: { part: `Part ${text}` } }) };
    expect(run(each, answers, { variables: { ns: [1, 2] } }).done.documents[0]?.text).toBe(
      '## Part\n\nPart 1\n\n## Part\n\nPart 2\n',
    );
    const until = project(steps(`<loop until="index == 3">${section}</loop>`));
    expect(run(until).done.documents[0]?.text).toBe('## Part\n\n<part>\n');
  });

  test('is told as a draft whenever a section was taken', () => {
    const root = project({
      ...TEMPLATED,
      'w/t.md': '{{a}}, {{b}}',
      ...steps('<template-output>a</template-output><ask>And?</ask><template-output>b</template-output>'),
    });
    const { requests } = run(root, {}, { variables: { key: 'k' } });
    const drafts = requests.flatMap((request) => (request.kind === 'approve' ? [request.document] : []));
    expect(drafts).toEqual([
      { file: 'docs/k.md', text: '<a>, {{b}}' },
      { file: 'docs/k.md', text: '<a>, <b>' },
    ]);
  });

  test('without any section is the template, where everything for it is known; else that is told', () => {
    const files = { ...TEMPLATED, 'w/t.md': 'For {{who}}', ...steps('<ask response="who">Who?</ask>') };
    expect(run(project(files), {}, { variables: { key: 'k' } }).done.documents).toEqual([
      { file: 'docs/k.md', text: 'For sure' },
    ]);
    const unused = run(project({ ...files, 'w/t.md': 'For {{whom}}' })).done;
    expect([unused.documents, unused.remarks]).toEqual([
      [],
      ['the template of `w` was not used: no section was written, and nothing gave `key`, `whom`'],
    ]);
  });

  test('is there as far as it came when the run fails', () => {
    const root = project(steps('<template-output>a</template-output><goto step="{{where}}" />'));
    const { done } = run(root);
    expect(done).toMatchObject({ outcome: 'failed', documents: [{ file: null, text: '## A\n\n<a>\n' }] });
  });
});

describe('the path of a document', () => {
  test('that a value leads out of the project is refused, and other values are asked for', () => {
    const root = project({ ...TEMPLATED, 'w/t.md': '{{a}}', ...steps('<template-output>a</template-output>') });
    const keys = ['../../etc/x', 'https://x.example/y', 'fine'];
    const { lines, done } = run(root, {
      work: ({ needs }) => (needs.length > 0 ? { variables: { key: keys.shift() ?? '' } } : undefined),
    });
    expect(lines.filter((line) => line.includes('path'))).toEqual([
      'work: Give the values for the path of the document. Each is part of a file name. -> key',
      'work: Give other values for the path of the document; the document cannot be `docs/../../etc/x.md`: `..` is not allowed; start from {project-root} or {installed_path}. -> key',
    ]);
    expect(done.documents.map(({ file }) => file)).toEqual(['docs/https-/x.example/y.md']);
  });

  test('that stays outside ends the run with the reason, and nothing leaves the project', () => {
    const root = project({ ...TEMPLATED, 'w/t.md': '{{a}}', ...steps('<template-output>a</template-output>') });
    const { done } = run(root, {
      work: ({ needs }) => (needs.length > 0 ? { variables: { key: '../../x' } } : undefined),
    });
    expect(done).toMatchObject({ outcome: 'failed', documents: [] });
    expect(done.reason).toContain('the document cannot be `docs/../../x.md`');
  });
});

describe('approval', () => {
  const root = () => project(steps('<template-output>a</template-output>'));

  test('sends a section back with what should be different, as often as ten times', () => {
    let times = 0;
    const { requests, done } = run(root(), {
      approve: () => (++times < 3 ? { verdict: 'change', text: `shorter ${times}` } : {}),
      work: ({ revise }) => ({ outputs: { a: revise ? `${revise.text}, ${revise.changes}` : 'first' } }),
    });
    expect(requests.map(({ kind }) => kind)).toEqual(['work', 'approve', 'work', 'approve', 'work', 'approve', 'done']);
    expect(done.documents[0]?.text).toBe('## A\n\nfirst, shorter 1, shorter 2\n');
    const never = run(root(), { approve: () => ({ verdict: 'change', text: 'no' }) });
    expect(never.done).toMatchObject({ outcome: 'stopped', reason: 'the section `a` was sent back 11 times' });
  });

  test('puts the text of a person in its place', () => {
    const { done } = run(root(), { approve: () => ({ verdict: 'edit', text: 'Mine' }) });
    expect(done.documents[0]?.text).toBe('## A\n\nMine\n');
  });

  test('to change something needs to say what', () => {
    const { requests } = run(root(), { approve: ({ problem }) => (problem ? {} : { verdict: 'change' }) });
    expect(requests[2]).toMatchObject({ kind: 'approve', problem: '`change` needs a text' });
  });
});

describe('the checklist', () => {
  const files = {
    'w/workflow.yaml': 'name: w\nvalidation: c.md\ninstalled_path: "{project-root}/w"\n',
    'w/c.md': '- [ ] All is there\n',
  };

  test('is gone through at the end, and what it says is told', () => {
    const { lines, done } = run(project({ ...files, ...steps('<output>x</output>') }), {
      invoke_task: ({ content }) => ({ passed: false, result: `not: ${content}` }),
    });
    expect(lines[1]).toMatch(/^invoke_task: Check the outcome against this checklist/);
    expect(done.checks).toEqual([{ file: 'w/c.md', passed: false, result: 'not: - [ ] All is there\n' }]);
  });

  test('is not gone through again where a step already did', () => {
    const { lines, done } = run(
      project({ ...files, ...steps('<invoke-task>Check {installed_path}/c.md</invoke-task>') }),
    );
    expect(lines).toEqual(['invoke_task: Check w/c.md', 'done: finished, every step was done']);
    expect(done.checks).toEqual([{ file: 'w/c.md', passed: true, result: 'ok' }]);
  });
});
