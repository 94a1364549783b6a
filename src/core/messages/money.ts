/** What Orch says about money: who may still spend how much, what was spent, and whose purse is nearly empty. */

import type { Config, Problem } from '../config.ts';
import { leftIn, money, type Payer, type Purse, type PurseName } from '../ledger.ts';
import { CONFIG_PATH, runId, STATE_BRANCH } from '../names.ts';
import { isEpic, payerOf } from '../payer.ts';
import { raisedBy, type Story, type StoryRun, unknownCost } from '../story.ts';
import { dollars } from './dollars.ts';
import { storiesCost } from './epic-cost.ts';
import { paragraphs } from './paragraphs.ts';
import { code, quoted } from './quoted.ts';

/** Whose purse it is, as the beginning of a sentence. */
const HOLDERS: Record<PurseName, (whose: Payer) => string> = {
  story: () => 'This story',
  sprint: ({ sprint }) => `All stories of ${sprint === undefined ? 'the sprint' : `sprint ${sprint}`} together`,
  epic: ({ epic }) => `${epic === undefined ? 'The epic' : `Epic #${epic}`} with all its stories`,
  day: ({ day }) => `All stories of ${day} (UTC) together`,
  project: () => 'All stories of this repository together',
};

/** The key in the configuration that says how much a purse may hold. */
export const CAP_KEYS: Record<PurseName, string> = {
  story: 'budget.story_usd',
  sprint: 'budget.sprint_usd',
  epic: 'budget.epic_usd',
  day: 'budget.day_usd',
  project: 'budget.project_usd',
};

type Then = NonNullable<NonNullable<Story['blocked']>['purse']>;

/** Why no run was started, from the purse that held too little: whose, how much, and what a run needs. */
export function emptyWords(purse: Then, at: string, raised = 0): string {
  const { name, cap, spent, reserved, least } = purse;
  const added = name === 'story' && raised > 0 ? ` and the ${dollars(raised)} that \`/orch budget\` added` : '';
  const aside = reserved > 0 ? ` and ${dollars(reserved)} reserved for runs that have not ended` : '';
  return `No run was started, because there is no money for it. ${HOLDERS[name]({ day: at.slice(0, 10) })} may cost ${dollars(cap)} (\`${CAP_KEYS[name]}\`${added}): ${some(spent)} is spent${aside}, so ${some(leftIn(purse))} is left. The smallest run needs ${dollars(least)}.`;
}

const some = (usd: number): string => (usd === 0 ? 'nothing' : dollars(usd));

/** That the ledger or the configuration cannot be read, so that nobody knows what may still be spent. */
export const fileFault = ({ file, line, key, value, expected }: Problem): string =>
  `${file === CONFIG_PATH ? `what may be spent cannot be read: ${file}` : `what was spent cannot be read: ${file} on the branch ${STATE_BRANCH}`}, line ${line}${key ? `, ${key}` : ''}${value ? `, ${value}` : ''}: ${expected}`;

/** That a purse is nearly empty, to whoever asked for the story that brought it there. */
export function nearlyEmpty({ requested_by }: Story, purse: Purse, whose: Payer): string {
  const { name, cap = 0, spent } = purse;
  const share = Math.floor(money((100 * spent) / cap));
  return paragraphs(
    `${quoted(requested_by.login)}, ${share} % of a budget is spent. ${HOLDERS[name](whose)} may cost ${dollars(cap)} (\`${CAP_KEYS[name]}\`), and ${dollars(spent)} is spent.`,
    `At 100 % no run is started any more. ${moreWords(name)} \`/orch budget\` shows all purses.`,
  );
}

/** How a purse is filled, as sentences. */
const moreWords = (name: PurseName): string =>
  name === 'story'
    ? `Someone with maintain access can add to it with \`/orch budget <usd>\`; \`${CAP_KEYS.story}\` in \`${CONFIG_PATH}\` says it for every story.`
    : `\`${CAP_KEYS[name]}\` in \`${CONFIG_PATH}\` says how much it holds${NEXT[name] ?? ''}.`;

const NEXT: Partial<Record<PurseName, string>> = {
  sprint: '; the next sprint has its own',
  day: '; the next day (UTC) has its own',
};

/** The purses of a story, as the names of rows. */
const namesOf = (story: Story, now: string): Record<PurseName, string> => {
  const { day, epic, sprint } = payerOf(story, now.slice(0, 10));
  return {
    story: isEpic(story) ? 'its own runs' : 'this story',
    sprint: `sprint ${sprint}`,
    epic: isEpic(story) ? 'this epic with its stories' : `epic #${epic}`,
    day: `today (${day} UTC)`,
    project: 'project',
  };
};

