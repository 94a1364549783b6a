/** What people do with an epic and its stories, besides what they do with any story. */
import { addBlockedBy, blockersOf, removeBlockedBy } from '../../../src/localhub/world/dependencies.ts';
import { closeIssue, openIssue, reopenIssue } from '../../../src/localhub/world/issues.ts';
import { submitReview } from '../../../src/localhub/world/reviews.ts';
import { addSubIssue, removeSubIssue } from '../../../src/localhub/world/sub-issues.ts';
import { type Action, type Stage, say } from '../actions.ts';
import { deliver } from '../runs.ts';
import { WRITERS } from '../town.ts';
import { configure } from '../upheavals.ts';
import { asMarkdown, nextTask, PLAN_PATH } from './drawn-plan.ts';
import { drawSettings, type Epic, epicIn } from './epic.ts';

/** What people say to an epic, whether or not it fits. */
const WORDS = [
  'sprint plan',
  'sprint plan reading durations',
  'sprint start',
  'sprint status',
  'sprint pause',
  'sprint resume',
  'sprint review',
  'sprint close',
  'sprint cancel',
  'feedback the stories were too large',
  'backlog',
  'priority 1',
  'stories',
  `stories ${PLAN_PATH}`,
] as const;

/** What people say to a story, whether or not it fits. */
const STORY_WORDS = ['start', 'start', 'skip', 'abandon', 'retry', 'pause', 'resume', 'priority 1', 'priority 4'];

/** With the epic, where it is there. */
const withEpic =
  (act: (stage: Stage, epic: Epic) => string | undefined) =>
  (stage: Stage): string | undefined =>
    stage.epic && stage.issues.includes(stage.epic.number) ? act(stage, stage.epic) : undefined;

/** With one of its stories. */
const withStory = (act: (stage: Stage, epic: Epic, story: number) => string | undefined) =>
  withEpic((stage, epic) => {
    const stories = stage.issues.filter((issue) => issue !== epic.number);
    return stories.length > 0 ? act(stage, epic, stage.random.pick(stories)) : undefined;
  });

/** What brings an epic forward from where it stands. */
function fittingWord({ town, remote, random }: Stage, number: number): string | undefined {
  const epic = epicIn(town, remote, number);
  if (epic?.status === 'blocked') return 'sprint resume';
  switch (epic?.plan?.cycle) {
    case undefined:
    case 'idle':
      return undefined;
    case 'backlog_ready':
      return 'sprint plan';
    case 'sprint_planned':
      return 'sprint start';
    case 'sprint_active':
      return random.pick(['feedback small ones went best', 'sprint status', 'sprint pause', undefined, undefined]);
    case 'sprint_review':
      return random.pick(['feedback it went well', undefined, undefined]);
  }
}

const speak = (stage: Stage, issue: number, words: string): string | undefined =>
  say({ ...stage, issues: [issue] }, stage.random.pick(WRITERS), `/orch ${words}`);

