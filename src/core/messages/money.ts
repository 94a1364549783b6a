/** What Orch says about money: who may still spend how much, what was spent, and whose purse is nearly empty. */

import type { Config, Problem } from '../config.ts';
import { leftIn, money, type Purse, type PurseName } from '../ledger.ts';
import { CONFIG_PATH, runId, STATE_BRANCH } from '../names.ts';
import { raisedBy, type Story, type StoryRun, unknownCost } from '../story.ts';
import { dollars } from './dollars.ts';
import { paragraphs } from './paragraphs.ts';
import { code, quoted } from './quoted.ts';

/** Whose purse it is, as the beginning of a sentence. */
const HOLDERS: Record<PurseName, (day: string) => string> = {
  story: () => 'This story',
  day: (day) => `All stories of ${day} (UTC) together`,
  project: () => 'All stories of this repository together',
};

/** The key in the configuration that says how much a purse may hold. */
export const CAP_KEYS: Record<PurseName, string> = {
  story: 'budget.story_usd',
  day: 'budget.day_usd',
  project: 'budget.project_usd',
};

type Then = NonNullable<NonNullable<Story['blocked']>['purse']>;

/** Why no run was started, from the purse that held too little: whose, how much, and what a run needs. */
export function emptyWords(purse: Then, at: string, raised = 0): string {
  const { name, cap, spent, reserved, least } = purse;
  const added = name === 'story' && raised > 0 ? ` and the ${dollars(raised)} that \`/orch budget\` added` : '';
  const aside = reserved > 0 ? ` and ${dollars(reserved)} reserved for runs that have not ended` : '';
  return `No run was started, because there is no money for it. ${HOLDERS[name](at.slice(0, 10))} may cost ${dollars(cap)} (\`${CAP_KEYS[name]}\`${added}): ${some(spent)} is spent${aside}, so ${some(leftIn(purse))} is left. The smallest run needs ${dollars(least)}.`;
}

const some = (usd: number): string => (usd === 0 ? 'nothing' : dollars(usd));

/** That the ledger or the configuration cannot be read, so that nobody knows what may still be spent. */
export const fileFault = ({ file, line, key, value, expected }: Problem): string =>
  `${file === CONFIG_PATH ? `what may be spent cannot be read: ${file}` : `what was spent cannot be read: ${file} on the branch ${STATE_BRANCH}`}, line ${line}${key ? `, ${key}` : ''}${value ? `, ${value}` : ''}: ${expected}`;

/** That a purse is nearly empty, to whoever asked for the story that brought it there. */
export function nearlyEmpty(login: string, purse: Purse, day: string): string {
  const { name, cap = 0, spent } = purse;
  const share = Math.floor(money((100 * spent) / cap));
  return paragraphs(
    `${quoted(login)}, ${share} % of a budget is spent. ${HOLDERS[name](day)} may cost ${dollars(cap)} (\`${CAP_KEYS[name]}\`), and ${dollars(spent)} is spent.`,
    `At 100 % no run is started any more. ${moreWords(name)} \`/orch budget\` shows all purses.`,
  );
}

/** How a purse is filled, as sentences. */
const moreWords = (name: PurseName): string =>
  name === 'story'
    ? `Someone with maintain access can add to it with \`/orch budget <usd>\`; \`${CAP_KEYS.story}\` in \`${CONFIG_PATH}\` says it for every story.`
    : `\`${CAP_KEYS[name]}\` in \`${CONFIG_PATH}\` says how much it holds${name === 'day' ? '; the next day (UTC) has its own' : ''}.`;

const NAMES: Record<PurseName, string> = { story: 'this story', day: 'today', project: 'project' };

/** `/orch budget`: every purse with what is in it. */
export function budget(
  story: Story,
  purses: readonly Purse[] | Problem,
  { budget, settings }: Config,
  now: string,
): string {
  if (!Array.isArray(purses)) return `No run can be started: ${code(fileFault(purses as Problem), 400)}.`;
  const rows = (purses as readonly Purse[]).map((purse) => {
    const { name, cap, spent, reserved } = purse;
    const title = name === 'day' ? `${NAMES.day} (${now.slice(0, 10)} UTC)` : NAMES[name];
    const most = cap === undefined ? 'none' : dollars(cap);
    const left = cap === undefined ? '' : dollars(leftIn(purse));
    return `| ${title} | ${most} | ${dollars(spent)} | ${dollars(reserved)} | ${left} | ${cap === undefined ? '' : bar(spent + reserved, cap)} |`;
  });
  const raised = raisedBy(story);
  return paragraphs(
    ['| purse | cap | spent | reserved | left | |', '|---|---|---|---|---|---|', ...rows].join('\n'),
    raised > 0 &&
      budget.story_usd !== undefined &&
      `\`/orch budget\` added ${dollars(raised)} to the ${dollars(budget.story_usd)} of this story.`,
    `One run may cost ${dollars(settings.run_usd)} (\`settings.run_usd\`), less where a purse holds less. Caps are \`${Object.values(CAP_KEYS).join('`, `')}\` in \`${CONFIG_PATH}\`; \`/orch budget <usd>\` (maintain) adds to this story’s.`,
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
  if (runs.length === 0) return paragraphs('This story has had no run, so it has cost nothing.', wider(purses, now));
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
    wider(purses, now),
  );
}

function costRow({ id, reserved, cost }: StoryRun): string {
  const start = `| ${id} | ${runId.parse(id)?.role ?? ''} |`;
  if (!cost && !reserved) return `${start} | | not kept | |`;
  if (!cost) return `${start} | | up to ${dollars(reserved?.usd ?? 0)} | not settled yet |`;
  if (cost.unknown) return `${start} | | ${dollars(cost.usd)}, counted in full | ${cost.outcome} |`;
  return `${start} ${cost.model_calls} | ${count(cost.tokens)} | ${dollars(cost.usd)} | ${cost.outcome} |`;
}

/** What all stories have cost. */
function wider(purses: readonly Purse[] | Problem, now: string): string {
  if (!Array.isArray(purses)) return '';
  const spent = (name: PurseName): string =>
    dollars((purses as readonly Purse[]).find((one) => one.name === name)?.spent ?? 0);
  return `All stories on ${now.slice(0, 10)} (UTC): ${spent('day')}. All stories ever: ${spent('project')}.`;
}

const count = (value: number): string => value.toLocaleString('en-US');

export const notAnAmount = (word: string): string =>
  `${code(word)} is no amount, so nothing was changed. Write how many US dollars this story may cost more, with a point and at most two digits after it: \`/orch budget 5\` or \`/orch budget 2.50\`. The most at once is $${MOST_RAISE}.`;

/** So much can be added by one command: more than that is a matter for the configuration. */
export const MOST_RAISE = 1_000;

export const noCapToRaise = (): string =>
  `This story has no cap of its own (\`budget.story_usd\` in \`${CONFIG_PATH}\` is not set), so there is nothing to add to. \`/orch budget\` shows what other caps there are.`;
