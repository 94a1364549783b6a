/**
 * What people and Actions may do next. Each entry tells in one line what it did, or answers undefined when it does not fit the world as it
 * is; so dropping one while shrinking leaves the others possible.
 */
import { parseCommands } from '../../src/core/command-line.ts';
import { runId, storyBranch } from '../../src/core/names.ts';
import { standing } from '../../src/deliver/record.ts';
import { createCheckRun } from '../../src/localhub/world/checks.ts';
import { createComment } from '../../src/localhub/world/comments.ts';
import { closeIssue, openIssue, reopenIssue } from '../../src/localhub/world/issues.ts';
import { addLabels, labelsOf, removeLabel } from '../../src/localhub/world/labels.ts';
import { appById, refSha } from '../../src/localhub/world/lookups.ts';
import { checkMergeable, closePullRequest, mergePullRequest } from '../../src/localhub/world/pulls.ts';
import { dismissReview, reviewsOf, submitReview } from '../../src/localhub/world/reviews.ts';
import { HubError, type PullIssue, type WorkflowRun } from '../../src/localhub/world/types.ts';
import { ACTIONS_APP_ID } from '../../src/localhub/world/world.ts';
import { decodeRun } from '../../src/state/codec.ts';
import { createMemoryStore, type MemoryRemote } from '../../src/state/memory-store.ts';
import { deliverRun } from '../scenarios/runner.ts';
import type { Feature } from './features.ts';
import type { Random } from './random.ts';
import { type Name, STRANGERS, type Town, WRITERS } from './town.ts';

export interface Stage {
  town: Town;
  remote: MemoryRemote;
  random: Random;
  features: ReadonlySet<Feature>;
  /** The issues there are. */
  issues: number[];
  clock: () => Date;
  transactionId: () => string;
  /** Told of every comment that holds a command. */
  spoken: (command: Spoken) => void;
  /** Plays the deliver job of a run without its checks, for a planted bug. */
  deliverUnchecked?: ((run: string) => Promise<void>) | undefined;
}

export interface Spoken {
  comment: number;
  /** The comment's node id is made from this number too; reactions name it. */
  issue: number;
  on: number;
  by: Name;
  text: string;
}

interface Action {
  weight: number;
  needs?: Feature;
  act: (stage: Stage) => string | undefined | Promise<string | undefined>;
}

const say = (stage: Stage, by: Name, text: string, where: 'issue' | 'pull' = 'issue'): string | undefined => {
  const story = stage.random.pick(stage.issues);
  const pull = where === 'pull' ? stage.town.pull(story) : undefined;
  const issue = pull ?? stage.town.issue(story);
  const comment = createComment(stage.town.world, stage.town.person(by), { issue, body: text });
  if (parseCommands(text).length > 0) stage.spoken({ comment: comment.id, issue: story, on: issue.number, by, text });
  return `${by} says on #${issue.number} (${comment.id}): ${text}`;
};

const openPull = ({ town, random, issues }: Stage): { story: number; pull: PullIssue } | undefined => {
  const story = random.pick(issues);
  const pull = town.pull(story);
  return pull?.state === 'open' ? { story, pull } : undefined;
};

const review = (stage: Stage, by: Name, event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT'): string | undefined => {
  const found = openPull(stage);
  if (!found) return undefined;
  const { pull } = found;
  submitReview(stage.town.world, stage.town.person(by), {
    issue: pull,
    event,
    body: event === 'APPROVE' ? '' : 'rather not',
  });
  return `${by} reviews #${pull.number} at ${pull.pullRequest.headSha.slice(0, 8)}: ${event}`;
};

const activeRun = ({ town, random }: Stage): { actionsRun: WorkflowRun; id: string } | undefined => {
  const active = town.runs().filter(({ actionsRun }) => actionsRun.status !== 'completed');
  return active.length > 0 ? random.pick(active) : undefined;
};

