/**
 * What people and Actions may do next. Each entry tells in one line what it did, or answers undefined when it does not fit the world as it
 * is; so dropping one while shrinking leaves the others possible.
 */
import { parseCommands } from '../../src/core/command-line.ts';
import { questionKey } from '../../src/core/decide/questions.ts';
import { storyBranch } from '../../src/core/names.ts';
import type { Story } from '../../src/core/story.ts';
import { createCheckRun } from '../../src/localhub/world/checks.ts';
import { createComment, updateComment } from '../../src/localhub/world/comments.ts';
import { closeIssue, openIssue, reopenIssue } from '../../src/localhub/world/issues.ts';
import { addLabels, labelsOf, removeLabel } from '../../src/localhub/world/labels.ts';
import { appById, refSha } from '../../src/localhub/world/lookups.ts';
import { checkMergeable, closePullRequest, mergePullRequest } from '../../src/localhub/world/pulls.ts';
import { addReaction } from '../../src/localhub/world/reactions.ts';
import { dismissReview, reviewsOf, submitReview } from '../../src/localhub/world/reviews.ts';
import { HubError, type PullIssue } from '../../src/localhub/world/types.ts';
import { ACTIONS_APP_ID } from '../../src/localhub/world/world.ts';
import type { MemoryRemote } from '../../src/state/memory-store.ts';
import type { Epic } from './epics/epic.ts';
import { EPICS } from './epics/people.ts';
import type { Feature } from './features.ts';
import { marked } from './invariants.ts';
import type { Random } from './random.ts';
import { RUNS } from './runs.ts';
import { type Name, STRANGERS, type Town, WRITERS } from './town.ts';
import { UPHEAVALS } from './upheavals.ts';

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
  /** Issues that were deleted or transferred. */
  gone: Set<number>;
  /** State files that a person broke, as they were before. */
  tampered: Map<string, string>;
  /** Writes a state file past all checks, as a person with an editor does. */
  scribble: (path: string, text: string) => void;
  /** Told of a comment that its author changed or took back: it may or may not have been heard. */
  withdrawn: (comment: number, how: 'edited' | 'deleted') => void;
  /** Told of what a person took away that Orch had made: it may come again. */
  forgotten: (key: string) => void;
  /** Stories whose sticky comment a person deleted. */
  stripped: Set<number>;
  /** The epic that the schedule is about, where it is about one. */
  epic?: Epic;
  /** Has someone say something on one of the issues. */
  say: (by: Name, text: string) => void;
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

export interface Action {
  weight: number;
  needs?: Feature;
  act: (stage: Stage) => string | undefined | Promise<string | undefined>;
}

