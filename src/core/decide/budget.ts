/**
 * Money in a decision: what a run may cost, what it did cost, and who has to be told. The story's file says which of its runs hold a reservation and
 * what became of each, so that nothing is reserved or settled twice; the ledger (`ledger.ts`) adds up what all stories did.
 */
import type { Config, Problem } from '../config.ts';
import {
  type Caps,
  crossedPurses,
  crosses,
  EMPTY_LEDGER,
  ledgerPurses,
  leftIn,
  money,
  type Payer,
  type Posting,
  type Purse,
  purse,
  reserve,
  settle,
  sprintRuns,
  tightest,
} from '../ledger.ts';
import * as say from '../messages/money.ts';
import { isEpic, payerOf } from '../payer.ts';
import type { Run } from '../run.ts';
import { sprintCosts } from '../sprint-costs.ts';
import { type RunCost, raisedBy, reservedFor, type Story, type StoryRun, unknownCost } from '../story.ts';
import { type Draft, owe } from './draft.ts';

/** The day of a time: a label for a purse, never computed with. */
const dayOf = (now: string): string => now.slice(0, 10);

const payer = ({ story, now }: Draft): Payer => payerOf(story, dayOf(now));

const capsOf = ({ budget }: Config): Caps => ({
  ...(budget.sprint_usd !== undefined && { sprint: budget.sprint_usd }),
  ...(budget.epic_usd !== undefined && { epic: budget.epic_usd }),
  ...(budget.day_usd !== undefined && { day: budget.day_usd }),
  ...(budget.project_usd !== undefined && { project: budget.project_usd }),
});

/** What the story itself may cost and did. */
function storyPurse(story: Story, { budget }: Config, raised = raisedBy(story)): Purse {
  const cap = budget.story_usd === undefined ? undefined : money(budget.story_usd + raised);
  return purse('story', cap, money(story.cost_usd + unknownCost(story)), reservedFor(story));
}

/** The purses that a run of this story draws from now, from the narrowest to the widest; or what is wrong with the ledger. */
export function pursesOf(draft: Draft): Purse[] | Problem {
  const { story, settings } = draft;
  if (isBroken(draft.ledger)) return draft.ledger;
  const ledger = draft.ledger ?? EMPTY_LEDGER;
  const wider = ledgerPurses(ledger, payer(draft), capsOf(settings.config)).map((one) =>
    one.name === 'epic' && isEpic(story) ? { ...one, sprints: sprintCosts(ledger, story.id) } : one,
  );
  return [storyPurse(story, settings.config), ...wider];
}

/** Whether what should be the ledger is the fault that was found in it. */
const isBroken = (ledger: Draft['ledger']): ledger is Problem => ledger !== undefined && !('version' in ledger);

/** What a run may cost, or what keeps it from being started. */
export type Grant =
  | { kind: 'granted'; usd: number; short?: Purse['name'] }
  | { kind: 'empty'; purse: Purse; least: number }
  | { kind: 'busy' }
  | { kind: 'unreadable'; problem: Problem };

/**
 * Whether as many runs of stories that are in a sprint are at work as the draft allows. The schedule asks before it starts a story; when another took the
 * last place meanwhile, the posting is refused, and this answers true the next time.
 */
export const isBusy = ({ slots, ledger }: Draft): boolean =>
  slots !== undefined && !isBroken(ledger) && sprintRuns(ledger ?? EMPTY_LEDGER) >= slots;

/** The most that the next run may cost: the cap of one run, or what is left in the tightest purse. Nothing while all places are taken. */
export function grantOf(draft: Draft): Grant {
  const { config, problems, source } = draft.settings;
  // Without a configuration that was ever usable, nobody knows how much may be spent, on what, and by which model.
  if (source === null && problems[0]) return { kind: 'unreadable', problem: problems[0] };
  const { budget, settings } = config;
  const purses = pursesOf(draft);
  if (!Array.isArray(purses)) return { kind: 'unreadable', problem: purses };
  if (isBusy(draft)) return { kind: 'busy' };
  const short = tightest(purses);
  if (!short || leftIn(short) >= settings.run_usd) return { kind: 'granted', usd: settings.run_usd };
  const least = Math.min(budget.smallest_run_usd, settings.run_usd);
  if (leftIn(short) < least) return { kind: 'empty', purse: short, least };
  return { kind: 'granted', usd: leftIn(short), short: short.name };
}

/** Sets the money of a granted run aside, in all purses. Answers what the story remembers of it. */
export function reserveFor(
  draft: Draft,
  run: string,
  { usd, short }: Grant & { kind: 'granted' },
): NonNullable<StoryRun['reserved']> {
  const of = payer(draft);
  const entry = { run, story: draft.story.id, ...of, usd };
  if (!isBroken(draft.ledger)) {
    const made = reserve(draft.ledger ?? EMPTY_LEDGER, entry, capsOf(draft.settings.config));
    if (made.kind === 'reserved') draft.ledger = made.ledger;
  }
  draft.entries.push({ kind: 'reserve', ...entry });
  return { usd, day: of.day, ...(short && { short }) };
}

