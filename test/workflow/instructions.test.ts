/** What instructions say when nothing is wrong with them; and that any text can be read, in good time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countSteps } from '../../src/workflow/instructions.ts';
import { everyStep } from '../../src/workflow/steps.ts';
import { textOf } from '../../src/workflow/tree.ts';
import { inStep, read, tagsIn, told } from './read-instructions.ts';

describe('what is met in the wild', () => {
  test('tags and the text around them keep their order', () => {
    const [step] = read(inStep('Before\n<ask>Why?</ask>\nbetween\n<action>Do</action> <ask>Now?</ask>\nafter')).steps;
    expect(step?.children.map((node) => (node.kind === 'text' ? node.text.trim() : node.name))).toEqual([
      'Before',
      'ask',
      'between',
      'action',
      '',
      'ask',
      'after',
    ]);
  });

  test('every node knows its line and column, behind emoji too', () => {
    const { nodes } = read('# Title\n\n<step n="1">\n  🚀 <ask>Go?</ask>\n</step>');
    expect(tagsIn(nodes).map(({ name, place }) => [name, place.line, place.column])).toEqual([
      ['step', 3, 1],
      ['ask', 4, 6],
    ]);
  });

  test.each(['0', '-1', '1.5', '3b', '9c', '13g', 'FINAL'])('a step may be called %s', (number) => {
    const { steps, findings } = read(`<step n="${number}" goal="g"><action>a</action></step>`);
    expect([steps[0]?.number, findings]).toEqual([number, []]);
  });

  test('attributes stand in any order, in either quote or none, and the goal may be called title', () => {
    const { steps } = read(
      `<step title='It is "so"' tag=status optional="true" n="2" repeat="3" for-each="epic"></step>`,
    );
    expect(steps).toMatchObject([
      {
        number: '2',
        goal: 'It is "so"',
        tag: 'status',
        optional: true,
        repeat: { kind: 'times', times: 3 },
        forEach: 'epic',
      },
    ]);
    expect(read('<step repeat="until-approved" n="1"></step>').steps[0]?.repeat).toEqual({
      kind: 'words',
      words: 'until-approved',
    });
  });

  test('a value holds quotes of its own kind and the sign >', () => {
    const { steps } = read(
      `<step n="1" goal="Say "hello" to them"><check if="size > 3 &amp;&amp; name == "x""><ask>a</ask></check></step>`,
    );
    expect(steps[0]?.goal).toBe('Say "hello" to them');
    expect(tagsIn(steps[0]!.children)[0]?.attributes.if).toBe('size > 3 && name == "x"');
  });

  test('a step without goal, and one without number, are steps', () => {
    expect(
      read('<step n="1"></step><step goal="Then"></step>').steps.map(({ number, goal }) => [number, goal]),
    ).toEqual([
      ['1', ''],
      ['', 'Then'],
    ]);
  });

  test('steps stand in steps', () => {
    const instructions = read('<step n="3" goal="a"><step n="3a" title="b"></step><step n="3b"></step></step>');
    expect(instructions.steps).toHaveLength(1);
    expect(countSteps(instructions)).toBe(3);
    expect(everyStep(instructions.steps).map(({ number }) => number)).toEqual(['3', '3a', '3b']);
  });

  test('< and & in prose are prose', () => {
    const text = inStep('<action>If R&D says a < b or List<string> && x<3 then <10 users</action>');
    expect(told(text)).toEqual([]);
    expect(textOf(tagsIn(read(text).steps[0]!.children)[0]!)).toBe(
      'If R&D says a < b or List<string> && x<3 then <10 users',
    );
  });

  test('unknown tags are text for the agent, and counted', () => {
    const { steps, tags, findings } = read(
      inStep('<action>Look:\n<WebSearch>price</WebSearch>\n<WebSearch q="a" />\n</action>'),
    );
    expect(textOf(tagsIn(steps[0]!.children)[0]!)).toContain('<WebSearch>price</WebSearch>');
    expect(tags).toEqual({ step: 1, action: 1, WebSearch: 2 });
    expect(findings).toEqual([]);
  });

  test.each(['```xml', '````', '~~~xml'])(
    'a fence %s around all steps is packing, and one in a step is code',
    (fence) => {
      const mark = fence.replace('xml', '');
      const inner = mark === '```' ? '' : '```yaml\n<action>not one\n```';
      const text = `# Title\n\n${fence}\n<critical>Rule</critical>\n${inStep(`${inner}\n<action>one</action>`)}${mark}\n`;
      expect(told(text)).toEqual([]);
      expect(read(text).tags).toEqual({ critical: 1, step: 1, action: 1 });
      expect(JSON.stringify(read(text).nodes)).not.toContain(fence === '~~~xml' ? '~~~' : '`xml');
    },
  );

  test('a lone fence does not swallow the steps behind it', () => {
    const text = `${inStep('```\n<action>a</action>')}<step n="2">\n\`\`\`\n</step>\n\`\`\`\n`;
    expect(read(text).steps.map(({ number }) => number)).toEqual(['1', '2']);
  });

  test('tags in code, comments, examples and rules are only mentioned', () => {
    const text = inStep(
      'Write `<action>` tags.\n<!-- <action>old</action> -->\n<example>\n<step n="9"></step>\n</example>\n<critical>Use <template-output> after each</critical>',
    );
    expect(told(text)).toEqual([]);
    expect(read(text).tags).toEqual({ step: 1, example: 1, critical: 1 });
  });

  test('checks nest, and else follows its check', () => {
    const text = inStep(
      '<check if="a == 1">\n<check if="the team agrees"><ask>x</ask></check>\n</check>\n<check if="else"><action>y</action></check>',
    );
    expect(told(text)).toEqual([]);
    expect(tagsIn(read(text).steps[0]!.children).map(({ condition }) => condition?.kind)).toEqual([
      'formal',
      'question',
      undefined,
      'else',
      undefined,
    ]);
  });

  test('goto finds numbers, anchors and goals, and leaves variables to the run', () => {
    const text = `<step n="9a" goal="Look back">
<anchor id="again" />
<goto step="9a">text that is only said</goto> <goto>again</goto> <goto anchor="#again"/> <goto>look back</goto>
<goto step="{{next}}"/> <goto>Step 9A</goto>
</step>`;
    expect(told(text)).toEqual([]);
  });

  test('tags that hold nothing may be closed at once, later, or not at all', () => {
    const text = inStep(
      '<loop max="3"><continue if="done"/><break>\n<elicit-required></elicit-required></loop><anchor id="x"></anchor>',
    );
    expect(told(text)).toEqual([]);
    expect(read(text).tags).toEqual({ step: 1, loop: 1, continue: 1, break: 1, 'elicit-required': 1, anchor: 1 });
  });

  test('template-output with and without file, and a workflow with its params', () => {
    const text = inStep(
      '<template-output>summary</template-output><template-output file="{output_folder}/a.md">b, c</template-output>\n<invoke-workflow path="{project-root}/x/workflow.yaml" data="{d}"><param>mode: update</param></invoke-workflow><invoke-task halt="true">{project-root}/t.xml</invoke-task>',
    );
    expect(told(text)).toEqual([]);
  });

  test('steps may be headings, at several levels, with tags in them', () => {
    const text = `# Load test\nWhy.\n## Step 0.5: Prepare\ntext\n### Actions\n1. one\n### Step 0.6 - Inside\n<action>Do</action>\n## Notes\n\`\`\`\n## Step 7: only code\n\`\`\`\n## 🎯 **Step 2**: Measure (optional)\n<goto step="0.5"/>\n`;
    const { form, steps, findings } = read(text);
    expect([form, findings]).toEqual(['headings', []]);
    expect(everyStep(steps).map(({ number, goal, optional, place }) => [number, goal, optional, place.line])).toEqual([
      ['0.5', 'Prepare', false, 3],
      ['0.6', 'Inside', false, 7],
      ['2', 'Measure', true, 13],
    ]);
    expect(tagsIn(steps[0]!.steps[0]!.children)[0]?.place).toEqual({ line: 8, column: 1 });
  });

  test('numbers start again on a branch', () => {
    const text = `<step n="3" goal="a" if="mode == 'slow'"></step><step n="3" goal="b" if="mode == 'quick'"></step>`;
    expect(told(text)).toEqual([]);
  });

  test('line ends of Windows and a byte order mark change nothing', () => {
    expect(told('\uFEFF<step n="1" goal="g">\r\n<action>a</action>\r\n</step>\r\n')).toEqual([]);
  });
});

describe('reading', () => {
  const piece = fc.constantFrom(
    ...[
      '<step n="1">',
      '</step>',
      '<check if="a">',
      '</check>',
      '<action>',
      '</action>',
      '<goto>',
      '<critical>',
      '</critical>',
    ],
    ...[
      '```',
      '`',
      '"',
      '<',
      '>',
      '/',
      '&',
      '\n',
      '\n\n',
      ' ',
      'word',
      '<!--',
      '-->',
      '## Step 1: x',
      '🚀',
      '<x',
      '{{a}}',
      '<anchor',
    ],
  );

  test('never throws, and tells the same twice', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const once = read(text);
        expect(read(text)).toEqual(once);
        for (const { line, column } of once.findings) {
          expect(text.split('\n').length).toBeGreaterThanOrEqual(line);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('stays quick on text made to be slow', () => {
    const started = performance.now();
    for (const hard of ['<step n="', '<!--', '```\n', '<critical>', '<action a="b" ', '</check>', '<a ', '`<step>']) {
      read(hard.repeat(3000));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
