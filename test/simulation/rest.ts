/** What must hold when everything has come to rest: faults have stopped, everybody has gone home, and the sweep has come by twice. */
import { parseCommands, type Said } from '../../src/core/command-line.ts';
import { onlyAsks } from '../../src/core/commands.ts';
import { DEFAULT_CONFIG } from '../../src/core/config.ts';
import { MACHINE } from '../../src/core/machine.ts';
import { sticky } from '../../src/core/messages/sticky.ts';
import { LABELS, mark } from '../../src/core/names.ts';
import { AT_REST, type Story } from '../../src/core/story.ts';
import { labelsOf } from '../../src/localhub/world/labels.ts';
import { nodeId } from '../../src/localhub/world/node-ids.ts';
import { reactionsOf } from '../../src/localhub/world/reactions.ts';
import { decodeRun } from '../../src/state/codec.ts';
import type { MemoryRemote } from '../../src/state/memory-store.ts';
import { moneyFaults } from '../scenarios/money.ts';
import type { Spoken } from './actions.ts';
import { marked, type Witness } from './invariants.ts';
import type { Town } from './town.ts';

export interface AtRest {
  town: Town;
  remote: MemoryRemote;
  witness: Witness;
  issues: readonly number[];
  /** Issues that were deleted or transferred. */
  gone: ReadonlySet<number>;
  /** Comments that became commands, or other ones, by being edited. */
  edited: ReadonlySet<number>;
  /** Stories whose sticky comment a person deleted: it comes again when there is something new to say. */
  stripped: ReadonlySet<number>;
  /** Whether people broke state files, and mended them. */
  tampering?: boolean;
  /** Whether the configuration ever changed: the sticky comment is written by the one that was in force. */
  configured: boolean;
  spoken: readonly Spoken[];
  /** What GitHub refused to do the last time it was asked (`whatOf`): nobody can do that, and nobody is to blame. */
  refused: ReadonlySet<string>;
}

export function checkAtRest(rest: AtRest): void {
  for (const fault of moneyFaults(rest.remote.head()?.files ?? new Map()))
    rest.witness.report('overdrawn', 'the books do not balance', fault);
  for (const command of rest.spoken) checkAnswered(rest, command);
  for (const id of rest.edited) {
    const comment = rest.town.world.comments.get(id);
    if (comment && reactionsOf(rest.town.world, { comment }).length > 0)
      rest.witness.report('illegal', 'an edited comment was obeyed', `comment ${id}`);
  }
  for (const issue of rest.gone) {
    const story = rest.town.story(issue);
    if (story && !AT_REST.has(story.status))
      rest.witness.report('lost', 'the end of an issue was not seen', `story ${issue} is ${story.status}`);
  }
  for (const issue of rest.issues) {
    const story = rest.town.story(issue);
    if (story) checkStory(rest, story);
    else if (
      rest.town.issue(issue).state === 'open' &&
      labelsOf(rest.town.world, rest.town.issue(issue)).some((label) => label.name === LABELS.run)
    )
      checkLabelled(rest, issue);
  }
}

/** Every part of a comment is either answered, or acted on and then shown by one reaction. */
function checkAnswered({ town, witness, refused, gone }: AtRest, command: Spoken): void {
  if (gone.has(command.issue)) return;
  // The pull request of a document that was accepted is read until the next one is opened (docs/reliability.md).
  if (command.on !== command.issue && command.on !== town.pull(command.issue)?.number && isEpic(town, command.issue))
    return;
  const parts = parseCommands(command.text);
  const keys = parts.map((_, index) => `answer:${command.comment}.${index}`);
  if ([...keys, `react ${nodeId('IssueComment', command.comment)}`].some((key) => refused.has(key))) return;
  const answers = keys.map((key) => marked(town, command.on, key).length);
  const comment = town.world.comments.get(command.comment)!;
  const reactions = reactionsOf(town.world, { comment }).length;
  const unanswered = answers.filter((count) => count === 0).length;
  const told = `#${command.on} ${command.by}: ${JSON.stringify(command.text)}`;
  if (answers.some((count) => count > 1)) witness.report('doubled', 'a command was answered twice', told);
  if (unanswered > 0 && reactions === 0) witness.report('lost', 'a command was not answered', told);
  const questions = parts.filter((said) => !isOrder(said)).length;
  if (unanswered === 0 && reactions > 0) witness.report('doubled', 'a command was obeyed and refused', told);
  const said = Date.parse(comment.createdAt);
  const obeyed = Math.max(said, ...reactionsOf(town.world, { comment }).map((one) => Date.parse(one.createdAt)));
  const writer = town.couldWrite(town.person(command.by).account.id, said, obeyed + 1_000);
  // A triager may say how urgent a story is, and nobody keeps since when.
  const needsLess = parts.some((said) => said.kind === 'command' && said.spec.needs === 'triage');
  if (reactions > 0 && ((!writer && !needsLess) || questions === parts.length))
    witness.report('illegal', 'a command was obeyed that must not be', told);
}