/**
 * Settles the story's current run when it has ended, whatever became of the story. `resulted`: its result is taken up just now, which counts also for
 * a run from before money was reserved.
 */
export function settleEnded(draft: Draft, resulted = false): void {
  const { run, story } = draft;
  // One that was stopped while the ledger could not be read, and that another has followed since.
  for (const one of story.runs.slice(0, -1)) if (!isStartOwed(draft, one.id)) settleStopped(draft, one.id, true);
  const entry = run && story.runs.find(({ id }) => id === run.id);
  if (!run || !entry || entry.cost || !(entry.reserved || resulted)) return;
  const cost = costOf(draft, run, entry);
  if (cost) book(draft, entry, cost);
}

/** Settles a run that was stopped while it was being started, now that it is known whether it was. */
export function settleStopped(draft: Draft, id: string, started: boolean): void {
  const entry = draft.story.runs.find((one) => one.id === id);
  if (entry?.reserved && !entry.cost) book(draft, entry, unheard(entry, 'cancelled', started));
}

/** What a run has cost; undefined while that is open. */
function costOf(draft: Draft, run: Run, entry: StoryRun): RunCost | undefined {
  const { result, status } = run;
  if (result) {
    const { usage, outcome } = result;
    if (result.usage_unknown) return unheard(entry, outcome, true);
    const tokens = usage.input_tokens + usage.output_tokens + usage.cache_read_tokens + usage.cache_write_tokens;
    return { usd: money(usage.cost_usd), model_calls: usage.model_calls, tokens, outcome };
  }
  // One that Actions never heard of has cost nothing.
  if (status === 'lost') return unheard(entry, status, run.actions_run !== undefined);
  // While its start is owed, nobody knows whether somebody has begun it.
  if (status === 'cancelled' && !isStartOwed(draft, run.id)) return unheard(entry, status, true);
  return undefined;
}

const isStartOwed = ({ story, owed }: Draft, run: string): boolean =>
  [...(story.outbox?.effects ?? []), ...owed].some((effect) => effect.kind === 'dispatch' && effect.run === run);

/** The cost of a run that left no account of itself: all that it might have spent, or nothing when it never started. */
const unheard = ({ reserved }: StoryRun, outcome: RunCost['outcome'], started: boolean): RunCost => ({
  usd: started ? (reserved?.usd ?? 0) : 0,
  ...(started && { unknown: true as const }),
  model_calls: 0,
  tokens: 0,
  outcome,
});

/** Writes the cost into the story and the ledger. While the ledger cannot be read, what was reserved stays so, and the next look tries again. */
function book(draft: Draft, entry: StoryRun, cost: RunCost): void {
  const { story, ledger } = draft;
  if (isBroken(ledger) && entry.reserved) return;
  entry.cost = cost;
  if (!cost.unknown) story.cost_usd = money(story.cost_usd + cost.usd);
  if (isBroken(ledger)) return;
  const line = { run: entry.id, ...payerOf(story, entry.reserved?.day ?? dayOf(draft.now)), usd: cost.usd };
  draft.ledger = settle(ledger ?? EMPTY_LEDGER, line);
  draft.entries.push({ kind: 'settle', ...line });
}

/** What the decision does to the ledger, and a comment for each purse that is nearly empty by it; undefined when it does nothing. */
export function postingOf(draft: Draft, before: Story | null): Posting | undefined {
  const { entries, ledger, ledgerBefore, settings, slots, story } = draft;
  if (entries.length === 0 || isBroken(ledger) || isBroken(ledgerBefore)) return undefined;
  const { config } = settings;
  const about = { ...payer(draft), caps: capsOf(config), alertAt: config.budget.alert_at };
  const crossed = crossedPurses(ledgerBefore ?? EMPTY_LEDGER, ledger ?? EMPTY_LEDGER, about);
  const own = storyPurse(story, config);
  const ownCrossed = before !== null && crosses(storyPurse(before, config, raisedBy(story)), own, about.alertAt);
  const wider = ledgerPurses(ledger ?? EMPTY_LEDGER, about, about.caps).filter(({ name }) => crossed.includes(name));
  for (const full of [...(ownCrossed ? [own] : []), ...wider]) {
    // A raised cap can be neared again, and that is worth another word.
    const key = `alert:${full.name}:${labelOf(full.name, story, about)}:${full.cap}`;
    owe(draft, { kind: 'reply', key, text: say.nearlyEmpty(story, full, about) });
    draft.notes.push(`tell that the purse of the ${full.name} is nearly empty`);
  }
  return { entries, ...about, crossed, ...(slots !== undefined && { slots }) };
}

/** Tells a purse from the others of its kind. */
function labelOf(name: Purse['name'], story: Story, { day, epic, sprint }: Payer): string {
  const labels = { story: story.id, sprint: sprint ?? '', epic: epic ?? '', day, project: 'all' };
  return `${labels[name]}`;
}
