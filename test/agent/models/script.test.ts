import { describe, expect, it } from 'vitest';
import { choosePart, holds, parseScript, ScriptInvalid } from '../../../src/agent/models/script.ts';

const message = (text: string): string => {
  try {
    parseScript(text, 'play.yaml');
  } catch (error) {
    if (error instanceof ScriptInvalid) return error.message;
    throw error;
  }
  return 'valid';
};

describe('parseScript', () => {
  it('reads turns', () => {
    const script = parseScript(
      'version: 1\nturns:\n  - say: hi\n    calls: [{ tool: read, input: { path: a } }]\n',
      'play.yaml',
    );
    expect(script).toEqual({
      file: 'play.yaml',
      parts: [{ turns: [{ say: 'hi', calls: [{ tool: 'read', input: { path: 'a' } }] }] }],
    });
  });

  it.each([
    [
      'a misspelt key of a call',
      'version: 1\nturns:\n  - calls:\n      - tol: read\n',
      [
        'play.yaml:4: `turns.0.calls.0.tool` is nothing; expected a string',
        'play.yaml:4: `turns.0.calls.0.tol` is "read"; expected one of the keys tool, input',
      ],
    ],
    [
      'a misspelt key of a turn',
      'version: 1\nturns:\n  - say: a\n  - sya: b\n',
      ['play.yaml:4: `turns.1.sya` is "b"; expected one of the keys say, calls, expect, decide, fail, usd'],
    ],
    [
      'a misspelt key on top',
      'version: 1\nturns: [{}]\nabout_: x\n',
      ['play.yaml:3: `about_` is "x"; expected one of the keys version, about, and either turns or parts'],
    ],
    ['another version', 'version: 2\nturns: [{}]\n', ['play.yaml:1: `version` is 2; expected 1']],
    ['turns that are no list', 'version: 1\nturns: yes\n', ['play.yaml:2: `turns` is "yes"; expected a list']],
    ['no turns', 'version: 1\nturns: []\n', ['play.yaml:2: `turns` is []; expected something that is not empty']],
    ['neither turns nor parts', 'version: 1\n', ['play.yaml:1: `turns` is nothing; expected a list']],
    [
      'a wrong regular expression',
      'version: 1\nturns:\n  - expect:\n      - ok\n      - /(/\n',
      [
        'play.yaml:5: `turns.0.expect.1` is "/(/"; expected a regular expression that is valid (Invalid regular expression: /(/: Unterminated group)',
      ],
    ],
    [
      'fail beside calls',
      'version: 1\nturns:\n  - fail: gone\n    say: a\n',
      ['play.yaml:3: `turns.0.fail` is "gone"; expected nothing else to say or call in the same turn'],
    ],
    [
      'a wrong attempt',
      'version: 1\nparts:\n  - attempt: first\n    turns: [{}]\n',
      ['play.yaml:3: `parts.0.attempt` is "first"; expected a number from 1 or a list of them'],
    ],
    [
      'a title that is no regular expression',
      'version: 1\nparts:\n  - { title: /(/, turns: [{}] }\n',
      [
        'play.yaml:3: `parts.0.title` is "/(/"; expected a regular expression that is valid (Invalid regular expression: /(/: Unterminated group)',
      ],
    ],
    [
      'a misspelt key of a part',
      'version: 1\nparts:\n  - turns: [{}]\n    story: Greet\n',
      ['play.yaml:4: `parts.0.story` is "Greet"; expected one of the keys role, title, attempt, continues, turns'],
    ],
    ['broken YAML', 'version: 1\nturns: [\n', ['play.yaml:3: expected YAML that can be read (deficient indentation)']],
    [
      'an empty file',
      '',
      ['play.yaml:1: expected YAML that can be read (expected a document, but the input is empty)'],
    ],
    ['a list on top', '- a\n', ['play.yaml:1: the script is ["a"]; expected a object']],
  ])('explains %s', (_, text, problems) => {
    expect(message(text).split('\n')).toEqual(problems);
  });
});

describe('choosePart', () => {
  const script = parseScript(
    `version: 1
parts:
  - { role: developer, attempt: 1, turns: [{ say: first }] }
  - { role: developer, attempt: [2, 3], turns: [{ say: again }] }
  - { role: reviewer, turns: [{ say: review }] }
  - { role: tester, continues: true, turns: [{ say: go on }] }
  - { role: tester, continues: false, turns: [{ say: begin }] }
`,
    'play.yaml',
  );

  it.each([
    ['developer', 1, 'first'],
    ['developer', 3, 'again'],
    ['reviewer', 7, 'review'],
  ])('%s in attempt %i plays %s', (role, attempt, said) => {
    expect(choosePart(script, { role, title: 'Greet', attempt, continues: false })).toEqual([{ say: said }]);
  });

  it('plays another part where an earlier run left commits', () => {
    const run = { role: 'tester', title: 'Greet', attempt: 2 };
    expect(choosePart(script, { ...run, continues: true })).toEqual([{ say: 'go on' }]);
    expect(choosePart(script, { ...run, continues: false })).toEqual([{ say: 'begin' }]);
  });

  it('says what there is when nothing fits', () => {
    expect(choosePart(script, { role: 'developer', title: 'Greet', attempt: 4, continues: false })).toBe(
      'The script play.yaml has no part for developer in attempt 4; it has parts for developer in attempt 1; developer in attempt 2, 3; reviewer in attempt any; tester in attempt any; tester in attempt any.',
    );
  });
});

describe('a part for a story', () => {
  const script = parseScript(
    `version: 1
parts:
  - { role: developer, title: Add up, attempt: 1, turns: [{ say: sum }] }
  - { role: developer, title: /^round\\b/i, turns: [{ say: round }] }
  - { role: architect, turns: [{ say: plan }] }
`,
    'play.yaml',
  );
  const cast = (role: string, title: string, attempt = 1) =>
    choosePart(script, { role, title, attempt, continues: false });

  it.each([
    ['by a piece of its title', 'developer', 'Add up durations', 'sum'],
    ['by a regular expression', 'developer', 'Round a duration', 'round'],
    ['whatever it is about, where the part does not say', 'architect', 'Round tables', 'plan'],
  ])('is chosen %s', (_, role, title, said) => {
    expect(cast(role, title)).toEqual([{ say: said }]);
  });

  it('is not played for another story, nor in another attempt', () => {
    const has =
      'it has parts for developer in attempt 1 of the story "Add up"; developer in attempt any of the story "/^round\\\\b/i"; architect in attempt any.';
    expect(cast('developer', 'Go around')).toBe(
      `The script play.yaml has no part for developer in attempt 1 of the story "Go around"; ${has}`,
    );
    expect(cast('developer', 'Add up durations', 2)).toBe(
      `The script play.yaml has no part for developer in attempt 2 of the story "Add up durations"; ${has}`,
    );
  });
});

describe('holds', () => {
  it.each([
    ['pass 3', 'pass 3', true],
    ['pass 3', 'pass 4', false],
    ['exit status 12', '/status [1-9]/', true],
    ['EXIT', '/exit/', false],
    ['EXIT', '/exit/i', true],
    ['/usr/bin', '/usr', true],
  ])('%j has %j: %s', (text, expected, result) => {
    expect(holds(text, expected)).toBe(result);
  });
});
