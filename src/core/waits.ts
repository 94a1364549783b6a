/**
 * Nothing waits in silence: for every status, what a story waits for, who can provide it, and until when. The sticky comment and
 * `/orch why` say it in these words.
 */
import { approvalsNeeded } from './approvals-needed.ts';
import type { Config } from './config.ts';
import type { Plan } from './epic.ts';
import { leftIn } from './ledger.ts';
import { code, listed, quoted } from './messages/quoted.ts';
import { timeWords } from './messages/time-words.ts';
import { CONFIG_PATH } from './names.ts';
import type { Story } from './story.ts';

export interface Wait {
  /** Who can provide it, as the subject of the sentence: "Waiting for <who> to <what>". */
  who: string;
  /** What they have to do, as the end of that sentence. */
  what: string;
  /** What happens meanwhile or afterwards, in brackets behind it; where a time is set, it is named here. */
  until?: string;
}

const SOMEONE = 'someone with write access';

/** What a story waits for, or undefined when it waits for nothing because it has ended. */
export function waitOf(story: Story, config: Config): Wait | undefined {
  switch (story.status) {
    case 'untracked':
    case 'pending':
      return pendingWait(story);
    case 'underway':
      return story.plan && teamWait(story.plan, config);
    case 'in_progress':
      return {
        who: 'GitHub Actions',
        what: `finish run ${story.runs.at(-1)?.id ?? ''}`,
        until: `its agent stops after ${config.settings.run_minutes} minutes at the latest and delivers what it has`,
      };
    case 'review':
      return reviewWait(story, config);
    case 'blocked':
      if (story.blocked?.kind === 'budget') return budgetWait(story.blocked);
      if (story.blocked?.kind === 'question') return answerWait(story.blocked);
      return story.blocked?.kind === 'merge'
        ? { who: SOMEONE, what: 'make the merge possible and then write `/orch resume`' }
        : { who: SOMEONE, what: 'write `/orch resume`' };
    case 'failed':
      return { who: SOMEONE, what: 'write `/orch retry`, with a hint if they have one' };
    case 'merged':
    case 'skipped':
    case 'abandoned':
      return undefined;
  }
}

function pendingWait({ blocked_by = [], wanted, epic }: Story): Wait {
  const start = 'write `/orch start` or put the label `orch:run` on';
  const blockers = listed(
    blocked_by.map((number) => `#${number}`),
    'and',
  );
  if (wanted && blocked_by.length > 0)
    return { who: blockers, what: 'be closed', until: `then it starts, as ${quoted(wanted.by.login)} asked` };
  if (epic === undefined) return { who: SOMEONE, what: start };
  return blocked_by.length > 0
    ? { who: blockers, what: 'be closed', until: `then the sprint of epic #${epic} may start it` }
    : { who: `a sprint of epic #${epic}`, what: 'begin it', until: `or someone with write access to ${start}` };
}

/** What an epic waits for whose stories are worked on, by where its cycle stands. */
function teamWait({ cycle, source, source_told, sprint, stories }: Plan, { sprint: { mode } }: Config): Wait {
  if (source !== undefined && source_told !== undefined)
    return { who: SOMEONE, what: `correct ${code(source, 200)} and write \`/orch stories\`` };
  if (source !== undefined || stories.length === 0) return { who: 'Orch', what: 'open its stories' };
  switch (cycle) {
    case 'idle':
    case 'backlog_ready':
      return mode === 'batch'
        ? { who: SOMEONE, what: 'write `/orch sprint plan`' }
        : { who: SOMEONE, what: 'set free what no story can start for, or `/orch stories <path>` to bring more' };
    case 'sprint_planned':
      return mode === 'batch'
        ? { who: SOMEONE, what: 'write `/orch sprint start`' }
        : { who: 'Orch', what: 'start the sprint' };
    case 'sprint_active':
      return {
        who: `${sprint?.stories.length === 1 ? 'the one story' : `the ${sprint?.stories.length ?? 0} stories`} of sprint ${sprint?.number ?? 1}`,
        what: 'end',
      };
    case 'sprint_review':
      return { who: SOMEONE, what: 'write `/orch sprint close`' };
  }
}

