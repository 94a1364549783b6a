/** Thirty short stories, each a sentence: what people, runs and checks do, one thing after another, with everything coming to rest in between. */
import { storyBranch } from '../../src/core/names.ts';
import { createCheckRun } from '../../src/localhub/world/checks.ts';
import { createComment } from '../../src/localhub/world/comments.ts';
import { closeIssue, reopenIssue } from '../../src/localhub/world/issues.ts';
import { addLabels } from '../../src/localhub/world/labels.ts';
import { appById } from '../../src/localhub/world/lookups.ts';
import { closePullRequest } from '../../src/localhub/world/pulls.ts';
import { dismissReview, reviewsOf, submitReview } from '../../src/localhub/world/reviews.ts';
import { ACTIONS_APP_ID } from '../../src/localhub/world/world.ts';
import { type Stage, say } from './actions.ts';
import { deliver } from './runs.ts';
import type { Name } from './town.ts';

/** One thing that somebody does. What no longer fits the world as it has become is left out. */
export type Step = (stage: Stage) => unknown;

const ISSUE = 1;
const pull = ({ town }: Stage) => {
  const found = town.pull(ISSUE);
  return found?.state === 'open' ? found : undefined;
};
const run = ({ town }: Stage) => town.runs().findLast(({ actionsRun }) => actionsRun.status !== 'completed');

const says =
  (text: string, by: Name = 'wes'): Step =>
  (stage) =>
    say({ ...stage, issues: [ISSUE] }, by, text);
const saysOnPull =
  (text: string): Step =>
  (stage) => {
    const issue = pull(stage);
    if (!issue) return;
    const comment = createComment(stage.town.world, stage.town.person('wes'), { issue, body: text });
    stage.spoken({ comment: comment.id, issue: ISSUE, on: issue.number, by: 'wes', text });
  };
const labels =
  (name: string, by: Name = 'wes'): Step =>
  ({ town }) =>
    addLabels(town.world, town.person(by), { issue: town.issue(ISSUE), names: [name] });
const starts = labels('orch:run');
const delivers: Step = async (stage) => {
  const found = run(stage);
  if (!found) return;
  await deliver(stage, found.id);
  stage.town.end(found.actionsRun, 'success');
};
const fails: Step = async (stage) => {
  const found = run(stage);
  if (!found) return;
  await deliver(stage, found.id, { fails: 'the tests never passed', stop: 'turns' });
  stage.town.end(found.actionsRun, 'success');
};
const ends =
  (conclusion: 'failure' | 'cancelled' | 'timed_out'): Step =>
  (stage) => {
    const found = run(stage);
    if (found) stage.town.end(found.actionsRun, conclusion);
  };
const reviews =
  (event: 'APPROVE' | 'REQUEST_CHANGES', by: Name = 'wes'): Step =>
  (stage) => {
    const issue = pull(stage);
    if (issue) submitReview(stage.town.world, stage.town.person(by), { issue, event, body: 'Another name.' });
  };
const approves = reviews('APPROVE');
const pushes: Step = (stage) => {
  const { town, transactionId } = stage;
  if (pull(stage)) town.git.push(town.person('wes'), storyBranch.format(ISSUE), { 'src/by-hand.js': transactionId() });
};
const checks =
  (conclusion: 'success' | 'failure'): Step =>
  (stage) => {
    const { world, repository, actions } = stage.town;
    const headSha = pull(stage)?.pullRequest.headSha;
    const app = appById(world, ACTIONS_APP_ID);
    if (headSha) createCheckRun(world, actions, { repository, app, name: 'ci', headSha, conclusion });
  };
const closes: Step = ({ town }) =>
  closeIssue(town.world, town.person('maria'), { issue: town.issue(ISSUE), reason: 'not_planned' });