export const EPICS: Record<string, Action> = {
  workOn: {
    weight: 22,
    needs: 'epics',
    act: async (stage) => {
      const { town, random } = stage;
      const active = town.runs().filter(({ actionsRun }) => actionsRun.status !== 'completed');
      if (active.length === 0) return undefined;
      const { id, actionsRun } = random.pick(active);
      const told = await deliver(stage, id);
      town.end(actionsRun, told.includes('refused') ? 'failure' : 'success');
      return told;
    },
  },
  leadEpic: {
    weight: 16,
    needs: 'epics',
    act: withEpic((stage, { number }) => {
      const words = fittingWord(stage, number);
      return words === undefined ? undefined : speak(stage, number, words);
    }),
  },
  disturbEpic: {
    weight: 4,
    needs: 'epics',
    act: withEpic((stage, { number }) => speak(stage, number, stage.random.pick(WORDS))),
  },
  disturbStory: {
    weight: 4,
    needs: 'epics',
    act: withStory((stage, _, story) => speak(stage, story, stage.random.pick(STORY_WORDS))),
  },
  approveAny: {
    weight: 22,
    needs: 'epics',
    act: (stage) => {
      const { town, random, issues } = stage;
      const open = issues.flatMap((issue) => {
        const pull = town.pull(issue);
        return pull?.state === 'open' ? [pull] : [];
      });
      if (open.length === 0) return undefined;
      const [pull, by] = [random.pick(open), random.pick(WRITERS)];
      submitReview(town.world, town.person(by), { issue: pull, event: 'APPROVE', body: '' });
      return `${by} reviews #${pull.number} at ${pull.pullRequest.headSha.slice(0, 8)}: APPROVE`;
    },
  },
  closeStory: {
    weight: 1,
    needs: 'epics',
    act: withStory(({ town, random }, _, story) => {
      const issue = town.issue(story);
      const maria = town.person('maria');
      if (issue.state === 'closed') {
        reopenIssue(town.world, maria, { issue });
        return `maria opens #${story} again`;
      }
      const reason = random.pick(['completed', 'not_planned'] as const);
      closeIssue(town.world, maria, { issue, reason });
      return `maria closes #${story} as ${reason}`;
    }),
  },
  tie: {
    weight: 2,
    needs: 'epics',
    act: withStory((stage, epic, story) => {
      const { town, random, issues } = stage;
      // Half of what people wait for is no story of the epic.
      const stories = issues.filter((issue) => issue !== epic.number && issue !== story);
      const outside = stories.length === 0 || random.chance(0.5);
      const blocker = outside
        ? openIssue(town.world, town.person('otto'), { repository: town.repository, title: 'Buy a clock', body: '' })
        : town.issue(random.pick(stories));
      if (outside) epic.outsiders.push(blocker.number);
      epic.untied.delete(`${story} ${blocker.number}`);
      addBlockedBy(town.world, town.person('wes'), { issue: town.issue(story), blocker });
      return `wes lets #${story} wait for #${blocker.number}`;
    }),
  },
  untie: {
    weight: 2,
    needs: 'epics',
    act: withStory(({ town, random }, epic, story) => {
      const issue = town.issue(story);
      const blockers = blockersOf(town.world, issue);
      if (blockers.length === 0) return undefined;
      const blocker = random.pick(blockers);
      epic.untied.add(`${story} ${blocker.number}`);
      removeBlockedBy(town.world, town.person('wes'), { issue, blocker });
      return `wes lets #${story} wait for #${blocker.number} no more`;
    }),
  },
  closeOutsider: {
    weight: 2,
    needs: 'epics',
    act: withEpic(({ town, random }, { outsiders }) => {
      const open = outsiders.filter((number) => town.issue(number).state === 'open');
      if (open.length === 0) return undefined;
      const issue = town.issue(random.pick(open));
      closeIssue(town.world, town.person('otto'), { issue, reason: 'completed' });
      return `otto closes #${issue.number}`;
    }),
  },
  detach: {
    weight: 1,
    needs: 'epics',
    act: withStory(({ town, random }, epic, story) => {
      const issue = town.issue(story);
      if (issue.parentId === null || !random.chance(0.4)) return undefined;
      epic.loosened.add(story);
      removeSubIssue(town.world, town.person('maria'), { issue });
      return `maria takes #${story} out of #${epic.number}`;
    }),
  },
  attach: {
    weight: 1,
    needs: 'epics',
    act: withEpic((stage, { number }) => {
      const { town, issues, random } = stage;
      if (issues.length > MOST_ISSUES || !random.chance(0.5)) return undefined;
      const maria = town.person('maria');
      const labels = random.chance(0.7) ? ['orch:story'] : [];
      const issue = openIssue(town.world, maria, { repository: town.repository, title: 'By hand', body: '', labels });
      addSubIssue(town.world, maria, { parent: town.issue(number), issue });
      issues.push(issue.number);
      return `maria puts #${issue.number} into #${number}${labels.map((label) => `, labelled ${label}`).join('')}`;
    }),
  },
  editPlan: {
    weight: 1,
    needs: 'epics',
    act: withEpic(({ town, random }, { tasks, planned }) => {
      if (planned) return undefined;
      const edits = {
        'one task more': asMarkdown([...tasks, nextTask(tasks)]),
        'a dependency on nothing': asMarkdown(tasks).replace(/Part 1$/m, 'Part 1 (depends on 7.7)'),
        'as it was': asMarkdown(tasks),
      };
      const name = random.pick(Object.keys(edits) as (keyof typeof edits)[]);
      town.git.push(town.person('maria'), 'main', { [PLAN_PATH]: edits[name] });
      return `maria edits ${PLAN_PATH}: ${name}`;
    }),
  },
  leadOtherwise: {
    weight: 1,
    needs: 'epics',
    act: (stage) => {
      const settings = drawSettings(stage.random);
      configure(stage, settings);
      return `maria configures ${settings.trim().replaceAll('\n', ', ')}`;
    },
  },
};

/** Issues beyond which nobody adds one by hand. */
const MOST_ISSUES = 9;
