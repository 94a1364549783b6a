/** What is wrong with instructions, and where: slips that are repaired, and errors. */
import { describe, expect, test } from 'vitest';
import { inStep, read, tagsIn, told } from './read-instructions.ts';

describe('slips with one meaning are repaired, and told', () => {
  test('a tag ends with its paragraph when its step is closed', () => {
    expect(told(inStep('<output>Done.\n\nMore.\n'))).toEqual([
      'warning 2:1 `<output>` is not closed before `</step>` in line 6; it was taken to end with its paragraph',
    ]);
  });

  test('what follows its paragraph stands behind it, not in it', () => {
    const { steps, findings } = read(inStep('<action>Tell\n\n- all\n\n<ask>Good?</ask>\n<output>x</output>'));
    expect(findings.map(({ severity, line }) => [severity, line])).toEqual([['warning', 2]]);
    expect(steps[0]?.children.flatMap((node) => (node.kind === 'tag' ? [node.name] : []))).toEqual([
      'action',
      'ask',
      'output',
    ]);
  });

  test('the end tag that comes too late is dropped', () => {
    const text = inStep('<check if="a">\n<ask>Done.\n\nChoose:\n\n</check>\n<check if="b">\n1. this\n</ask>\n</check>');
    expect(told(text).map((line) => line.slice(0, 40))).toEqual(
      ['warning 3:1 `<ask>` is not closed before', 'warning 10:1 `</ask>` comes too late'].map((line) =>
        expect.stringContaining(line),
      ),
    );
  });

  test('what stands before a second </step> belongs to the step', () => {
    const { steps, findings } = read(`${inStep('<action>a</action>')}<output>b</output>\n</step>\n`);
    expect(findings.map(({ severity, line }) => [severity, line])).toEqual([['warning', 5]]);
    expect(tagsIn(steps[0]!.children).map(({ name }) => name)).toEqual(['action', 'output']);
  });

  test('two steps of one number on one path are both done', () => {
    expect(told('<step n="1" goal="a"></step>\n<step n="1" goal="b"></step>')).toEqual([
      'warning 2:1 step 1 is already in line 1 ("a"), on the same path; both are done, in this order',
    ]);
  });
});

test('a lost start of a step in the middle is no slip', () => {
  const text = `${inStep('a')}<action>b</action>\n</step>\n${inStep('c').replace('n="1"', 'n="2"')}`;
  expect(told(text)).toEqual(['error 5:1 `</step>` closes nothing; no `<step>` is open here']);
});

describe('what cannot be understood is an error at its place', () => {
  test.each<[string, string, string[]]>([
    [
      'a step that is never closed',
      '<step n="1" goal="g">\n',
      ['error 1:1 `<step n="1" goal="g">` is never closed; it needs `</step>`'],
    ],
    [
      'a tag that is not closed in its paragraph',
      inStep('<action>Do it'),
      ['error 2:1 `<action>` is not closed before `</step>` in line 3; close it with `</action>` first'],
    ],
    [
      'a short tag that is not closed, with a blank line behind it',
      inStep('<action>Do it\n\n<ask>Why?</ask>\n'),
      ['error 2:1 `<action>` is not closed before `</step>` in line 6; close it with `</action>` first'],
    ],
    [
      'a check that is not closed',
      inStep('<check if="a">\n<action>b</action>\n\n'),
      ['error 2:1 `<check if="a">` is not closed before `</step>` in line 6; close it with `</check>` first'],
    ],
    [
      'tags across each other',
      inStep('<check if="a"><action>b</check></action>'),
      ['error 2:15 `<action>` is not closed before `</check>` in line 2; close it with `</action>` first'],
    ],
    [
      'an end tag without its tag',
      inStep('</check>'),
      ['error 2:1 `</check>` closes nothing; no `<check>` is open here'],
    ],
    [
      'a second </step> with nothing before it',
      `${inStep('a')}</step>`,
      ['error 4:1 `</step>` closes nothing; no `<step>` is open here'],
    ],
    [
      'a rule that is not closed',
      inStep('<critical>Never'),
      ['error 2:1 `<critical>` is not closed; it needs `</critical>` before the step ends'],
    ],
    [
      'a goto to a step that is not there',
      inStep('<goto step="2"/>'),
      ['error 2:1 there is no step `2`; there are steps 1. Did you mean `1`?'],
    ],
    [
      'a goto to an anchor that is not there',
      inStep('<anchor id="task_check"/><goto>task_chek</goto>'),
      [
        'error 2:26 there is no step or anchor `task_chek`; there are steps 1 and anchors task_check. Did you mean `task_check`?',
      ],
    ],
    ['a goto that says nothing', inStep('<goto/>'), [expect.stringContaining('error 2:1 this <goto> leads nowhere')]],
    [
      'a goto to a number that two steps have',
      '<step n="1" goal="a"></step><step n="1" goal="b"><goto step="1"/></step>',
      [expect.stringContaining('warning'), expect.stringContaining('error 1:50 step `1` is not one step')],
    ],
    [
      'one step twice',
      '<step n="1" goal="a"></step>\n<step n="1" goal="a"></step>',
      [expect.stringContaining('error 2:1 step 1 is already in line 1, on the same path and with the same goal')],
    ],
    [
      'a number that is none',
      '<step n="one two"></step>',
      [expect.stringContaining('error 1:1 `one two` is not a step number')],
    ],
    ['two anchors of one name', inStep('<anchor id="a"/><anchor id="a"/>'), ['error 2:17 there are two anchors `a`']],
    [
      'a tag without its end',
      inStep('<action if="x"\n<ask>b</ask>'),
      [expect.stringContaining('error 2:1 `<action if="x"`: the value of `if` does not end')],
    ],
    ['a value without its quote', '<step n="1></step>', [expect.stringContaining('error 1:1')]],
    [
      'an attribute given twice',
      '<step n="1" n="2"></step>',
      [expect.stringContaining('the attribute `n` is given twice')],
    ],
    [
      'an empty condition',
      inStep('<check if=" "><ask>a</ask></check>'),
      [expect.stringContaining('the `if` of <check> is empty')],
    ],
    [
      'a path that leaves the project',
      inStep('<invoke-workflow path="{project-root}/../x/workflow.yaml"/>'),
      [expect.stringContaining('`..` is not allowed')],
    ],
    [
      'a remote workflow',
      inStep('<invoke-workflow>https://example.com/w.yaml</invoke-workflow>'),
      [expect.stringContaining('remote addresses are not allowed')],
    ],
    [
      'a document outside',
      inStep('<template-output file="/etc/motd">a</template-output>'),
      [expect.stringContaining('must be inside the project')],
    ],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });
});
