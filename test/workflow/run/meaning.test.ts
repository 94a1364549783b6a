import { describe, expect, test } from 'vitest';
import { offeredBy, yesOrNo } from '../../../src/workflow/run/conditions.ts';
import { cleaned, isIdle, paramsOf, partNamed, sectionsOf } from '../../../src/workflow/run/meaning.ts';
import { overOfEach, overOfRepeat } from '../../../src/workflow/run/over.ts';
import { readTree, type TagNode, textOf } from '../../../src/workflow/tree.ts';

const tag = (text: string): TagNode => readTree(text, 'i.md').nodes[0] as TagNode;

describe('a template-output', () => {
  test.each<[string, unknown[]]>([
    ['<template-output>risks</template-output>', [{ op: 'section', name: 'risks' }]],
    [
      '<template-output file="a.md">b, c</template-output>',
      [
        { op: 'section', name: 'b', file: 'a.md' },
        { op: 'section', name: 'c', file: 'a.md' },
      ],
    ],
    ['<template-output>epic*title*{{N}}</template-output>', [{ op: 'section', name: 'epic_title_{{N}}' }]],
    ['<template-output>epic\\_{{n}}\\_details</template-output>', [{ op: 'section', name: 'epic_{{n}}_details' }]],
    ['<template-output>ok = true</template-output>', [{ op: 'assign', name: 'ok', value: 'true' }]],
    [
      '<template-output name="risks">Three at most</template-output>',
      [{ op: 'section', name: 'risks', note: 'Three at most' }],
    ],
    [
      '<template-output>What can go wrong?</template-output>',
      [{ op: 'section', name: 'what_can_go_wrong', note: 'What can go wrong?' }],
    ],
  ])('%s', (text, expected) => {
    const node = tag(text);
    expect(sectionsOf(node, cleaned(textOf(node)))).toEqual(expected);
  });
});

test('parameters are attributes and params, in each way of writing', () => {
  const node = tag(
    '<invoke-workflow path="p" halt="true" level="2"><param>mode: update</param><param>who = Mona</param><param name="a" value="1" /><param name="b">two words</param></invoke-workflow>',
  );
  expect(paramsOf(node)).toEqual({ level: '2', mode: 'update', who: 'Mona', a: '1', b: 'two words' });
});

test.each<[string, string | undefined]>([
  ['LOAD: {installed_path}/quick.md', 'quick.md'],
  ['Follow `quick.md` now', 'quick.md'],
  ['{installed_path}/quick.md has more', undefined],
  ['Load {installed_path}/quick.md or {installed_path}/deep.md', undefined],
  ['Load very-quick.md', undefined],
])('further instructions: %s', (text, expected) => {
  expect(partNamed(text, ['quick.md', 'deep.md'])).toBe(expected);
});

test.each([
  ['# Title\n\n---\n```xml', true],
  ['→ ⚠️', true],
  ['', true],
  ['Do it', false],
  ['# Title\nDo it', false],
])('%j asks for nothing: %s', (text, idle) => {
  expect(isIdle(text)).toBe(idle);
});

test('text loses its comments and the indentation of the file', () => {
  expect(cleaned('  First:\n      - a\n        - b  \n<!-- why -->\n\n\n      end <!-- not closed')).toBe(
    'First:\n- a\n  - b\n\nend <!-- not closed',
  );
});

describe('loops in words', () => {
  test.each([
    ['story in stories', 'story', 'stories'],
    ['each {{epic}} of {{all_epics}}', 'epic', 'all_epics'],
    ['stories', 'story', 'stories'],
    ['{{options}}', 'option', 'options'],
    ['every open question', 'item', 'every_open_question'],
  ])('for-each="%s"', (words, item, list) => {
    expect(overOfEach(words).over).toEqual({ kind: 'each', item, list });
  });

  test('repeat="for-each-selected-competitor"', () => {
    expect(overOfRepeat({ kind: 'words', words: 'for-each-selected-competitor' }).over).toEqual({
      kind: 'each',
      item: 'selected_competitor',
      list: 'selected_competitors',
    });
  });
});

test.each([
  ['Go on? (y/n)', { options: ['y', 'n'] }],
  ['Continue [c/e]', { options: ['c', 'e'] }],
  ['How many? (default: 3)', { options: [], default: '3' }],
  ['Sure? (yes/no) [default "no"]', { options: ['yes', 'no'], default: 'no' }],
  ['Read a/b first', { options: [] }],
])('a question offers %s', (question, expected) => {
  expect(offeredBy(question)).toEqual(expected);
});

test.each([
  ['Yes, please', true],
  ['[y]', true],
  ['no', false],
  ['Not now', false],
  ['maybe', undefined],
  ['', undefined],
])('%j means %s', (answer, expected) => {
  expect(yesOrNo(answer)).toBe(expected);
});

test('text made to be slow is read in time that grows with its length', () => {
  const started = performance.now();
  for (const hard of ['<!--', '{{ ', ' ', '(a/', '`', '{a', '# ', '\t\n']) {
    const text = hard.repeat(30_000);
    cleaned(text);
    isIdle(text);
    offeredBy(text);
    partNamed(text, ['a.md']);
  }
  expect(performance.now() - started).toBeLessThan(5000);
});