const isEpic = (town: Town, issue: number): boolean => town.story(issue)?.epic_file !== undefined;

/** Whether it changes something when it is obeyed: what only answers is never reacted to. */
const isOrder = (said: Said): boolean =>
  said.kind === 'command' &&
  (said.spec.event !== undefined ||
    (said.spec.plans && said.spec.needs !== 'none') ||
    (said.spec.needsWithArgument !== undefined && !onlyAsks(said.spec, said.argument)));

function checkLabelled({ witness }: AtRest, issue: number): void {
  witness.report('lost', 'a label was not seen', `#${issue}`);
}

function checkStory(rest: AtRest, story: Story): void {
  const { town, remote, witness } = rest;
  const told = `story ${story.id} is ${story.status}`;
  if (story.outbox)
    witness.report('stuck', 'something is still owed', `${told}: ${story.outbox.effects.map((effect) => effect.kind)}`);
  const records = story.runs.map(({ record }) => decodeRun(remote.head()!.files.get(record)!, record));
  const current = records.at(-1) ?? null;
  const executed = town.runs().filter(({ id }) => story.runs.some((run) => run.id === id));
  const isActive = (id: string): boolean =>
    executed.some((run) => run.id === id && run.actionsRun.status !== 'completed');

  if (story.status === 'in_progress' && current && !isActive(current.id))
    witness.report('stuck', 'it works, and no run is at work', `${told}: ${current.id} is ${current.status}`);
  for (const run of records) {
    const left = executed.find(({ id, actionsRun }) => id === run.id && actionsRun.status !== 'completed');
    if (
      run.status === 'cancelled' &&
      left &&
      !left.actionsRun.cancelRequestedAt &&
      !rest.refused.has(`cancel ${left.actionsRun.id}`)
    )
      witness.report('lost', 'a run was not cancelled', `${told}: ${run.id}`);
  }
  const worth = records.reduce((sum, run) => sum + (run.result?.usage.cost_usd ?? 0), 0);
  if (story.cost_usd > worth + 1e-6)
    witness.report('doubled', 'a cost was counted twice', `${told}: ${story.cost_usd} of ${worth}`);

  const pull = town.pull(story.id);
  const closedNow = town.issue(story.id).state === 'closed';
  if (!AT_REST.has(story.status)) {
    if (closedNow) witness.report('lost', 'the end of an issue was not seen', told);
    // What is merged of an epic is a document, and one that waits to be started takes it for accepted when it is.
    const heard = MACHINE[story.status][story.epic_file === undefined ? 'merged' : 'accepted'];
    if (heard && pull?.pullRequest.merged && pull.number === story.pull_request?.number)
      witness.report('lost', 'a merge was not seen', told);
  }
  if (story.status === 'review') checkReview(rest, story);
  if (story.status !== 'untracked') checkSticky(rest, story, current);
}

function checkReview({ town, witness }: AtRest, story: Story): void {
  const pull = town.pull(story.id);
  if (pull?.state !== 'open' || story.pull_request?.number !== pull.number) {
    witness.report('stuck', 'it is in review without a pull request', `story ${story.id}`);
  }
}

function checkSticky(
  { town, witness, refused, stripped, configured }: AtRest,
  story: Story,
  run: Parameters<typeof sticky>[1],
): void {
  const key = `story:${story.id}`;
  if (refused.has(key)) return;
  const found = marked(town, story.id, key);
  const told = `story ${story.id} is ${story.status}`;
  // A story that was opened for an epic has none before there is something to say.
  const isSilent = story.epic !== undefined && story.status === 'pending' && !story.sticky;
  if (found.length === 0 && !stripped.has(story.id) && !isSilent)
    witness.report('lost', 'the sticky comment is missing', told);
  if (found.length > 1) witness.report('doubled', 'there are two sticky comments', told);
  const bodyOf = (one: Story): string => `${mark.format(key)}\n${sticky(one, run, DEFAULT_CONFIG)}`;
  const body = bodyOf(story);
  // An issue that people made a part of an epic themselves says so with the next thing that there is to say of it.
  const { epic: _, ...alone } = story;
  const isBefore = story.status === 'pending' && found[0]?.body === bodyOf(alone as Story);
  if (found.length === 1 && found[0]!.body !== body && !isBefore && !configured && story.epic_file === undefined)
    witness.report(
      'lost',
      'the sticky comment is out of date',
      `${told}\n--- says\n${found[0]!.body}\n--- should say\n${body}`,
    );
}
