/**
 * The named world of the scenarios: the repository `acme/durations`, the people in it, an Orch that listens. People act through verbs
 * (`acme.says('wes', 1, '/orch pause')`), `acme.settles()` delivers what happened as webhooks until nothing moves any more, and
 * `acme.news()` tells what Orch made of it. What nobody read fails the scenario in `acme.finish()`.
 */

import type { Act } from '../../src/core/act.ts';
import { ALL_LABELS } from '../../src/core/labels.ts';
import { runTitle, storyBranch, WORKFLOW_FILE } from '../../src/core/names.ts';
import type { Story } from '../../src/core/story.ts';
import type { Forge } from '../../src/github/forge.ts';
import { wakeUpsOf } from '../../src/github/wake-up.ts';
import { createMemoryGit } from '../../src/localhub/forge/memory-git.ts';
import { createWorldForge, type Trouble, type WorldRequest } from '../../src/localhub/forge/world-forge.ts';
import { createCheckRun } from '../../src/localhub/world/checks.ts';
import { commentsOf, createComment, deleteComment, updateComment } from '../../src/localhub/world/comments.ts';
import { addBlockedBy, removeBlockedBy } from '../../src/localhub/world/dependencies.ts';
import { closeIssue, editIssue, findIssue, openIssue, reopenIssue } from '../../src/localhub/world/issues.ts';
import { addLabels, createLabel, removeLabel } from '../../src/localhub/world/labels.ts';
import { appById, refSha } from '../../src/localhub/world/lookups.ts';
import { checkMergeable, findPull, mergePullRequest, openPullRequest } from '../../src/localhub/world/pulls.ts';
import { addReaction } from '../../src/localhub/world/reactions.ts';
import { protectBranch, removeCollaborator, setCollaborator } from '../../src/localhub/world/repositories.ts';
import { dismissReview, reviewsOf, submitReview } from '../../src/localhub/world/reviews.ts';
import type {
  CheckConclusion,
  Comment,
  Issue,
  PullIssue,
  WorkflowRun,
  WorldEvent,
} from '../../src/localhub/world/types.ts';
import { completeWorkflowRun, registerWorkflow, runsOf } from '../../src/localhub/world/workflow-runs.ts';
import { ACTIONS_APP_ID, createWorld, listen } from '../../src/localhub/world/world.ts';
import { decodeStory } from '../../src/state/codec.ts';
import { storyPath } from '../../src/state/layout.ts';
import { createMemoryRemote, memoryHistory } from '../../src/state/memory-store.ts';
import type { Acme } from './acme.ts';
import { followNews, type News, visible } from './news.ts';
import { HEARD, populate, SLUG } from './people.ts';
import { deliverRun } from './runner.ts';
import { createServer, type Server } from './server.ts';

const URLS = {
  html: 'https://github.test',
  api: 'https://github.test/api/v3',
  graphql: 'https://github.test/api/graphql',
  git: 'https://github.test',
};
/** The scenarios begin on a Monday morning. */
const START = Date.UTC(2026, 10, 23, 9, 0, 0);

