/** From comments to commands: one row for each point of the grammar. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCommand, MAX_ARGUMENT, MAX_COMMANDS, parseCommands } from '../../src/core/command-line.ts';
import { COMMANDS, usage } from '../../src/core/commands.ts';

/** What was said, in short: `pause(lunch)`, `?strat->start`, `changes!`. */
const said = (body: string): string[] =>
  parseCommands(body).map((one) => {
    if (one.kind === 'command') return one.argument === '' ? one.spec.name : `${one.spec.name}(${one.argument})`;
    return one.kind === 'unknown' ? `?${one.word}->${one.nearest?.name ?? ''}` : `${one.spec.name}!`;
  });

describe('what is a command', () => {
  test.each<[string, string, string[]]>([
    ['a line of its own', '/orch start', ['start']],
    ['the command’s case does not matter', '/Orch START', ['start']],
    ['spaces around and within are nothing', '  /orch   start   ', ['start']],
    ['an alias is the command', '/orch run', ['start']],
    [
      'the rest of the line is the argument, as it was typed',
      '/orch retry  look at *src/parse.js*, `now`',
      ['retry(look at *src/parse.js*, `now`)'],
    ],
    ['a line after other text', 'I think it is good.\n/orch start', ['start']],
    ['a paragraph after other text', 'I think it is good.\n\n/orch start\n\nThank you', ['start']],
    ['line ends of Windows', 'Hello\r\n/orch start\r\n', ['start']],
    ['several, in their order', '/orch pause lunch\n/orch why', ['pause(lunch)', 'why']],
    ['alone it asks for help', '/orch', ['help']],
    ['a command that takes nothing ignores what follows', '/orch start please', ['start(please)']],
    ['a control character is not there', '/orch\u0000 sta\u0007rt', ['start']],
    ['a mention in the argument stays text', '/orch changes ask @wes', ['changes(ask @wes)']],
    ['a text that is needed and missing is said', '/orch changes', ['changes!']],
    ['a misspelling has a nearest', '/orch strat', ['?strat->start']],
    ['two letters may be wrong', '/orch abandn', ['?abandn->abandon']],
    ['what resembles nothing has none', '/orch deploy', ['?deploy->']],
    ['a very long word has none', `/orch ${'x'.repeat(50)}`, [`?${'x'.repeat(40)}->`]],
  ])('%s', (_, body, expected) => {
    expect(said(body)).toEqual(expected);
  });
});

describe('what is none', () => {
  test.each<[string, string]>([
    ['an empty comment', ''],
    ['ordinary text', 'Looks good to me.'],
    ['in the middle of a line', 'Write /orch start to begin.'],
    ['a quote', '> /orch start'],
    ['a quote that goes on lazily', '> I said\n/orch start'],
    ['a block of code', '```\n/orch start\n```'],
    ['a block of code that is not closed', '```\n/orch start'],
    ['a block of code by tildes', '~~~yaml\n/orch start\n~~~'],
    ['indented code', '    /orch start'],
    ['a span of code', '`/orch start`'],
    ['an HTML comment', '<!-- /orch start -->'],
    ['an HTML comment of several lines', '<!--\n/orch start\n-->'],
    ['an HTML block', '<details>\n/orch start\n</details>'],
    ['a list', '- /orch start'],
    ['a numbered list', '1. /orch start'],
    ['a task list', '- [ ] /orch start'],
    ['a heading', '# /orch start'],
    ['a table', '| a | b |\n|---|---|\n| /orch start | x |'],
    ['another word that begins like it', '/orchestra start'],
    ['another word before it', 'x/orch start'],
    ['emphasis', '**/orch start**'],
    ['a link', '[/orch start](https://example.com)'],
    ['a comment longer than GitHub allows', `/orch start\n${'x'.repeat(70_000)}`],
  ])('%s', (_, body) => {
    expect(said(body)).toEqual([]);
  });
});

test('HTML that is opened inside a line takes nothing else with it', () => {
  expect(said('/orch retry <!-- hidden --> visible')).toEqual(['retry(visible)']);
});

test('at most five commands of one comment are read', () => {
  expect(said(Array.from({ length: 9 }, () => '/orch why').join('\n'))).toHaveLength(MAX_COMMANDS);
});

test('an argument is cut where a review begins', () => {
  const [one] = parseCommands(`/orch retry ${'x'.repeat(5_000)}`);
  expect(one?.kind === 'command' && one.argument).toHaveLength(MAX_ARGUMENT);
});

test('every command is understood as it is written in the help, and under its aliases', () => {
  for (const spec of COMMANDS) {
    expect(parseCommands(spec.example)).toMatchObject([{ kind: 'command', spec: { name: spec.name } }]);
    for (const alias of spec.aliases) expect(findCommand(alias)?.name).toBe(spec.name);
    expect(usage(spec)).toMatch(new RegExp(`^/orch ${spec.name}( \\[.+\\]| <.+>)?$`));
  }
  const words = COMMANDS.flatMap((spec) => [spec.name, ...spec.aliases]);
  expect(new Set(words).size).toBe(words.length);
});

test('no text makes the parser throw', () => {
  const markdown = fc.stringMatching(/^(?:\/orch|[ \n\t>`*_#|<!\-[\]()~\\&;a-z0-9])*$/);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), markdown), (text) => {
      for (const body of [text, `/orch ${text}`, `${text}\n/orch start`]) {
        expect(parseCommands(body).length).toBeLessThanOrEqual(MAX_COMMANDS);
      }
    }),
    { numRuns: 500 },
  );
});

test('a text that needs no parser is read as the parser would read it', () => {
  const lines = fc.array(
    fc.stringMatching(
      /^(?: {0,5}|\d{1,3}[.)] ?)(?:\/orch|\/ORCH)?(?: (?:start|pause|changes|why|[a-z0-9.)?"',:/ ]{0,12}))? *$/,
    ),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(lines, (some) => {
      const text = some.join('\n');
      // The HTML comment says nothing, and makes the parser necessary.
      expect(said(text)).toEqual(said(`${text}\n\n<!-- -->`));
    }),
    { numRuns: 2_000 },
  );
});

test('a text that is made to keep a parser busy is either read at once or not at all', () => {
  // So deep nobody writes; read by the rules of Markdown it would take minutes.
  expect(parseCommands(`${'1. '.repeat(20_000)}\n\n/orch status`)).toEqual([]);
  expect(parseCommands(`${'> - '.repeat(15_000)}\n\n/orch status`)).toEqual([]);
  for (const busy of ['*a', '_a ', '[', '![', '[a](', '<http://a', '&a'])
    expect(parseCommands(`${busy.repeat(Math.floor(60_000 / busy.length))}\n\n/orch status`), busy).toHaveLength(1);
});
