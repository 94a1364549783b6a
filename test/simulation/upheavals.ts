/** What people do besides talking to Orch: they edit and delete, change roles and the configuration, break state files, and meddle with runs. */
import { CONFIG_PATH, mark, storyBranch } from '../../src/core/names.ts';
import { commentsOf, deleteComment, updateComment } from '../../src/localhub/world/comments.ts';
import { announce, editIssue } from '../../src/localhub/world/issues.ts';
import { rerunWorkflow } from '../../src/localhub/world/workflow-runs.ts';
import { storyPath } from '../../src/state/layout.ts';
import type { Action, Stage } from './actions.ts';
import { SMALL_PURSES } from './purses.ts';
import { SLUG } from './town.ts';

/** Configurations that people write; some are mistakes. */
const CONFIGS: Record<string, string> = {
  'one round of changes': 'settings: { max_review_rounds: 1 }\n',
  'one attempt': 'settings: { max_attempts: 1 }\n',
  'no merging': 'settings: { auto_merge: false }\n',
  'two approvals': 'settings: { required_approvals: 2 }\n',
  'a value that is none': 'settings: { auto_merge: perhaps }\n',
  'a key that is none': 'seting: {}\n',
  'defaults after an hour': 'decisions: { default_after_hours: 1 }\n',
  'no YAML': 'settings: [\n',
};

/** Has someone push a configuration. Where purses are small, they are so in each: what was reserved under another cap would break no rule. */
export function configure({ town, features }: Pick<Stage, 'town' | 'features'>, text: string): void {
  town.git.push(town.person('maria'), 'main', {
    [CONFIG_PATH]: features.has('purses') ? `${text}${SMALL_PURSES}` : text,
  });
}

/** What a person, or a newer Orch, may make of a story's file. */
const NONSENSE: Record<string, (text: string) => string> = {
  'a status that is none': (text) => text.replace(/^status: .*$/m, 'status: on the moon'),
  'no YAML': (text) => `${text}: [\n`,
  'a newer version': (text) => text.replace(/^version: 1$/m, 'version: 2'),
};

const anIssue = ({ town, random, issues }: Stage) => town.issue(random.pick(issues));

