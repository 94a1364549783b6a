import { describe, expect, test } from 'vitest';
import { renderTemplate } from '../../src/workflow/render.ts';
import { readTemplate } from '../../src/workflow/template.ts';

const render = (text: string, values: Record<string, unknown> = {}) => {
  const rendered = renderTemplate(readTemplate(text, 'template.md'), values);
  return rendered.ok
    ? rendered.text
    : rendered.findings.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
};

describe('a template is filled', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['Hi {{ name }}!', { name: 'Ada' }, 'Hi Ada!'],
    ['{{owner.name}} {{count}}', { owner: { name: 'Bo' }, count: 0 }, 'Bo 0'],
    ['{{research status}}', { 'research status': 'done' }, 'done'],
    ['{{#if ui}}yes{{else}}no{{/if}}', { ui: true }, 'yes'],
    ['{{#if ui}}yes{{else}}no{{/if}}', {}, 'no'],
    ["{{#if level == 2 and track != 'x'}}a{{else if level == 3}}b{{else}}c{{/if}}", { level: 3, track: 'y' }, 'b'],
    ['{{#if level == 2}}a{{else if level == 3}}b{{else}}c{{/if}}', { level: 4 }, 'c'],
    ['{{#unless ui}}none{{/unless}}', { ui: false }, 'none'],
    ['{{#each xs}}{{@index}}{{this}} {{/each}}', { xs: ['a', 'b'] }, '0a 1b '],
    [
      '{{#each xs}}{{id}}{{#each tags}}-{{this}}{{/each}};{{/each}}',
      {
        xs: [
          { id: 1, tags: ['p', 'q'] },
          { id: 2, tags: [] },
        ],
      },
      '1-p-q;2;',
    ],
    ['{{#each xs}}a{{else}}none{{/each}}', { xs: [] }, 'none'],
    ['{{#notes}}[{{text}}]{{/notes}}{{^notes}}-{{/notes}}', { notes: [{ text: 'n' }] }, '[n]'],
    ['{{#notes}}[{{notes}}]{{/notes}}{{^notes}}-{{/notes}}', {}, '-'],
    ['{{! aside }}{{{name}}}', { name: '<b>' }, '<b>'],
    ['{{name}}', { name: '{{other}} $& {{#if x}}' }, '{{other}} $& {{#if x}}'],
  ])('%s', (text, values, expected) => {
    expect(render(text, values)).toBe(expected);
  });
});

describe('lines', () => {
  test.each<[string, string]>([
    ['a\n{{#if x}}\nb\n{{else}}\nc\n{{/if}}\nd', 'a\nb\nd'],
    ['{{#each list}}\n- {{this}}\n  {{/each}}\n', '- 1\n- 2\n'],
    ['a {{#if x}}\nb{{/if}}\n', 'a \nb\n'],
    ['a\r\n{{! why }}\r\nb', 'a\r\nb'],
    ['{{x}}\n{{x}}', '1\n1'],
  ])('%j', (text, expected) => {
    expect(render(text, { x: 1, list: [1, 2] })).toBe(expected);
  });
});

describe('what is missing', () => {
  const missing = (text: string, values: Record<string, unknown> = {}) => {
    const rendered = renderTemplate(readTemplate(text, 't.md'), values);
    return rendered.ok ? [] : rendered.missing.map(({ name, shape, keys }) => [name, shape, ...keys].join(' '));
  };

  test.each<[string, Record<string, unknown>, string[]]>([
    ['{{a}} {{a}} {{b.c}}', {}, ['a text', 'b.c text']],
    ['{{#each rows}}{{x}} {{known}} {{this}} {{#if y}}{{z}}{{/if}}{{/each}}', { known: 1 }, ['rows list x y z']],
    ['{{#each rows}}{{x}}{{y}}{{/each}}', { rows: [{ x: 1 }] }, ['rows list y']],
    ['{{#each rows}}{{#each cells}}{{c}}{{/each}}{{/each}}', { rows: [{}] }, ['rows list cells']],
    ['{{#if a == 2 and b}}x{{/if}}', { b: 1 }, ['a text']],
    ['{{#if a}}{{b}}{{/if}}', {}, []],
  ])('in %s', (text, values, expected) => {
    expect(missing(text, values)).toEqual(expected);
  });

  test('stays as it is written in a draft', () => {
    const text = '{{a}} {{b}} {{#if c == 1}}x{{/if}}{{#each d}}y{{/each}}';
    expect(renderTemplate(readTemplate(text, 't.md'), { a: 1 }, { draft: true })).toEqual({
      ok: true,
      text: '1 {{b}} {{#each d}} … {{/each}}',
    });
  });
});

describe('what is wrong is told with its place', () => {
  test.each<[string, string[]]>([
    ['a\n {{missing}}', ['template.md:2:2: `{{missing}}` is not defined; defined are x']],
    [
      '{{x}}{{toString}}{{x.constructor}}',
      [
        'template.md:1:6: `{{toString}}` is not defined; defined are x',
        'template.md:1:18: `{{x.constructor}}` is not defined; defined are x',
      ],
    ],
    ['{{#each x}}{{/each}}', ['template.md:1:1: `{{#each x}}`: `x` is not a list; defined are x']],
    ['{{#each no}}{{/each}}', ['template.md:1:1: `{{#each no}}`: `no` is not defined; defined are x']],
    [
      '{{#if no == 2}}{{/if}}',
      ['template.md:1:1: `{{#if no == 2}}` cannot be computed: a name in it is not defined; defined are x'],
    ],
    ['{{#if x}}', ['template.md:1:1: `{{#if x}}` is never closed; it needs `{{/if}}`']],
    ['{{#if x}}{{/each}}{{/if}}', ['template.md:1:10: `{{/each}}` does not fit: `{{#if x}}` from line 1 is open here']],
    ['{{/if}}', ['template.md:1:1: `{{/if}}` does not fit: nothing is open here']],
    ['{{else}}', ['template.md:1:1: `{{else}}` has no {{#if}}, {{#each}} or section that it belongs to']],
    [
      '{{#if the user agrees}}a{{/if}}',
      [expect.stringContaining('template.md:1:1: `{{#if the user agrees}}` cannot be computed')],
    ],
    ['{{> other}}', ['template.md:1:1: `{{> other}}`: a template cannot bring in another file']],
    ['{{}}', ['template.md:1:1: `{{}}` is empty; write a name, as in {{project_name}}']],
  ])('%s', (text, expected) => {
    expect(render(text, { x: 1 })).toEqual(expected);
  });
});