/** Plays the deliver job of a run, whether or not anybody still waits for it: that is for its own code to find out. */
export async function deliver(
  stage: Stage,
  id: string,
  how: { fails?: string; stop?: 'done' | 'budget' | 'turns' } = {},
): Promise<string> {
  const { town, remote, clock, transactionId, random } = stage;
  const story = town.story(runId.parse(id)?.story ?? 0);
  const place = story?.runs.findIndex((run) => run.id === id) ?? -1;
  if (!story || place < 0) return `the deliver job of ${id} finds no record`;
  const { git, actions: actor } = town;
  try {
    // As the job does: nothing is pushed for a run that nobody waits for.
    const store = createMemoryStore(remote, { transactionId, delay: async () => {}, random: random.next });
    const record = story.runs[place]!.record;
    const { brief } = decodeRun(remote.head()!.files.get(record)!, record);
    const stands = await standing(await store.refresh(), brief);
    if (stands.kind === 'superseded') throw new Error(stands.reason);
    const until = { ...story, runs: story.runs.slice(0, place + 1) };
    const changes = { [`src/${story.id}.js`]: `// ${id} ${transactionId()}\n` };
    await deliverRun({ remote, git, actor, clock, transactionId }, until, { changes, ...how });
    return `run ${id} delivers${how.fails ? ` a failure (${how.stop ?? 'done'})` : ''}`;
  } catch (error) {
    await stage.deliverUnchecked?.(id);
    return `run ${id} is refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export const ACTIONS: Record<string, Action> = {
  open: {
    weight: 3,
    act: ({ town, issues, features }) => {
      if (issues.length >= (features.has('manyStories') ? 3 : 1)) return undefined;
      const number = openIssue(town.world, town.person('otto'), {
        repository: town.repository,
        title: 'Parse "1h 30m"',
        body: 'It should be 5400 seconds.',
      }).number;
      issues.push(number);
      return `otto opens #${number}`;
    },
  },
  label: {
    weight: 4,
    act: (stage) => {
      const { town, random, issues, features } = stage;
      const issue = town.issue(random.pick(issues));
      const by = features.has('strangers') && random.chance(0.3) ? 'tess' : random.pick(WRITERS);
      const name = random.chance(0.8) ? 'orch:run' : 'orch:story';
      if (labelsOf(town.world, issue).some((label) => label.name === name)) {
        if (!random.chance(0.3)) return undefined;
        removeLabel(town.world, town.person(by), { issue, name });
        return `${by} takes ${name} off #${issue.number}`;
      }
      addLabels(town.world, town.person(by), { issue, names: [name] });
      return `${by} labels #${issue.number} ${name}`;
    },
  },
  start: { weight: 2, act: (stage) => say(stage, stage.random.pick(WRITERS), '/orch start') },
  ask: {
    weight: 2,
    act: (stage) => {
      const by = stage.random.pick([...WRITERS, ...STRANGERS]);
      const text = stage.random.pick(['/orch status', '/orch why', '/orch help', '/orch pasue', '/orch changes']);
      return say(stage, by, text, stage.random.pick(['issue', 'pull']));
    },
  },
  stop: {
    weight: 3,
    needs: 'impatience',
    act: (stage) => {
      const text = stage.random.pick(['/orch pause', '/orch pause\n/orch resume', '/orch skip', '/orch abandon']);
      return say(stage, stage.random.pick(WRITERS), text, stage.random.pick(['issue', 'pull']));
    },
  },
  goOn: {
    weight: 3,
    needs: 'impatience',
    act: (stage) =>
      say(
        stage,
        stage.random.pick(WRITERS),
        stage.random.pick(['/orch resume', '/orch retry', '/orch resume\n\n/orch status']),
      ),
  },
  meddle: {
    weight: 2,
    needs: 'strangers',
    act: (stage) => {
      const text = stage.random.pick([
        '/orch start',
        '/orch pause',
        '/orch abandon',
        '/orch retry',
        '/orch changes now',
      ]);
      return say(stage, stage.random.pick(STRANGERS), text, stage.random.pick(['issue', 'pull']));
    },
  },
  chat: {
    weight: 2,
    needs: 'chatter',
    act: (stage) =>
      say(
        stage,
        stage.random.pick([...WRITERS, ...STRANGERS]),
        stage.random.pick(['nice', '> /orch abandon', '`/orch skip`']),
      ),
  },
  approve: { weight: 5, act: (stage) => review(stage, stage.random.pick(WRITERS), 'APPROVE') },
  approveAsStranger: { weight: 2, needs: 'strangers', act: (stage) => review(stage, 'rita', 'APPROVE') },
  refuse: {
    weight: 2,
    needs: 'reviewers',
    act: (stage) => review(stage, stage.random.pick(WRITERS), 'REQUEST_CHANGES'),
  },
  askForChanges: {
    weight: 1,
    needs: 'reviewers',
    act: (stage) => say(stage, 'wes', '/orch changes another name', stage.random.pick(['issue', 'pull'])),
  },
  dismiss: {
    weight: 1,
    needs: 'reviewers',
    act: (stage) => {
      const pull = openPull(stage)?.pull;
      const seen =
        pull &&
        reviewsOf(stage.town.world, pull).findLast((one) => one.state !== 'COMMENTED' && one.state !== 'DISMISSED');
      if (!pull || !seen) return undefined;
      dismissReview(stage.town.world, stage.town.person('maria'), { issue: pull, review: seen, message: 'too early' });
      return `maria dismisses a review of #${pull.number}`;
    },
  },
  push: {
    weight: 2,
    needs: 'reviewers',
    act: (stage) => {
      const found = openPull(stage);
      if (!found) return undefined;
      const { town, transactionId } = stage;
      const sha = town.git.push(town.person('wes'), storyBranch.format(found.story), {
        [`src/${found.story}.js`]: `// ${transactionId()}\n`,
      });
      return `wes pushes ${sha.slice(0, 8)} to story/${found.story}`;
    },
  },
  closeIssue: {
    weight: 1,
    needs: 'closers',
    act: ({ town, random, issues }) => {
      const issue = town.issue(random.pick(issues));
      if (issue.state === 'open') {
        closeIssue(town.world, town.person('maria'), { issue, reason: 'not_planned' });
        return `maria closes #${issue.number}`;
      }
      reopenIssue(town.world, town.person('maria'), { issue });
      return `maria opens #${issue.number} again`;
    },
  },
  closePull: {
    weight: 1,
    needs: 'closers',
    act: (stage) => {
      const pull = openPull(stage)?.pull;
      if (!pull) return undefined;
      closePullRequest(stage.town.world, stage.town.person('wes'), { issue: pull });
      return `wes closes #${pull.number}`;
    },
  },
  mergePull: {
    weight: 1,
    needs: 'closers',
    act: (stage) => {
      const pull = openPull(stage)?.pull;
      if (!pull) return undefined;
      const { world, repository, git, person } = stage.town;
      const { headSha: head, baseRef } = pull.pullRequest;
      const baseBefore = refSha(world, repository, `refs/heads/${baseRef}`)!;
      checkMergeable(world, { issue: pull });
      const made = git.merge({ base: baseBefore, head, method: 'merge', message: `Merge #${pull.number}` });
      if (!made) return undefined;
      mergePullRequest(world, person('maria'), {
        issue: pull,
        mergeCommitSha: made.sha,
        baseBefore,
        commits: made.commits,
      });
      return `maria merges #${pull.number}`;
    },
  },
  check: {
    weight: 3,
    needs: 'checks',
    act: (stage) => {
      const pull = openPull(stage)?.pull;
      if (!pull) return undefined;
      const { world, repository, actions } = stage.town;
      const conclusion = stage.random.pick(['success', 'success', 'failure'] as const);
      const { headSha } = pull.pullRequest;
      createCheckRun(world, actions, {
        repository,
        app: appById(world, ACTIONS_APP_ID),
        name: 'ci',
        headSha,
        conclusion,
      });
      return `the check ci on #${pull.number} ends with ${conclusion}`;
    },
  },
  runDelivers: {
    weight: 9,
    act: async (stage) => {
      const run = activeRun(stage);
      if (!run) return undefined;
      const fails = stage.features.has('runsFail') && stage.random.chance(0.4);
      const told = await deliver(
        stage,
        run.id,
        fails ? { fails: 'the tests never passed', stop: stage.random.pick(['done', 'turns', 'budget']) } : {},
      );
      // A run that is refused ends in failure; a run that is slow to end has delivered all the same.
      if (stage.random.chance(0.8)) stage.town.end(run.actionsRun, told.includes('refused') ? 'failure' : 'success');
      return told;
    },
  },
  runVanishes: {
    weight: 3,
    needs: 'runsVanish',
    act: (stage) => {
      const run = activeRun(stage);
      if (!run) return undefined;
      const conclusion = stage.random.pick(['failure', 'timed_out', 'cancelled'] as const);
      stage.town.end(run.actionsRun, conclusion);
      return `run ${run.id} ends without a result (${conclusion})`;
    },
  },
  runAgain: {
    weight: 3,
    needs: 'runsAgain',
    act: async (stage) => {
      const ended = stage.town.runs().filter(({ actionsRun }) => actionsRun.status === 'completed');
      if (ended.length === 0) return undefined;
      return `once more: ${await deliver(stage, stage.random.pick(ended).id)}`;
    },
  },
  obeyCancel: {
    weight: 5,
    act: ({ town }) => {
      const run = town
        .runs()
        .find(({ actionsRun }) => actionsRun.cancelRequestedAt && actionsRun.status !== 'completed');
      if (!run) return undefined;
      town.end(run.actionsRun, 'cancelled');
      return `run ${run.id} stops as it was told`;
    },
  },
};

/** Does one thing, chosen by weight among those that the seed has switched on. GitHub may say no; that is told and nothing more. */
export async function doSomething(stage: Stage): Promise<string | undefined> {
  try {
    return await choose(stage).act(stage);
  } catch (error) {
    if (error instanceof HubError) return `GitHub says no: ${error.message}`;
    throw error;
  }
}

function choose({ random, features, issues }: Stage): Action {
  if (issues.length === 0) return ACTIONS.open!;
  const open = Object.values(ACTIONS).filter(({ needs }) => !needs || features.has(needs));
  const tickets = open.flatMap((action) => Array.from({ length: action.weight }, () => action));
  return random.pick(tickets);
}

/** Opens an issue and labels it at once, for schedules in which everything that is said can be found again. */
export async function begin(stage: Stage): Promise<string> {
  const told = await ACTIONS.open!.act({ ...stage, issues: [], features: new Set() });
  const number = Number(/#(\d+)$/.exec(told ?? '')?.[1]);
  stage.issues.push(number);
  addLabels(stage.town.world, stage.town.person('wes'), { issue: stage.town.issue(number), names: ['orch:run'] });
  return `${told}, wes labels it orch:run`;
}
