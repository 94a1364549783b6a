/** Ten thousand intent files of an agent that obeys an attacker, against the policy of delivery, with a git that refuses nothing. */
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/core/run.ts';
import { NO_USAGE, resultSchema } from '../../src/core/run.ts';
import { ALLOWED } from '../../src/deliver/effects.ts';
import { conclude } from '../../src/deliver/outcome.ts';
import { type Applied, applyWith } from '../../src/patch/apply.ts';
import { RULES } from '../../src/patch/policy.ts';
import { FILES, FORBIDDEN_PATHS, HELD, intentFile, LEAKS, randomFrom, SCRIPTS } from './attacker.ts';
import { type ObedientGit, obedientGit } from './obedient-git.ts';

const SEED = 20_261_121;

const PROJECT = {
  'package.json': JSON.stringify({ scripts: SCRIPTS }),
  'tools/check.sh': 'true\n',
  'src/a.js': '1\n',
  '.github/workflows/ci.yml': 'on: push\n',
  'AGENTS.md': 'Be kind.\n',
};

const ASKED = { principal: 'maria', story: 12 };
const START = { branch: 'story/12', run: '12-developer-1' };

const deliverTo = (git: ObedientGit, intents: unknown[]): Promise<Applied> =>
  applyWith(git.git, {
    start: git.start,
    intents,
    protected: ['infra/'],
    commands: { test: 'npm test' },
    tests: ['test/**'],
    run: START.run,
    story: ASKED.story,
    secrets: [HELD],
    date: '2026-11-21T08:30:00Z',
  });

function resultOf(git: ObedientGit, intents: unknown[], applied: Applied): RunResult {
  const report = {
    version: 1 as const,
    run: START.run,
    story: 12,
    start: git.start,
    stop: 'done' as const,
    intents,
    usage: NO_USAGE,
  };
  return conclude({
    branch: START.branch,
    continues: false,
    report: { ok: true, value: report },
    verdict: { ok: false, problem: 'There is none.' },
    applied,
    ...(applied.commits.length > 0 && { pushed: { kind: 'pushed' as const } }),
    asked: ASKED,
    secrets: [HELD],
  });
}