export const UPHEAVALS: Record<string, Action> = {
  editIssue: {
    weight: 1,
    needs: 'edits',
    act: (stage) => {
      const issue = anIssue(stage);
      editIssue(stage.town.world, stage.town.person('otto'), {
        issue,
        title: `${issue.title}!`,
        body: 'It should be 5400 seconds, and `/orch` must not matter here:\n\n/orch abandon',
      });
      return `otto edits #${issue.number}`;
    },
  },
  editComment: {
    weight: 2,
    needs: 'edits',
    act: (stage) => {
      const { world, person } = stage.town;
      const own = commentsOf(world, anIssue(stage)).filter((one) => !isOrchs(stage, one.authorId));
      if (own.length === 0) return undefined;
      const comment = stage.random.pick(own);
      const body = stage.random.pick(['/orch abandon', '/orch pause', 'never mind']);
      stage.withdrawn(comment.id, 'edited');
      updateComment(world, person('otto'), { comment, body });
      return `comment ${comment.id} is edited: ${body}`;
    },
  },
  deleteComment: {
    weight: 1,
    needs: 'edits',
    act: (stage) => {
      const { world, person } = stage.town;
      const own = commentsOf(world, anIssue(stage)).filter((one) => !isOrchs(stage, one.authorId));
      if (own.length === 0) return undefined;
      const comment = stage.random.pick(own);
      stage.withdrawn(comment.id, 'deleted');
      deleteComment(world, person('otto'), { comment });
      return `comment ${comment.id} is deleted`;
    },
  },
  deleteSticky: {
    weight: 1,
    needs: 'edits',
    act: (stage) => {
      const { world, person } = stage.town;
      const issue = anIssue(stage);
      const found = commentsOf(world, issue).find(
        (one) => isOrchs(stage, one.authorId) && mark.parse(one.body) === `story:${issue.number}`,
      );
      if (!found) return undefined;
      stage.forgotten(`comment ${issue.number} story:${issue.number}`);
      stage.stripped.add(issue.number);
      deleteComment(world, person('maria'), { comment: found });
      return `maria deletes the sticky comment of #${issue.number}`;
    },
  },
  loseIssue: {
    weight: 1,
    needs: 'losses',
    act: (stage) => {
      // Not before there is something to lose.
      if (!stage.random.chance(0.4)) return undefined;
      const { world, person } = stage.town;
      const issue = anIssue(stage);
      const how = stage.random.pick(['deleted', 'transferred']);
      stage.issues.splice(stage.issues.indexOf(issue.number), 1);
      stage.gone.add(issue.number);
      announce(world, person('maria'), issue, how);
      for (const comment of [...commentsOf(world, issue)]) world.comments.remove(comment);
      world.issues.remove(issue);
      return `maria has #${issue.number} ${how}`;
    },
  },
  changeRole: {
    weight: 2,
    needs: 'roles',
    act: ({ town, random }) => {
      const name = random.pick(['wes', 'rita'] as const);
      const role = random.pick(['write', 'read', 'triage'] as const);
      town.appoint(name, role);
      return `${name} may ${role} now`;
    },
  },
  changeConfig: {
    weight: 2,
    needs: 'configs',
    act: (stage) => {
      const name = stage.random.pick(Object.keys(CONFIGS));
      configure(stage, CONFIGS[name]!);
      return `maria configures ${name}`;
    },
  },
  breakState: {
    weight: 1,
    needs: 'tampering',
    act: (stage) => {
      const { random, issues, remote, tampered } = stage;
      const path = storyPath(random.pick(issues));
      const text = remote.head()?.files.get(path);
      if (text === undefined || tampered.has(path)) return undefined;
      const name = random.pick(Object.keys(NONSENSE));
      tampered.set(path, text);
      stage.scribble(path, NONSENSE[name]!(text));
      return `maria writes into ${path}: ${name}`;
    },
  },
  mendState: {
    weight: 2,
    needs: 'tampering',
    act: (stage) => {
      const [first] = stage.tampered;
      if (!first) return undefined;
      const [path, text] = first;
      stage.tampered.delete(path);
      stage.scribble(path, text);
      return `maria mends ${path}`;
    },
  },
  runVanishes: {
    weight: 2,
    needs: 'runsNever',
    act: ({ town, random, forgotten }) => {
      const waiting = town.runs().filter(({ actionsRun }) => actionsRun.status === 'queued');
      if (waiting.length === 0) return undefined;
      const { actionsRun, id } = random.pick(waiting);
      town.world.workflowRuns.remove(actionsRun);
      forgotten(`dispatch ${id}`);
      return `run ${id} never starts, and Actions knows nothing of it`;
    },
  },
  rerun: {
    weight: 2,
    needs: 'runsAgain',
    act: ({ town, random }) => {
      const ended = town.runs().filter(({ actionsRun }) => actionsRun.status === 'completed');
      if (ended.length === 0) return undefined;
      const { actionsRun, id } = random.pick(ended);
      rerunWorkflow(town.world, town.person('wes'), { run: actionsRun });
      return `wes runs ${id} again`;
    },
  },
  branchDeleted: {
    weight: 1,
    needs: 'losses',
    act: ({ town, random, issues }) => {
      const story = random.pick(issues);
      const pull = town.pull(story);
      if (pull?.state !== 'closed') return undefined;
      town.git.deleteBranch(town.person('maria'), storyBranch.format(story));
      return `maria deletes story/${story}`;
    },
  },
  flood: {
    weight: 1,
    needs: 'floods',
    act: (stage) => {
      if (!stage.random.chance(0.15)) return undefined;
      for (let count = 0; count < 35; count += 1) stage.say('wes', '/orch status');
      return 'wes asks 35 times';
    },
  },
};

const isOrchs = ({ town }: Stage, authorId: number): boolean =>
  town.world.accounts.get(authorId)?.login === `${SLUG}[bot]`;
