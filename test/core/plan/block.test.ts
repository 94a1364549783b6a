import { expect, test } from 'vitest';
import { yamlBlock } from '../../../src/core/plan/block.ts';

test.each<[string, string, ReturnType<typeof yamlBlock>]>([
  ['none', 'a: 1\n', undefined],
  ['one', 'x\n```yaml\na: 1\nb: 2\n```\n', { text: 'a: 1\nb: 2', line: 3 }],
  ['an empty one', '```yml\n```', { text: '', line: 2 }],
  ['the last of two', '```yaml\na: 1\n```\n~~~YAML\nb: 2\n~~~\ntext', { text: 'b: 2', line: 5 }],
  ['another language behind it', '```yaml\na: 1\n```\n```js\nb\n```', { text: 'a: 1', line: 2 }],
  [
    'a fence in a text of it',
    '````yaml\nnotes: |\n  ```yaml\n  c: 1\n  ```\n````',
    {
      text: 'notes: |\n  ```yaml\n  c: 1\n  ```',
      line: 2,
    },
  ],
  ['one inside another fence', '````md\n```yaml\na: 1\n```\n````', undefined],
  ['one with Windows lines', '```yaml\r\na: 1\r\n```\r\n', { text: 'a: 1', line: 2 }],
  ['one that is not closed', '```yaml\na: 1\n', undefined],
])('the YAML of a document with %s', (_, document, expected) => {
  expect(yamlBlock(document)).toEqual(expected);
});