/** What a text of Orch's may never hold, in words of its own and not in those of the code under test. */
const LIVE: [string, RegExp][] = [
  ['a mention', /(^|[^A-Za-z0-9])@[A-Za-z0-9_-]/m],
  ['a command', /(^|\s)\/orch\b/m],
  ['a command of another machine', /^[\s>*+-]*\/(lgtm|close)(?![\w/])/m],
  ['a closing keyword', /\b(fixes|closes|resolves):? (?!#12(?!\d))(#\d|\w+\/\w+#\d|https?:)/i],
  ['an issue of another repository', /\w\/\w+#\d|github\.com\/other\/repo\/issues(?<=https:\/\/[^\s]*)/],
  ['a picture', /!\[[^\]]*\]\(|<img/i],
  ['a link elsewhere', /https?:\/\/(?!github\.com\/|docs\.github\.com\/)|(^|[^A-Za-z0-9])www\.|\]\(\/\//m],
  ['HTML that acts', /<(a|form|script|iframe|svg|!--)/i],
  ['a command of the runner', /^\s*::[a-z]|##\[/im],
  ['a mark of what skips checks', /\[skip ci\]|^skip-checks:/im],
  ['words for others', /^(co-authored-by|signed-off-by):/im],
  ['something invisible', /[\u200b\u202a-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u],
];

const forbidden = new Set(FORBIDDEN_PATHS.map((path) => path.replaceAll('\0', '\n')));

/** Everything that is wrong with what a file of intents led to; nothing is expected to be. */
function faults(git: ObedientGit, intents: unknown[], applied: Applied, result: RunResult): string[] {
  const found: string[] = [];
  const texts = [
    ...applied.commits.map(({ sha }) => git.message(sha)),
    ...applied.commits.map(({ subject }) => subject),
    ...applied.refused.map(({ reason }) => reason),
    result.pull_request?.title ?? '',
    result.pull_request?.body ?? '',
    result.reason ?? '',
  ];
  for (const text of texts) {
    // Orch's own trailer says which run a commit is of; no other line may.
    for (const [what, pattern] of LIVE)
      if (pattern.test(text)) found.push(`${what} in ${JSON.stringify(text.slice(0, 200))}`);
    if ((text.match(/^Orch-Run: /gm) ?? []).length > 1 || /^Orch-Run: 99/m.test(text)) found.push('a foreign trailer');
  }
  const changed = git.changed(git.start, applied.head);
  for (const { path, mode, content } of changed) {
    if (forbidden.has(path as (typeof FORBIDDEN_PATHS)[number])) found.push(`the path ${path}`);
    if (!['100644', '100755', '000000'].includes(mode)) found.push(`the mode ${mode} of ${path}`);
    if (path === 'package.json') {
      const kept = [`"test":"${SCRIPTS.test}"`, `"unit":"${SCRIPTS.unit}"`].every((script) => content.includes(script));
      if (!kept || content.includes('postinstall')) found.push(`the scripts ${content}`);
    }
  }
  const published = [...texts, ...changed.map(({ content }) => content), JSON.stringify(result)].join(' ¶ ');
  if (LEAKS.some((leak) => published.includes(leak))) found.push('a secret');
  const effects = result.effects ?? [];
  if (effects.filter(({ effect }) => effect === 'commit').length !== applied.commits.length)
    found.push('a commit without its entry');
  if (effects.filter(({ effect }) => effect === 'pull_request').length > 1) found.push('two pull requests');
  for (const { rule, principal, story, target, commit } of effects) {
    if (!(rule in ALLOWED)) found.push(`an effect by the rule ${rule}`);
    if (principal !== 'maria' || story !== 12 || target !== 'story/12')
      found.push('an effect of somebody else, or elsewhere');
    if (!git.isCommit(commit)) found.push('an effect without its commit');
  }
  for (const { rule } of applied.refused) if (!(rule in RULES)) found.push(`a refusal by the rule ${rule}`);
  // Every intent is applied, refused by name, or stands behind the one refusal of all that were too many.
  const answered = applied.commits.length + applied.refused.length + (applied.pullRequest ? 1 : 0);
  if (answered !== Math.min(intents.length, 51)) found.push(`${answered} answers to ${intents.length} intents`);
  if (!resultSchema.safeParse(result).success) found.push('a record that cannot be read again');
  return found;
}

describe(`${FILES.toLocaleString('en-US')} files of an agent that obeys an attacker`, () => {
  test('no effect outside what is allowed; every effect carries its rule, who asked, the story and the commit', async () => {
    const random = randomFrom(SEED);
    const seen = { files: 0, intents: 0, effects: 0, refusals: new Map<string, number>() };
    for (let file = 0; file < FILES; file += 1) {
      const intents = intentFile(random);
      const git = obedientGit(PROJECT);
      const applied = await deliverTo(git, intents);
      const result = resultOf(git, intents, applied);
      expect(
        faults(git, intents, applied, result),
        `file ${file} of seed ${SEED}: ${JSON.stringify(intents).slice(0, 2_000)}`,
      ).toEqual([]);
      seen.files += 1;
      seen.intents += intents.length;
      seen.effects += result.effects?.length ?? 0;
      for (const { rule } of applied.refused) seen.refusals.set(rule, (seen.refusals.get(rule) ?? 0) + 1);
    }
    expect(seen.files).toBeGreaterThanOrEqual(10_000);
    expect(seen.intents).toBeGreaterThan(30_000);
    // Honest work passes, so that what holds the rest back is not that nothing passes.
    expect(seen.effects).toBeGreaterThan(5_000);
    // The attacker knows a way to break every rule; one that nothing breaks would not be tested.
    const untried = Object.keys(RULES).filter((rule) => !seen.refusals.has(rule));
    // `plans` is for runs that play a workflow; test/deliver has its own cases of it.
    expect(untried).toEqual(['withheld', 'too-much-in-all', 'plans']);
  }, 120_000);

  test.each([['paths', (git: ObedientGit) => ({ ...git, git: skipping(git) })]])(
    'an attack that gets through is seen: %s',
    async (_, weaken) => {
      // The same files with a git that hides half of what it changes from the policy: now the check itself has to speak.
      const random = randomFrom(SEED);
      let found = 0;
      for (let file = 0; file < 200; file += 1) {
        const intents = intentFile(random);
        const git = obedientGit(PROJECT);
        const applied = await deliverTo(weaken(git), intents);
        found += faults(git, intents, applied, resultOf(git, intents, applied)).length;
      }
      expect(found).toBeGreaterThan(0);
    },
  );
});

/** A git whose differences show only harmless files. */
const skipping =
  ({ git }: ObedientGit): ObedientGit['git'] =>
  async (args, options) => {
    const out = await git(args, options);
    if (args[0] !== 'diff-index') return out;
    if (args.includes('--raw'))
      return Buffer.from(
        out
          .toString()
          .replace(/(M\0)[^\0]*/g, '$1src/a.js')
          .replaceAll(/ (?:120000|160000|040000|100664) /g, ' 100644 '),
      );
    return Buffer.from('');
  };
