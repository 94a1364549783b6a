/** Commands that change the plan of an epic: what is planned, which sprint is at work, how urgent a story is. */
import type { CommandSpec } from '../commands.ts';
import type { Plan } from '../epic.ts';
import * as say from '../messages/plans.ts';
import { answerFirst } from '../messages/questions.ts';
import { commandDoesNotFit, issueIsClosed, noMoney, textEdited } from '../messages/replies.ts';
import type { Comment } from '../observation.ts';
import { possibleIn } from '../sprint/cycle.ts';
import { cycleRefusal, sprintStatus } from '../sprint/words.ts';
import { refOf } from '../story.ts';
import { happen } from './arrive.ts';
import { startOrWait } from './blockers.ts';
import { type Draft, owe } from './draft.ts';
import { makeEpic } from './epic.ts';
import { isQuestionOpen } from './questions.ts';
import { beginSprint, closeSprint, startSprint } from './sprints.ts';
import { endSprint } from './team.ts';
import { foreignEdit, startsRun } from './text-guard.ts';

/** Does what such a command asks for. Answers what must be said in a comment, or undefined when a reaction says enough. */
export function planByWord(draft: Draft, comment: Comment, spec: CommandSpec, argument: string): string | undefined {
  const { observation } = draft;
  if (observation.issue?.state === 'closed') return issueIsClosed(comment.by.login);
  switch (spec.name) {
    case 'epic':
      return argument === '' ? becomeEpic(draft, comment, spec) : openEpic(draft, comment, argument);
    case 'stories':
      return takeStories(draft, comment, spec, argument);
    case 'priority':
      return setPriority(draft, spec, argument);
    case 'feedback':
      return withPlan(draft, spec, (plan) => {
        const fits = plan.sprint && possibleIn(plan.cycle).includes('feedback');
        if (!plan.sprint || !fits) return cycleRefusal('feedback', plan.cycle);
        plan.sprint.feedback.push({ by: comment.by.login, text: argument, at: comment.at });
        draft.notes.push(`feedback on the sprint by ${comment.by.login}`);
        return undefined;
      });
    default:
      return withPlan(draft, spec, (plan) => sprintWord(draft, plan, comment, argument));
  }
}

/** With the plan of the epic that this issue is, or an answer that it is none. */
function withPlan({ story }: Draft, spec: CommandSpec, then: (plan: Plan) => string | undefined): string | undefined {
  return story.plan ? then(story.plan) : say.noEpic(spec.name);
}

function becomeEpic(draft: Draft, comment: Comment, spec: CommandSpec): string | undefined {
  const { story, observation } = draft;
  if (story.plan) return commandDoesNotFit(spec, story);
  const edit = foreignEdit(observation, comment);
  if (edit) return textEdited(comment.by.login, edit, 'say `/orch epic` again');
  if (makeEpic(draft) === 'begun') return say.isStory(story.id);
  if (startOrWait(draft, { type: 'start', by: refOf(comment.by), said: true })) return undefined;
  delete story.plan;
  return commandDoesNotFit(spec, story);
}

/** The title as people write it, in quotation marks or without. */
const QUOTED = /^(["'“„«])(.*)["'”“»]$/s;

/** GitHub takes 256 characters. */
const LONGEST_TITLE = 200;

function openEpic(draft: Draft, { by, id }: Comment, argument: string): string | undefined {
  const title = (QUOTED.exec(argument)?.[2] ?? argument).trim();
  if (title === '' || title.length > LONGEST_TITLE) return say.noTitle(title.length, LONGEST_TITLE);
  const key = `epic:${draft.story.id}:${id}`;
  owe(draft, { kind: 'open_epic', key, title, body: say.epicBody(by.login, draft.story.id), by: refOf(by) });
  draft.notes.push(`an epic asked for by ${by.login}`);
  return undefined;
}

/** A Markdown file below the root of the repository. */
const PLAN_PATH = /^(?![./])(?!.*\.\.)[\w][\w ./-]{0,180}\.(?:md|markdown)$/i;

function takeStories(draft: Draft, comment: Comment, spec: CommandSpec, argument: string): string | undefined {
  const { story } = draft;
  const path = argument.replaceAll('`', '');
  if (path !== '' && !PLAN_PATH.test(path)) return say.noPlanPath(path);
  if (path === '') {
    if (!story.plan) return say.noEpic('stories');
    if (story.status !== 'underway') return say.noStoriesYet('stories');
    if (story.plan.source === undefined) return say.storiesThere();
    delete story.plan.source_told;
    return undefined;
  }
  if (makeEpic(draft) === 'begun') return say.isStory(story.id);
  if (story.status !== 'underway' && !happen(draft, { type: 'planned', by: refOf(comment.by), said: true }))
    return commandDoesNotFit(spec, story);
  if (story.plan) {
    story.plan.workflow = 'stories';
    story.plan.source = path;
    delete story.plan.source_told;
  }
  draft.notes.push(`stories to be taken from ${path}`);
  draft.visible = true;
  return undefined;
}

function setPriority(draft: Draft, spec: CommandSpec, argument: string): string | undefined {
  const { story } = draft;
  const priority = /^[1-4]$/.test(argument) ? Number(argument) : undefined;
  if (priority === undefined) return say.noPriority(argument);
  if (story.status === 'untracked' || story.status === 'merged') return commandDoesNotFit(spec, story);
  story.priority = priority;
  draft.visible = true;
  draft.notes.push(`priority ${priority}`);
  return undefined;
}

function sprintWord(draft: Draft, plan: Plan, comment: Comment, argument: string): string | undefined {
  const { story, team = [], settings } = draft;
  const [word = '', ...rest] = argument.split(/\s+/);
  const by = refOf(comment.by);
  const refused = (command: string) => cycleRefusal(command, plan.cycle);
  const goal = rest.join(' ');
  switch (word.toLowerCase()) {
    case '':
    case 'status':
      return sprintStatus(story, team, settings.config);
    case 'plan':
      if (story.status !== 'underway') return say.noStoriesYet('sprint plan');
      return beginSprint(draft, plan, goal === '' ? {} : { goal }) ? undefined : refused('sprint plan');
    case 'start':
      return story.status === 'underway' && startSprint(draft, plan, by) ? undefined : refused('sprint start');
    case 'review':
      return story.status === 'underway' && endSprint(draft, plan, 'review') ? undefined : refused('sprint review');
    case 'close':
      return closeSprint(draft, plan, 'close') ? undefined : refused('sprint close');
    case 'cancel':
      return closeSprint(draft, plan, 'cancel') ? undefined : refused('sprint cancel');
    case 'pause':
    case 'resume': {
      const type = word.toLowerCase() as 'pause' | 'resume';
      if (type === 'resume') {
        if (isQuestionOpen(story)) return answerFirst(draft.run?.result?.question);
        const edit = startsRun(type, story) ? foreignEdit(draft.observation, comment) : undefined;
        if (edit) return textEdited(comment.by.login, edit, 'say `/orch sprint resume` again');
      }
      if (!happen(draft, { type, by, said: true })) return refused(`sprint ${type}`);
      return story.blocked?.kind === 'budget' ? noMoney(story, settings.config) : undefined;
    }
    default:
      return say.noSprintWord(word);
  }
}