export const say = (stage: Stage, by: Name, text: string, where: 'issue' | 'pull' = 'issue'): string | undefined => {
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
    weight: 3,
    act: (stage) => {
      const { town, random, issues, features } = stage;
      const issue = town.issue(random.pick(issues));
      // A story that is on its way hears of labels now and then, and others all the time.
      if (town.story(issue.number)?.runs.length && !random.chance(0.2)) return undefined;
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
  start: { weight: 1, act: (stage) => say(stage, stage.random.pick(WRITERS), '/orch start') },
  ask: {
    weight: 1,
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
  raise: {
    weight: 2,
    needs: 'purses',
    act: (stage) => {
      const by = stage.features.has('strangers') && stage.random.chance(0.3) ? 'rita' : stage.random.pick(WRITERS);
      return say(stage, by, stage.random.pick(['/orch budget 1', '/orch budget 2', '/orch cost']));
    },
  },
  answer: {
    weight: 6,
    needs: 'questions',
    act: (stage) => {
      const by = stage.features.has('strangers') && stage.random.chance(0.2) ? 'rita' : stage.random.pick(WRITERS);
      const text = stage.random.pick([
        '/orch answer 1',
        '/orch answer 2',
        '/orch answer in my own words',
        '/orch answer default',
      ]);
      return say(
        stage,
        by,
        stage.random.chance(0.15) ? stage.random.pick(['/orch override 1 no', '/orch decisions']) : text,
      );
    },
  },
  tick: {
    weight: 2,
    needs: 'questions',
    act: (stage) => {
      const { town, random } = stage;
      const story = random.pick(stage.issues);
      const key = questionKey(town.story(story) ?? ({ status: 'untracked' } as Story));
      const comment = key === undefined ? undefined : marked(town, story, key)[0];
      if (!comment) return undefined;
      const by = random.pick(WRITERS);
      if (random.chance(0.5)) {
        addReaction(town.world, town.person(by), {
          comment,
          content: random.pick(['rocket', 'hooray', 'heart', '+1']),
        });
        return `${by} reacts to the question of #${story}`;
      }
      const option = 1 + random.below(2);
      const body = comment.body.replace(`- [ ] ${option}. `, `- [x] ${option}. `);
      if (body === comment.body) return undefined;
      updateComment(town.world, town.person(by), { comment, body });
      return `${by} ticks ${option} of the question of #${story}`;
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
  approve: { weight: 8, act: (stage) => review(stage, stage.random.pick(WRITERS), 'APPROVE') },
  approveAsStranger: { weight: 2, needs: 'strangers', act: (stage) => review(stage, 'rita', 'APPROVE') },
  refuse: {
    weight: 2,
    needs: 'reviewers',
    act: (stage) => review(stage, stage.random.pick(WRITERS), 'REQUEST_CHANGES'),
  },
  askForChanges: {
    weight: 2,
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
    weight: 4,
    needs: 'closers',
    act: (stage) => {
      // What is merged while nobody expects it is rarer than what is merged in review, and more interesting.
      const { town, issues } = stage;
      const unexpected = issues.filter(
        (issue) => town.story(issue)?.status !== 'review' && town.pull(issue)?.state === 'open',
      );
      const pull = openPull(unexpected.length > 0 ? { ...stage, issues: unexpected } : stage)?.pull;
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
};

const EVERYTHING: Record<string, Action> = { ...ACTIONS, ...RUNS, ...UPHEAVALS, ...EPICS };

/** What does not fit the world as it is, is drawn again so often; otherwise most schedules would end before anything has come of them. */
const DRAWS = 6;

/** Does one thing, chosen by weight among those that the seed has switched on. GitHub may say no; that is told and nothing more. */
export async function doSomething(stage: Stage): Promise<{ deed: string; told: string | undefined }> {
  let deed = '';
  for (let draw = 1; draw <= DRAWS; draw += 1) {
    deed = choose(stage);
    try {
      const told = await EVERYTHING[deed]!.act(stage);
      if (told !== undefined) return { deed, told };
    } catch (error) {
      if (error instanceof HubError) return { deed: 'refused', told: `GitHub says no: ${error.message}` };
      throw error;
    }
  }
  return { deed, told: undefined };
}

function choose({ random, features, issues }: Stage): string {
  if (issues.length === 0) return 'open';
  const open = Object.entries(EVERYTHING).filter(([, { needs }]) => !needs || features.has(needs));
  let ticket = random.below(open.reduce((sum, [, { weight }]) => sum + weight, 0));
  for (const [deed, { weight }] of open) {
    ticket -= weight;
    if (ticket < 0) return deed;
  }
  return 'open';
}

/** Opens an issue and labels it at once, for schedules in which everything that is said can be found again. */
export async function begin(stage: Stage): Promise<string> {
  const told = await ACTIONS.open!.act({ ...stage, issues: [], features: new Set() });
  const number = Number(/#(\d+)$/.exec(told ?? '')?.[1]);
  stage.issues.push(number);
  addLabels(stage.town.world, stage.town.person('wes'), { issue: stage.town.issue(number), names: ['orch:run'] });
  return `${told}, wes labels it orch:run`;
}