function answerWait({ until }: NonNullable<Story['blocked']>): Wait {
  return {
    who: SOMEONE,
    what: 'answer the question with `/orch answer`',
    until: until === undefined ? 'it waits as long as it takes' : `from ${timeWords(until)} on its default is taken`,
  };
}

const SOMEONE_HIGHER = 'someone with maintain access';

/** What fills the purse that was empty. What a run needs is compared with what was left when it was due. */
function budgetWait({ purse, at, file }: NonNullable<Story['blocked']>): Wait {
  const resume = 'write `/orch resume`';
  if (!purse && file === CONFIG_PATH) return { who: SOMEONE, what: `correct \`${CONFIG_PATH}\` and ${resume}` };
  if (!purse)
    return { who: SOMEONE, what: `correct \`budget.yaml\`, or restore it from the branch’s history, and ${resume}` };
  if (leftIn(purse) >= purse.least) return { who: SOMEONE, what: resume };
  if (purse.name === 'story')
    return {
      who: SOMEONE_HIGHER,
      what: 'write `/orch budget <usd>`',
      until: `or someone raises \`budget.story_usd\` in \`${CONFIG_PATH}\`; after either, \`/orch resume\` goes on`,
    };
  const what = `raise \`budget.${purse.name}_usd\` in \`${CONFIG_PATH}\` and ${resume}`;
  const otherwise = [
    ...(purse.reserved > 0 ? ['a run at work has ended for less than was reserved'] : []),
    ...(purse.name === 'day' ? [`${at.slice(0, 10)} is over in UTC`] : []),
  ];
  return {
    who: SOMEONE,
    what,
    ...(otherwise.length > 0 && { until: `or only the latter, once ${listed(otherwise, 'or')}` }),
  };
}

/** Whose approvals are missing: those named in the configuration who have not given theirs, or anyone with write access. */
function whoApproves(story: Story, config: Config, missing: number): string {
  const { approvers } = config.settings;
  if (approvers.length === 0) return missing === 1 ? SOMEONE : `${missing} people with write access`;
  const given = (story.approvals ?? []).map((approval) => approval.by.login.toLowerCase());
  const left = approvers.filter((login) => !given.includes(login.toLowerCase())).map((login) => quoted(login));
  if (left.length <= missing) return listed(left, 'and');
  return missing === 1 ? listed(left, 'or') : `${missing} of ${listed(left, 'and')}`;
}

function reviewWait(story: Story, config: Config): Wait {
  const number = story.pull_request?.number;
  if (number === undefined) return { who: 'Orch', what: 'open the pull request' };
  const given = story.approvals?.length ?? 0;
  const missing = approvalsNeeded(story, config) - given;
  if (missing > 0) return { who: whoApproves(story, config, missing), what: `approve #${number}` };
  if (story.hindrance?.kind === 'objection') {
    return { who: quoted(story.hindrance.by), what: `approve #${number} or have the request for changes dismissed` };
  }
  if (story.hindrance?.kind === 'protection') {
    const { asks, branch } = story.hindrance;
    const rule = `branch protection of ${quoted(branch)}`;
    return asks === 'review'
      ? {
          who: SOMEONE,
          what: `give #${number} an approving review on GitHub`,
          until: `${rule} asks for it, and \`/orch approve\` is none`,
        }
      : {
          who: 'whoever asked for changes in a review',
          what: `approve #${number} on GitHub, or someone to dismiss that review`,
          until: `${rule} asks for it`,
        };
  }
  if (story.hindrance?.kind === 'check') {
    const until = 'it has not run on the newest commit; perhaps its run waits for approval in the Actions tab';
    return { who: `the check ${code(story.hindrance.name, 100)}`, what: `pass on #${number}`, until };
  }
  return config.settings.auto_merge
    ? { who: `the checks of #${number}`, what: 'pass', until: 'then Orch merges it' }
    : { who: SOMEONE, what: `merge #${number}` };
}