const reopens: Step = ({ town }) => reopenIssue(town.world, town.person('maria'), { issue: town.issue(ISSUE) });
const closesPull: Step = (stage) => {
  const issue = pull(stage);
  if (issue) closePullRequest(stage.town.world, stage.town.person('wes'), { issue });
};
const dismisses: Step = (stage) => {
  const issue = pull(stage);
  const review = issue && reviewsOf(stage.town.world, issue).findLast((one) => one.state === 'CHANGES_REQUESTED');
  if (issue && review)
    dismissReview(stage.town.world, stage.town.person('maria'), { issue, review, message: 'Too early.' });
};

export const STORIES: Record<string, readonly Step[]> = {
  'wes labels an issue, a run delivers, wes approves, and it is merged': [starts, delivers, approves],
  'it is merged when its check has passed': [starts, delivers, checks('success'), approves],
  'a check fails, a second run repairs it, and it is merged': [
    starts,
    delivers,
    checks('failure'),
    delivers,
    checks('success'),
    approves,
  ],
  'wes asks for changes by a review, gets them, and approves': [
    starts,
    delivers,
    reviews('REQUEST_CHANGES'),
    delivers,
    approves,
  ],
  'wes asks for changes by a command on the pull request': [
    starts,
    delivers,
    saysOnPull('/orch changes another name'),
    delivers,
    approves,
  ],
  'maria dismisses what wes asked for, and approves': [
    starts,
    delivers,
    reviews('REQUEST_CHANGES', 'rita'),
    dismisses,
    reviews('APPROVE', 'maria'),
  ],
  'wes pushes to the branch after his approval was given': [starts, delivers, pushes, approves],
  'a triager puts it into the backlog, and wes starts it': [
    labels('orch:story', 'tess'),
    says('/orch start'),
    delivers,
    approves,
  ],
  'somebody without rights tries to start it': [says('/orch start', 'otto'), labels('orch:run', 'tess')],
  'wes pauses and resumes while a run is at work': [
    starts,
    says('/orch pause'),
    says('/orch resume'),
    delivers,
    approves,
  ],
  'wes pauses in review and resumes': [starts, delivers, says('/orch pause'), says('/orch resume'), approves],
  'wes pauses it in the backlog': [
    labels('orch:story'),
    says('/orch pause'),
    says('/orch resume'),
    says('/orch start'),
    delivers,
  ],
  'a run fails, the next one delivers': [starts, fails, delivers, approves],
  'three runs fail, and wes tries again with a hint': [
    starts,
    fails,
    fails,
    fails,
    says('/orch retry use the parser'),
    delivers,
    approves,
  ],
  'a run ends without a result, and is replaced': [starts, ends('failure'), delivers, approves],
  'a run runs out of time, and is replaced': [starts, ends('timed_out'), delivers],
  'somebody cancels the run in the Actions tab, and wes retries': [
    starts,
    ends('cancelled'),
    says('/orch retry'),
    delivers,
    approves,
  ],
  'wes skips it while a run is at work': [starts, says('/orch skip')],
  'wes skips it in review and takes it up again': [starts, delivers, says('/orch skip'), says('/orch retry'), delivers],
  'wes abandons it in review': [starts, delivers, says('/orch abandon')],
  'wes abandons it and starts it anew': [
    starts,
    delivers,
    says('/orch abandon'),
    says('/orch start'),
    delivers,
    approves,
  ],
  'maria closes the issue while a run is at work': [starts, closes],
  'maria closes the issue and opens it again': [starts, closes, reopens, says('/orch start'), delivers, approves],
  'wes closes the pull request': [starts, delivers, closesPull],
  'wes closes the pull request and retries': [starts, delivers, closesPull, says('/orch retry'), delivers],
  'somebody asks how things stand': [starts, says('/orch status', 'otto'), delivers, says('/orch why', 'rita')],
  'two commands in one comment': [starts, says('/orch pause\n/orch resume'), delivers, approves],
  'somebody mistypes a command': [says('/orch strat'), says('/orch start'), delivers],
  'somebody without rights approves, then wes does': [starts, delivers, reviews('APPROVE', 'rita'), approves],
  'a failed story is skipped': [starts, fails, fails, fails, says('/orch skip')],
};