/** `labels`: the repository has all of Orch's labels already, as one that was swept before. */
export async function startWorld({ labels = false } = {}): Promise<Acme> {
  let time = START;
  const clock = () => new Date(time);
  let still = false;
  const tick = (seconds = 60) => {
    if (!still) time += seconds * 1_000;
  };
  const world = createWorld({ now: clock });
  const { repository, actor } = populate(world);
  if (labels) for (const label of ALL_LABELS) createLabel(world, actor('maria'), { repository, ...label });
  const git = createMemoryGit(world, repository);
  git.push(actor('maria'), 'main', { 'README.md': '# durations\n', 'src/parse.js': 'export const parse = Number;\n' });
  git.push(actor('maria'), 'main', { [`.github/workflows/${WORKFLOW_FILE}`]: 'name: Orch\n' });
  const workflow = registerWorkflow(world, { repository, path: `.github/workflows/${WORKFLOW_FILE}`, name: 'Orch' });

  const remote = createMemoryRemote();
  const news: News = followNews(world, SLUG);
  let cause: ((request: WorldRequest) => Trouble | undefined) | undefined;
  let gate: { kind: Act['kind']; after: boolean; reached: () => void; opened: Promise<void> } | undefined;
  let transactions = 0;
  const serve = (holder: string): Server => {
    const forge = createWorldForge({
      world,
      repository,
      actor: actor('orch[bot]'),
      appSlug: SLUG,
      git,
      urls: URLS,
      stateHead: () => remote.head()?.id ?? null,
      request: (request) => {
        news.asked(request);
        return cause?.(request);
      },
    });
    const perform: Forge['perform'] = async (about, acts) => {
      const met = acts.some((act) => act.kind === gate?.kind) ? gate : undefined;
      const stand = async () => {
        met?.reached();
        await met?.opened;
      };
      if (met) gate = undefined;
      if (!met?.after) await stand();
      const answers = await forge.perform(about, acts);
      if (met?.after) await stand();
      return answers;
    };
    const transactionId = () => `t${++transactions}`;
    return createServer({ forge: { ...forge, perform }, remote, holder, clock, news, transactionId });
  };
  let orch = serve('server-1');

  let post: WorldEvent[] = [];
  listen(world, (event) => {
    if (HEARD.includes(event.name) && event.onlyAppId === undefined) post.push(event);
  });

  const issue = (number: number): Issue => {
    const found = findIssue(world, repository, number);
    if (!found) throw new Error(`there is no #${number} in this world`);
    return found;
  };
  const pull = (number: number): PullIssue => {
    const found = findPull(world, repository, number);
    if (!found) throw new Error(`there is no pull request #${number} in this world`);
    return found;
  };
  /** The newest question that Orch asks on an issue. */
  const asked = (number: number): Comment => {
    const found = commentsOf(world, issue(number)).findLast((one) => one.body.startsWith('<!-- orch:question:'));
    if (!found) throw new Error(`Orch asks nothing on #${number}`);
    return found;
  };
  const story = (number: number): Story | null => {
    const text = remote.head()?.files.get(storyPath(number));
    return text === undefined ? null : decodeStory(text, storyPath(number));
  };
  const actionsRun = (number: number): WorkflowRun => {
    const run = story(number)?.runs.at(-1)?.id ?? '';
    const found = runsOf(world, repository).findLast((one) => one.displayTitle === runTitle.format(run));
    if (!found) throw new Error(`story ${number} has no Actions run; its last run is ${run || 'none'}`);
    return found;
  };
  /** A run acts in the name of whoever started it. */
  const ends = (run: WorkflowRun, conclusion: CheckConclusion) =>
    completeWorkflowRun(world, { account: world.accounts.get(run.actorId)!, via: 'system' }, { run, conclusion });
  /** Actions ends the runs that someone asked it to cancel. */
  const obeyCancels = () => {
    for (const run of runsOf(world, repository)) {
      if (run.cancelRequestedAt && run.status !== 'completed') ends(run, 'cancelled');
    }
  };

  const byHand = (path: string, change: (files: Map<string, string>) => void) => {
    const head = remote.head()!;
    const files = new Map(head.files);
    change(files);
    const id = `e${String(++transactions).padStart(39, '0')}`;
    remote.push(head.id, { id, parent: head.id, message: `Edit ${path} by hand\n`, files });
  };

  const acme: Acme = {
    world,
    repository,
    git,
    remote,
    get orch() {
      return orch;
    },
    opens: (who, { title, body }) => {
      tick();
      return openIssue(world, actor(who), { repository, title, ...(body === undefined ? {} : { body }) }).number;
    },
    labels: (who, number, label) => {
      tick();
      addLabels(world, actor(who), { issue: issue(number), names: [label] });
    },
    unlabels: (who, number, label) => {
      tick();
      removeLabel(world, actor(who), { issue: issue(number), name: label });
    },
    says: (who, number, body) => {
      tick();
      return createComment(world, actor(who), { issue: issue(number), body }).id;
    },
    ticks: (who, number, ...options) => {
      tick();
      const comment = asked(number);
      const body = options.reduce((text, one) => text.replace(`- [ ] ${one}. `, `- [x] ${one}. `), comment.body);
      updateComment(world, actor(who), { comment, body });
    },
    reacts: (who, number, content) => {
      tick();
      addReaction(world, actor(who), { comment: asked(number), content });
    },
    editsComment: (who, comment, body) => {
      tick();
      updateComment(world, actor(who), { comment: world.comments.get(comment)!, body });
    },
    edits: (who, number, text) => {
      tick();
      editIssue(world, actor(who), { issue: issue(number), ...text });
    },
    appoints: (who, roleName) => {
      const { account } = actor(who);
      if (roleName) setCollaborator(world, { repository, account, roleName });
      else removeCollaborator(world, { repository, account });
    },
    closes: (who, number) => {
      tick();
      closeIssue(world, actor(who), { issue: issue(number) });
    },
    reopens: (who, number) => {
      tick();
      reopenIssue(world, actor(who), { issue: issue(number) });
    },
    blocks: (who, number, blocker) => {
      tick();
      addBlockedBy(world, actor(who), { issue: issue(number), blocker: issue(blocker) });
    },
    frees: (who, number, blocker) => {
      tick();
      removeBlockedBy(world, actor(who), { issue: issue(number), blocker: issue(blocker) });
    },
    deletesSticky: (who, number) => {
      tick();
      const comment = commentsOf(world, issue(number)).find((one) =>
        one.body.startsWith(`<!-- orch:story:${number} -->`),
      );
      if (!comment) throw new Error(`#${number} has no sticky comment to delete`);
      deleteComment(world, actor(who), { comment });
    },
    reviews: (who, number, verdict, body = '') => {
      tick();
      const event = verdict === 'approve' ? 'APPROVE' : verdict === 'comment' ? 'COMMENT' : 'REQUEST_CHANGES';
      submitReview(world, actor(who), { issue: pull(number), event, body });
    },
    dismisses: (who, number) => {
      tick();
      const review = reviewsOf(world, pull(number)).findLast((one) => one.state !== 'COMMENTED')!;
      dismissReview(world, actor(who), { issue: pull(number), review, message: 'seen too early' });
    },
    proposes: (who, branch, body) => {
      tick();
      const [head, base] = [branch, 'main'].map((name) => refSha(world, repository, `refs/heads/${name}`)!);
      const comparison = git.compare(base!, head!);
      const about = { repository, head: branch, base: 'main', title: branch, body, comparison };
      return openPullRequest(world, actor(who), about).number;
    },
    merges: (who, number) => {
      tick();
      const one = pull(number);
      const { headSha: head, baseRef } = one.pullRequest;
      const baseBefore = refSha(world, repository, `refs/heads/${baseRef}`)!;
      checkMergeable(world, { issue: one });
      const made = git.merge({ base: baseBefore, head, method: 'merge', message: `Merge #${number}` });
      if (!made) throw new Error(`#${number} conflicts`);
      mergePullRequest(world, actor(who), { issue: one, mergeCommitSha: made.sha, baseBefore, commits: made.commits });
    },
    pushes: (who, branch, changes) => {
      tick();
      return git.push(actor(who), branch, changes);
    },
    protects: ({ approvals = 0, checks = [] }) =>
      protectBranch(world, {
        repository,
        branch: 'main',
        requiredApprovingReviewCount: approvals,
        requiredStatusChecks: checks,
      }),
    configures: (who, text) => {
      tick();
      git.push(actor(who), 'main', { '.orch/config.yaml': text });
    },
    removesWorkflow: () => world.workflows.remove(workflow),
    checks: (number, conclusion, { name = 'ci', title } = {}) => {
      tick();
      const { headSha } = pull(number).pullRequest;
      createCheckRun(world, actor('github-actions[bot]'), {
        repository,
        app: appById(world, ACTIONS_APP_ID),
        name,
        headSha,
        ...(conclusion === 'pending' ? { status: 'in_progress' } : { conclusion }),
        ...(title === undefined ? {} : { output: { title } }),
      });
    },
    async delivers(number, delivery = {}) {
      tick();
      const run = actionsRun(number);
      await deliverRun(
        { remote, git, actor: actor('github-actions[bot]'), clock, transactionId: () => `d${++transactions}` },
        story(number)!,
        delivery,
      );
      ends(run, 'success');
    },
    loses: (number, conclusion) => {
      tick();
      ends(actionsRun(number), conclusion);
    },
    waits: (minutes) => tick(minutes * 60),
    atOnce: (acts) => {
      tick();
      still = true;
      acts();
      still = false;
    },
    async settles({ drops, times = 1, reversed = false, to } = {}) {
      for (let moving = true; moving; ) {
        obeyCancels();
        const batch = post.filter((event) => !drops?.(event));
        post = [];
        const mail = (reversed ? batch.toReversed() : batch).flatMap((event) =>
          Array.from({ length: times }, () => event),
        );
        for (const event of mail) {
          for (const wake of wakeUpsOf(event.name, event.payload(URLS), SLUG))
            await Promise.all((to ?? [orch]).map((server) => server.wake(wake)));
        }
        const woken = await Promise.all((to ?? [orch]).map((server) => server.wakeDue()));
        moving = post.length > 0 || woken.includes(true);
      }
    },
    trouble: (next) => {
      cause = next;
    },
    gate: (kind, { after = false } = {}) => {
      const reached = Promise.withResolvers<void>();
      const opened = Promise.withResolvers<void>();
      gate = { kind, after, reached: reached.resolve, opened: opened.promise };
      return { reached: reached.promise, open: opened.resolve };
    },
    anotherServer: serve,
    restarts: (holder = 'server-1') => {
      orch = serve(holder);
    },
    news: () => news.read(),
    requests: () => news.count(),
    story,
    scribbles: (path, change) => byHand(path, (files) => files.set(path, change(files.get(path) ?? ''))),
    deletes: (path) => byHand(path, (files) => files.delete(path)),
    sticky: (number) => {
      const own = commentsOf(world, issue(number)).filter((one) =>
        one.body.startsWith(`<!-- orch:story:${number} -->`),
      );
      if (own.length !== 1) throw new Error(`#${number} has ${own.length} sticky comments`);
      return visible(own[0]!.body);
    },
    issue,
    bot: actor('orch[bot]'),
    history: () =>
      memoryHistory(remote)
        .map((commit) => commit.message.replace(/\n\nOrch-Transaction: .*\n$/s, ''))
        .reverse(),
    finish: () => {
      const unread = news.unread();
      if (unread !== '') throw new Error(`nobody expected this of Orch:\n${unread}`);
    },
  };
  post = [];
  return acme;
}

export type { Acme, Post } from './acme.ts';
export type { Name } from './people.ts';
export { storyBranch };
