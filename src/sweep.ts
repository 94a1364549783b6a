/**
 * The sweep: the same loop over every subject that is not at rest. It makes up for webhooks that never came, for a process that died, and for
 * what could not be done at the time.
 */
import { parseCommands } from './core/command-line.ts';
import { ALL_LABELS } from './core/labels.ts';
import { mark } from './core/names.ts';
import { AT_REST, STATUSES, type Status, type Story } from './core/story.ts';
import type { WakeUp } from './core/wake-up.ts';
import type { RecentComment, Survey } from './github/forge.ts';
import type { Place } from './place.ts';
import { BrokenFile, decodeStory } from './state/codec.ts';
import { parseStoryPath } from './state/layout.ts';
import type { Snapshot } from './state/store.ts';

/** How far back the first sweep of a process looks for comments (ms): as long as GitHub itself keeps deliveries. */
export const LOOK_BACK = 3 * 24 * 60 * 60_000;

/** What a sweep found. */
export interface Found {
  wakes: WakeUp[];
  /** False where nobody wants Orch: there is neither state nor the workflow. Such a place need not be swept often. */
  inUse: boolean;
  /** From when on the next sweep has to ask for comments. Not before every story has read what was written to it. */
  next: Date;
}

/**
 * The subjects of one repository that are worth a look: stories that are not at rest, and those where something happened that nobody heard of.
 * `since`: comments that are older were heard by an earlier sweep.
 */
export async function findRestless(place: Place, since?: Date): Promise<Found> {
  const began = place.clock();
  const oldest = new Date(began.getTime() - LOOK_BACK);
  const from = since && since > oldest ? since : oldest;
  const snapshot = await place.store.refresh();
  const stories = await storiesIn(snapshot);
  const survey = await place.forge.survey();
  const inUse = survey.installed || snapshot.head !== null;
  if (inUse) await createLabels(place, survey);
  const recent = await place.forge.recentComments(from);

  const found = new Map<number, Set<string>>();
  const add = (issue: number, login?: string): void => {
    const logins = found.get(issue) ?? new Set();
    found.set(issue, login === undefined ? logins : logins.add(login));
  };
  for (const [issue, { restless }] of stories.known) if (restless) add(issue);
  for (const { issue, labelings } of survey.labelled) if (isNews(stories.known.get(issue), labelings)) add(issue);
  const news = unheard(recent, stories);
  for (const { issue, by } of news) add(issue, by);
  for (const issue of saidTwice(recent, stories)) add(issue);
  const wakes: WakeUp[] = [...found].map(([issue, logins]) => ({ issue, reasons: ['sweep'], logins: [...logins] }));
  // The look may fail, or meet a file that a person broke: what a story has not read is found again.
  return { wakes, inUse, next: news.some(({ issue }) => stories.known.has(issue)) ? from : began };
}

/** All stories, read together: where they lie on another machine, that is one request and not one for each. */
async function storiesIn(snapshot: Snapshot): Promise<Stories> {
  const paths = await snapshot.list('stories');
  const texts = await Promise.all(
    paths.map((path) => (parseStoryPath(path) === undefined ? null : snapshot.read(path))),
  );
  const known = new Map<number, Known>();
  const byPullRequest = new Map<number, number>();
  for (const [index, path] of paths.entries()) {
    const [issue, text] = [parseStoryPath(path), texts[index]];
    if (issue === undefined || typeof text !== 'string') continue;
    const story = knownFrom(text, path);
    known.set(issue, story);
    if (story.pullRequest !== undefined) byPullRequest.set(story.pullRequest, issue);
  }
  return { known, subjectOf: (number) => (known.has(number) ? number : (byPullRequest.get(number) ?? number)) };
}

/** The stories of a repository, by issue. */
interface Stories {
  known: ReadonlyMap<number, Known>;
  /** The story that a number belongs to: an issue is its own, a pull request is that of the story that it was opened for. */
  subjectOf: (number: number) => number;
}

/** A story as the sweep needs it. Most are at rest, and of those the file is decoded only when a question arises. */
interface Known {
  restless: boolean;
  pullRequest: number | undefined;
  /** Undefined when the file cannot be read. */
  story: () => Story | undefined;
}

/** Reads off the text, written by Orch's own codec, what can be read off; in doubt the story is looked at. */
function knownFrom(text: string, path: string): Known {
  const status = /^status: (\w+)$/m.exec(text)?.[1] as Status | undefined;
  // What is said on the pull request of an accepted document is said to its epic, until the next has one of its own.
  const pull = (/^pull_request:\n {2}number: (\d+)$/m.exec(text) ?? /^former_pull_request: (\d+)$/m.exec(text))?.[1];
  const owes = /^outbox:/m.test(text);
  const atRest = status !== undefined && STATUSES.includes(status) && AT_REST.has(status);
  let decoded: Story | undefined | null = null;
  const story = (): Story | undefined => {
    if (decoded === null) decoded = decodeOrNot(text, path);
    return decoded;
  };
  return { restless: owes || !atRest, pullRequest: pull === undefined ? undefined : Number(pull), story };
}

function decodeOrNot(text: string, path: string): Story | undefined {
  try {
    return decodeStory(text, path);
  } catch (error) {
    if (error instanceof BrokenFile) return undefined;
    throw error;
  }
}

/** Whether a labelled open issue shows something that its story has not seen: a label put on, or the issue opened again. */
function isNews(known: Known | undefined, labelings: number): boolean {
  if (!known) return true;
  const story = known.story();
  if (!story || story.status === 'merged') return false;
  return story.seen.labelings !== labelings || story.seen.issue === 'closed';
}

/** Commands that no story has read yet. */
function unheard(recent: readonly RecentComment[], { known, subjectOf }: Stories) {
  return recent.flatMap((comment) => {
    if (comment.by.kind !== 'user' || parseCommands(comment.body).length === 0) return [];
    const issue = subjectOf(comment.on);
    const story = known.get(issue)?.story();
    return story && comment.id <= story.seen.comment ? [] : [{ issue, by: comment.by.login }];
  });
}

/** Issues on which Orch said the same thing more than once. */
function saidTwice(recent: readonly RecentComment[], { known, subjectOf }: Stories): number[] {
  const first = new Map<string, number>();
  const found: number[] = [];
  for (const comment of recent) {
    const key = comment.by.kind === 'orch' ? mark.parse(comment.body) : undefined;
    if (key === undefined) continue;
    const issue = subjectOf(comment.on);
    const sticky = known.get(issue)?.story()?.sticky;
    const another = key === `story:${issue}` && sticky !== undefined && sticky.id !== comment.id;
    if (another || first.has(`${comment.on} ${key}`)) found.push(issue);
    first.set(`${comment.on} ${key}`, comment.id);
  }
  return found;
}

/** Labels that are missing are made, all in one request. That GitHub refuses to is no reason to stop: they only show what is known anyway. */
async function createLabels(place: Place, { repository }: Survey): Promise<void> {
  const missing = ALL_LABELS.filter(({ name }) => !(name in repository.labels));
  if (missing.length === 0) return;
  const answers = await place.forge.perform(
    repository,
    missing.map(({ name, color, description }) => ({ kind: 'create_label', name, color, description })),
  );
  const made = answers.filter(({ kind }) => kind === 'done').length;
  place.log(`created ${made} of ${missing.length} labels that were missing`);
}
