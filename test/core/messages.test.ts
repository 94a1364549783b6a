/** What other people wrote stands in Orch's sentences without being able to do anything there. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommands } from '../../src/core/command-line.ts';
import { COMMANDS } from '../../src/core/commands.ts';
import { DEFAULT_CONFIG } from '../../src/core/config.ts';
import { dollars } from '../../src/core/messages/dollars.ts';
import { proofSummary, pullRequestBody } from '../../src/core/messages/pull-request.ts';
import { code, quoted } from '../../src/core/messages/quoted.ts';
import * as say from '../../src/core/messages/replies.ts';
import { sticky } from '../../src/core/messages/sticky.ts';
import { timeWords } from '../../src/core/messages/time-words.ts';
import { ended, usageWords, waitSentence } from '../../src/core/messages/words.ts';
import { NO_USAGE, type RunResult } from '../../src/core/run.ts';
import { STATUSES } from '../../src/core/story.ts';
import { run, SHA, story } from './samples.ts';

/** A zero-width space. */
const GAP = '\u200b';

describe('a quoted text', () => {
  test.each([
    ['mentions nobody', 'ask @maria', `ask @${GAP}maria`],
    ['mentions no team', '@acme/core', `@${GAP}acme/core`],
    ['refers to no issue', 'see #12', `see #${GAP}12`],
    ['refers to no issue elsewhere', 'acme/core#12', `acme/core#${GAP}12`],
    ['links nowhere', 'https://evil.test/x', `https:/${GAP}/${GAP}evil.test/x`],
    ['links nowhere without a scheme', 'www.evil.test', `www${GAP}.evil.test`],
    ['hides nothing behind an entity', '&commat;maria &#64;maria', `&amp;commat;maria &amp;#${GAP}64;maria`],
    ['holds no HTML', '<img src=x>', '&lt;img src=x>'],
    ['holds no comment', '<!-- orch:story:1 -->', '&lt;!-- orch:story:1 -->'],
    ['ends no span of code', 'a `b` c', 'a ʼbʼ c'],
    ['ends no cell of a table', 'a | b', 'a \\| b'],
    ['is one line', 'a\n\n# b\r\n\tc', `a #${GAP} b c`],
    ['keeps a path as it is', 'src/parse.js', 'src/parse.js'],
    ['is no command', '/orch start', `/${GAP}orch start`],
  ])('%s', (_, text, expected) => {
    expect(quoted(text)).toBe(expected);
  });

  test('is cut', () => {
    expect(quoted('x'.repeat(500), 10)).toBe('xxxxxxxxx…');
  });

  test('never holds what GitHub would act on', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[@#/<`|&;:a-z0-9\s!.-]*$/), (text) => {
        const shown = quoted(text);
        expect(shown).not.toMatch(/@\w|#\d|<|`|\n|:\/\/|(?<!\\)\||www\./);
        expect(parseCommands(shown)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

test('a span of code ends where it should', () => {
  expect(code('a `b` @c')).toBe('`a ʼbʼ @c`');
  expect(code('a\nb')).toBe('`a b`');
});

test('a log stands in a fence that it cannot close', () => {
  const tail = 'a\n```\n# injected\n`````\nb';
  const result = {
    verdict: { version: 1, run: 'r', ok: true, tests: ['a`b'], red: { exit_code: 1, seconds: 1, tail } },
  };
  const summary = proofSummary(run({ result: result as unknown as RunResult }));
  expect(summary).toContain(`\`\`\`\`\`\`text\n${tail}\n\`\`\`\`\`\``);
  expect(summary).toContain('- `aʼb`');
});

test.each(STATUSES)('what people wrote is harmless in every message about a story that is %s', (status) => {
  const evil = '@maria #12 <img src=x> `x` https://evil.test /orch start\n/orch start';
  const block = {
    kind: 'pause' as const,
    by: '@maria',
    reason: evil,
    at: '2026-11-23T09:00:00.000Z',
    resume_to: 'review' as const,
  };
  const one = story(status, {
    feedback: evil,
    failure: evil,
    ...(status === 'blocked' ? { blocked: block } : {}),
    ended: { how: 'skip', by: '@maria', reason: evil },
    approvals: [{ by: { id: 3, login: '@maria' }, head: SHA, at: '2026-11-23T09:00:00.000Z' }],
  });
  const result: RunResult = {
    outcome: 'succeeded',
    stop: 'done',
    head: SHA,
    commits: [],
    refused: [{ intent: 0, kind: 'commit', rule: 'path', reason: evil }],
    usage: NO_USAGE,
  };
  for (const text of [
    sticky(one, run({ result }), DEFAULT_CONFIG),
    say.status(one, run({ result }), DEFAULT_CONFIG),
    say.why(one, DEFAULT_CONFIG),
    say.commandDoesNotFit(COMMANDS[0], one),
    say.unknownCommand(evil, undefined),
    say.commandRefused(COMMANDS[0], '@maria', 'none'),
  ]) {
    // What stands in code is never read.
    const prose = text.replaceAll(/`[^`]*`/g, '');
    expect(prose).not.toMatch(/@maria|<img|https:\/\/evil|#12/);
    expect(parseCommands(text)).toEqual([]);
    expect(text).not.toMatch(/\.\.(?!\.)|undefined|null|NaN/);
  }
});

test.each(STATUSES)('a story that is %s says what it waits for, or that it has ended', (status) => {
  const sentence = waitSentence(story(status), DEFAULT_CONFIG);
  const over = ['merged', 'skipped', 'abandoned'].includes(status);
  expect(sentence).toMatch(over ? /^$/ : /^Waiting for .+ to .+\.$/);
  expect(say.why(story(status), DEFAULT_CONFIG)).toContain(
    over ? 'It waits for nothing: this story has ended.' : sentence,
  );
});

test('a pull request closes its issue, first of all', () => {
  expect(pullRequestBody(story('review'), run())).toMatch(/^Closes #1(\n|$)/);
});

test('small words', () => {
  expect([ended('a'), ended('a.'), ended('a!'), ended('a…')]).toEqual(['a.', 'a.', 'a!', 'a…']);
  expect([dollars(0), dollars(0.001), dollars(0.42), dollars(12)]).toEqual(['$0.00', 'under $0.01', '$0.42', '$12.00']);
  expect(timeWords('2026-11-23T09:03:00.000Z')).toBe('2026-11-23 09:03 UTC');
  expect(usageWords({ ...NO_USAGE, model_calls: 1, input_tokens: 12_000, cost_usd: 0.5 })).toBe(
    '1 model call, 12,000 tokens, $0.50',
  );
});
