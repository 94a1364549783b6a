/**
 * What must hold of an epic at every commit and at everything that happens on GitHub. Like the witness it keeps its own books: which issue was
 * opened for which task, since when an issue is open, since when another waits for it, and how many agents people allowed.
 */

import { DEFAULT_CONFIG } from '../../../src/core/config.ts';
import { sprintRuns } from '../../../src/core/ledger.ts';
import { CONFIG_PATH, mark, storyBranch } from '../../../src/core/names.ts';
import { HAS_ENDED, type Story } from '../../../src/core/story.ts';
import { waitOf } from '../../../src/core/waits.ts';
import { blockersOf } from '../../../src/localhub/world/dependencies.ts';
import type { Issue, WorldEvent } from '../../../src/localhub/world/types.ts';
import { listen } from '../../../src/localhub/world/world.ts';
import { decodeLedger, decodePlan, decodeStory } from '../../../src/state/codec.ts';
import { epicPath, LEDGER_PATH, parseStoryPath, storyPath } from '../../../src/state/layout.ts';
import type { MemoryCommit, MemoryRemote } from '../../../src/state/memory-store.ts';
import type { Stage } from '../actions.ts';
import type { Witness } from '../invariants.ts';
import { LAG } from '../lag.ts';
import { SLUG, type Town } from '../town.ts';

/** A decision is at most so much older than its commit (ms): a read that lags, and a few requests that are under way. */
const OLD = LAG + 60_000;
/** A process can stand still for so long (ms) at one request, and nothing that it does can stand still at more than two before a commit. */
const STANDS_STILL = 330_000;

/** What cannot be used of what people write into a configuration (`upheavals.ts`). */
const MISTAKES = /perhaps|seting|\[$/m;

/** How many stories may be worked on at once, when the configuration says nothing of it. */
const USUAL_SLOTS = 3;

export interface EpicWatch {
  /** The task that an issue was opened for, by the number of the issue. */
  readonly opened: ReadonlyMap<number, string>;
  /** Whether the pull request from a branch may be merged without an approval: a document of an epic that goes its way by itself. */
  mayMergeAlone(branch: string): boolean;
  commit(commit: MemoryCommit, before: MemoryCommit | undefined): void;
}

/** `pauses`: whether processes can stand still. What people took away, as the stage remembers it, may be opened anew. */
export function watchEpic(options: {
  town: Town;
  remote: MemoryRemote;
  witness: Witness;
  now: () => number;
  pauses: boolean;
  stage: () => Stage;
}): EpicWatch {
  const { town, remote, witness, now, pauses, stage } = options;
  const late = OLD + (pauses ? 2 * STANDS_STILL : 0);
  const opened = new Map<number, string>();
  const openSince = new Map<number, number>();
  const tiedSince = new Map<string, number>();
  let isMistaken = false;
  let mendedAt = Number.NEGATIVE_INFINITY;
  const settings = [{ from: 0, count: USUAL_SLOTS, alone: false }];

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
      if (
        task === key &&
        !stage().epic?.loosened.has(other) &&
        !stage().gone.has(other) &&
        mark.parse(town.find(other)?.body ?? '') === key
      )
        witness.report('doubled', 'a story was opened twice', `#${other} and #${issue.number} are ${key}`);
    opened.set(issue.number, key);
  };

  const heedConfig = (): void => {
    const text = town.file(CONFIG_PATH) ?? '';
    if (isMistaken) mendedAt = now();
    isMistaken = MISTAKES.test(text);
    if (isMistaken) return;
    const count = /max_concurrent_agents: (\d+)/.exec(text)?.[1];
    const alone = text.includes('mode: autonomous');
    settings.push({ from: now(), count: count === undefined ? USUAL_SLOTS : Number(count), alone });
  };

  /** What a decision could have gone by. While the configuration cannot be used, that is whichever was read last, and nobody but Orch knows which. */
  const inForce = () =>
    settings.filter(
      (_, index) =>
        isMistaken ||
        mendedAt >= now() - late ||
        (settings[index + 1]?.from ?? Number.POSITIVE_INFINITY) >= now() - late,
    );

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
    if (atWork > Math.max(...inForce().map(({ count }) => count)))
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
    mayMergeAlone(branch) {
      const story = storyBranch.parse(branch);
      const text = story === undefined ? undefined : remote.head()?.files.get(epicPath(story));
      if (story === undefined || text === undefined) return false;
      return inForce().some(({ alone }) => alone) && decodePlan(text, epicPath(story)).workflow !== 'stories';
    },
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
