/**
 * What must hold of an epic at every commit and at everything that happens on GitHub. Like the witness it keeps its own books: which issue was
 * opened for which task, since when an issue is open, since when another waits for it, and how many agents people allowed.
 */

import { DEFAULT_CONFIG } from '../../../src/core/config.ts';
import { sprintRuns } from '../../../src/core/ledger.ts';
import { CONFIG_PATH, mark } from '../../../src/core/names.ts';
import { HAS_ENDED, type Story } from '../../../src/core/story.ts';
import { waitOf } from '../../../src/core/waits.ts';
import { blockersOf } from '../../../src/localhub/world/dependencies.ts';
import type { Issue, WorldEvent } from '../../../src/localhub/world/types.ts';
import { listen } from '../../../src/localhub/world/world.ts';
import { decodeLedger, decodePlan, decodeStory } from '../../../src/state/codec.ts';
import { LEDGER_PATH, parseStoryPath, storyPath } from '../../../src/state/layout.ts';
import type { MemoryCommit } from '../../../src/state/memory-store.ts';
import type { Witness } from '../invariants.ts';
import { LAG } from '../lag.ts';
import { SLUG, type Town } from '../town.ts';

/** A decision is at most so much older than its commit (ms): a read that lags, and a few requests that are under way. */
const OLD = LAG + 60_000;
/** A process can stand still for so long (ms) at one request, and nothing that it does can stand still at more than two before a commit. */
const STANDS_STILL = 330_000;

/** How many stories may be worked on at once, when the configuration says nothing of it. */
const USUAL_SLOTS = 3;

export interface EpicWatch {
  /** The task that an issue was opened for, by the number of the issue. */
  readonly opened: ReadonlyMap<number, string>;
  commit(commit: MemoryCommit, before: MemoryCommit | undefined): void;
}

/** `pauses`: whether processes can stand still. `isLoose`: whether people took an issue out of its epic, so that it may be opened anew. */
export function watchEpic(options: {
  town: Town;
  witness: Witness;
  now: () => number;
  pauses: boolean;
  isLoose: (issue: number) => boolean;
}): EpicWatch {
  const { town, witness, now, pauses, isLoose } = options;
  const late = OLD + (pauses ? 2 * STANDS_STILL : 0);
  const opened = new Map<number, string>();
  const openSince = new Map<number, number>();
  const tiedSince = new Map<string, number>();
  const slots: { from: number; count: number }[] = [{ from: 0, count: USUAL_SLOTS }];

  listen(town.world, (event) => {
    if (event.name === 'issues') heedIssue(event, event.subject.issue!);
    if (event.name === 'issue_dependencies' && event.action === 'blocked_by_added')
      tiedSince.set(`${event.subject.issue!.number} ${event.subject.blockingIssue!.number}`, now());
    if (event.name === 'push' && event.subject.push?.ref === 'refs/heads/main') heedConfig();
  });

  const heedIssue = ({ action, actor }: WorldEvent, issue: Issue): void => {
    if (action === 'opened' || action === 'reopened') openSince.set(issue.number, now());
    const key = action === 'opened' && actor.appSlug === SLUG ? mark.parse(issue.body ?? '') : undefined;
    if (key === undefined) return;
    for (const [other, task] of opened)
      if (task === key && !isLoose(other))
        witness.report('doubled', 'a story was opened twice', `#${other} and #${issue.number} are ${key}`);
    opened.set(issue.number, key);
  };

  const heedConfig = (): void => {
    const text = town.file(CONFIG_PATH) ?? '';
    const count = /max_concurrent_agents: (\d+)/.exec(text)?.[1];
    slots.push({ from: now(), count: count === undefined ? USUAL_SLOTS : Number(count) });
  };

  /** The most that a decision could have read in the configuration. */
  const mostSlots = (): number => {
    const inForce = slots.filter((_, index) => (slots[index + 1]?.from ?? Number.POSITIVE_INFINITY) >= now() - late);
    return Math.max(...inForce.map(({ count }) => count));
  };

  const heedStart = (story: Story, before: Story | undefined, commit: MemoryCommit): void => {
    const started = new RegExp(`^story ${story.id}: .*\\b(?:pending|untracked) -> in_progress \\(start`, 'm');
    if (!started.test(commit.message)) return;
    const issue = town.find(story.id);
    for (const blocker of issue ? blockersOf(town.world, issue) : []) {
      const since = Math.max(
        openSince.get(blocker.number) ?? 0,
        tiedSince.get(`${story.id} ${blocker.number}`) ?? Number.POSITIVE_INFINITY,
      );
      if (blocker.state === 'open' && since < now() - late)
        witness.report('illegal', 'a blocked story was started', `#${story.id} waits for #${blocker.number}`);
    }
    const bySchedule =
      before?.wanted === undefined &&
      before?.seen.comment === story.seen.comment &&
      before.seen.labelings === story.seen.labelings;
    const ledger = commit.files.get(LEDGER_PATH);
    if (!bySchedule || ledger === undefined) return;
    const atWork = sprintRuns(decodeLedger(ledger, LEDGER_PATH));
    if (atWork > mostSlots())
      witness.report('illegal', 'more agents were started than may be', `${atWork} with #${story.id}`);
  };

  const heedPlan = (commit: MemoryCommit, text: string, path: string): void => {
    const plan = decodePlan(text, path);
    const id = Number(/\d+/.exec(path)?.[0]);
    const story = decodeStory(commit.files.get(storyPath(id)) ?? '', storyPath(id));
    if (!HAS_ENDED.has(story.status) && !waitOf({ ...story, plan }, DEFAULT_CONFIG))
      witness.report('stuck', 'an epic waits without saying for what', `epic ${id}: ${story.status}`);
  };

  return {
    opened,
    commit(commit, before) {
      for (const [path, text] of commit.files) {
        const old = before?.files.get(path);
        if (old === text) continue;
        try {
          if (path.startsWith('epics/')) heedPlan(commit, text, path);
          const id = parseStoryPath(path);
          if (id !== undefined)
            heedStart(decodeStory(text, path), old === undefined ? undefined : decodeStory(old, path), commit);
        } catch (error) {
          witness.report('illegal', 'a file was committed that cannot be read', String(error));
        }
      }
    },
  };
}