/** `/orch budget`: every purse with what is in it. */
export function budget(
  story: Story,
  purses: readonly Purse[] | Problem,
  { budget, settings }: Config,
  now: string,
): string {
  if (!Array.isArray(purses)) return `No run can be started: ${code(fileFault(purses as Problem), 400)}.`;
  const known = purses as readonly Purse[];
  const names = namesOf(story, now);
  const rows = known.map((purse) => {
    const { name, cap, spent, reserved } = purse;
    const most = cap === undefined ? 'none' : dollars(cap);
    const left = cap === undefined ? '' : dollars(leftIn(purse));
    return `| ${names[name]} | ${most} | ${dollars(spent)} | ${dollars(reserved)} | ${left} | ${cap === undefined ? '' : bar(spent + reserved, cap)} |`;
  });
  const raised = raisedBy(story);
  return paragraphs(
    ['| purse | cap | spent | reserved | left | |', '|---|---|---|---|---|---|', ...rows].join('\n'),
    raised > 0 &&
      budget.story_usd !== undefined &&
      `\`/orch budget\` added ${dollars(raised)} to the ${dollars(budget.story_usd)} of ${isEpic(story) ? 'the epic’s own runs' : 'this story'}.`,
    `One run may cost ${dollars(settings.run_usd)} (\`settings.run_usd\`), less where a purse holds less. Caps are \`${known.map(({ name }) => CAP_KEYS[name]).join('`, `')}\` in \`${CONFIG_PATH}\`; \`/orch budget <usd>\` (maintain) adds to ${isEpic(story) ? 'what its own runs may cost' : 'this story’s'}.`,
  );
}

/** Ten squares, and the share in per cent. */
function bar(used: number, cap: number): string {
  const share = used / cap;
  const full = Math.min(10, Math.floor(money(share * 10)));
  return `\`${'█'.repeat(full)}${'░'.repeat(10 - full)}\` ${Math.floor(money(share * 100))} %`;
}

/** Rows of `/orch cost`: a story of more runs is rare, and a table of them is no use. */
const MOST_RUNS = 30;

/** `/orch cost`: what each run of the story has cost, and the sums around it. */
export function cost(story: Story, purses: readonly Purse[] | Problem, now: string): string {
  const runs = story.runs.slice(-MOST_RUNS);
  const earlier = story.runs.length - runs.length;
  const known = story.runs.flatMap(({ cost }) => cost ?? []);
  const unknown = unknownCost(story);
  const calls = known.reduce((total, one) => total + one.model_calls, 0);
  const tokens = known.reduce((total, one) => total + one.tokens, 0);
  const total = `| **sum** | | ${calls} | ${count(tokens)} | **${dollars(money(story.cost_usd + unknown))}** | |`;
  const nothing = isEpic(story)
    ? 'This epic has had no run of its own.'
    : 'This story has had no run, so it has cost nothing.';
  if (runs.length === 0) return paragraphs(nothing, wider(story, purses, now));
  return paragraphs(
    [
      '| run | role | model calls | tokens | cost | outcome |',
      '|---|---|---|---|---|---|',
      ...(earlier > 0 ? [`| ${earlier} earlier | | | | | |`] : []),
      ...runs.map(costRow),
      total,
    ].join('\n'),
    unknown > 0 &&
      `${dollars(unknown)} of it is unknown: those runs were at work and left no account of what they used, so all that was reserved for them is counted.`,
    wider(story, purses, now),
  );
}

function costRow({ id, reserved, cost }: StoryRun): string {
  const start = `| ${id} | ${runId.parse(id)?.role ?? ''} |`;
  if (!cost && !reserved) return `${start} | | not kept | |`;
  if (!cost) return `${start} | | up to ${dollars(reserved?.usd ?? 0)} | not settled yet |`;
  if (cost.unknown) return `${start} | | ${dollars(cost.usd)}, counted in full | ${cost.outcome} |`;
  return `${start} ${cost.model_calls} | ${count(cost.tokens)} | ${dollars(cost.usd)} | ${cost.outcome} |`;
}

/** What the sprint, the epic and all stories have cost. */
function wider(story: Story, purses: readonly Purse[] | Problem, now: string): string {
  if (!Array.isArray(purses)) return '';
  const known = purses as readonly Purse[];
  const purseOf = (name: PurseName): Purse | undefined => known.find((one) => one.name === name);
  const spent = (name: PurseName): string => dollars(purseOf(name)?.spent ?? 0);
  const whose = payerOf(story, now.slice(0, 10));
  const epic = purseOf('epic');
  const sums = [
    ...(purseOf('sprint') ? [`All stories of sprint ${whose.sprint}: ${spent('sprint')}.`] : []),
    ...(epic && !isEpic(story) ? [`Epic #${whose.epic} with all its stories: ${spent('epic')}.`] : []),
    `All stories on ${whose.day} (UTC): ${spent('day')}. All stories ever: ${spent('project')}.`,
  ];
  return paragraphs(epic && isEpic(story) && storiesCost(story, epic), sums.join(' '));
}

const count = (value: number): string => value.toLocaleString('en-US');

export const notAnAmount = (story: Story, word: string): string =>
  `${code(word)} is no amount, so nothing was changed. Write how many US dollars ${isEpic(story) ? 'the epic’s own runs' : 'this story'} may cost more, with a point and at most two digits after it: \`/orch budget 5\` or \`/orch budget 2.50\`. The most at once is $${MOST_RAISE}.`;

/** So much can be added by one command: more than that is a matter for the configuration. */
export const MOST_RAISE = 1_000;

export const noCapToRaise = (story: Story): string =>
  `${isEpic(story) ? 'The epic’s own runs have no cap of their own' : 'This story has no cap of its own'} (\`budget.story_usd\` in \`${CONFIG_PATH}\` is not set), so there is nothing to add to. \`/orch budget\` shows what other caps there are.`;
