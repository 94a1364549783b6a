/** What must hold when everything has come to rest: faults have stopped, everybody has gone home, and the sweep has come by twice. */
import { parseCommands } from '../../src/core/command-line.ts';
import { DEFAULT_CONFIG } from '../../src/core/config.ts';
import { sticky } from '../../src/core/messages/sticky.ts';
import { LABELS, mark } from '../../src/core/names.ts';
import { AT_REST, type Story } from '../../src/core/story.ts';
import { labelsOf } from '../../src/localhub/world/labels.ts';
import { hasRole, repositoryById } from '../../src/localhub/world/lookups.ts';
import { reactionsOf } from '../../src/localhub/world/reactions.ts';
import { decodeRun } from '../../src/state/codec.ts';
import type { MemoryRemote } from '../../src/state/memory-store.ts';
import type { Spoken } from './actions.ts';
import { marked, type Witness } from './invariants.ts';
import type { Town } from './town.ts';

export interface AtRest {
  town: Town;
  remote: MemoryRemote;
  witness: Witness;
  issues: readonly number[];
  spoken: readonly Spoken[];
  /** Comments whose delivery was worked on to the end. */
  heard: ReadonlySet<number>;
  /** Told of each word that only its delivery could have brought: nothing of it is in the state, and the sweep does not go there. */
  unreachable: (what: string) => void;
}

export function checkAtRest(rest: AtRest): void {
  for (const command of rest.spoken) checkAnswered(rest, command);
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
function checkAnswered({ town, witness, heard, unreachable }: AtRest, command: Spoken): void {
  const parts = parseCommands(command.text);
  const answers = parts.map((_, index) => marked(town, command.on, `answer:${command.comment}.${index}`).length);
  const comment = town.world.comments.get(command.comment)!;
  const reactions = reactionsOf(town.world, { comment }).length;
  const unanswered = answers.filter((count) => count === 0).length;
  const told = `#${command.on} ${command.by}: ${JSON.stringify(command.text)}`;
  if (answers.some((count) => count > 1)) witness.report('doubled', 'a command was answered twice', told);
  if (unanswered > 0 && reactions === 0) {
    const story = town.story(command.issue);
    // A comment leaves no trace in the state until it is read, and the sweep reads only stories that are not at rest.
    const { state } = town.issue(command.issue);
    const swept = story
      ? !AT_REST.has(story.status)
      : state === 'open' &&
        labelsOf(town.world, town.issue(command.issue)).some((label) => label.name.startsWith('orch:'));
    if (!swept && !heard.has(command.comment)) unreachable(told);
    else witness.report('lost', 'a command was not answered', told);
  }
  const questions = parts.filter((said) => said.kind !== 'command' || !said.spec.event).length;
  if (unanswered === 0 && reactions > 0) witness.report('doubled', 'a command was obeyed and refused', told);
  const writer = hasRole(
    town.world,
    repositoryById(town.world, town.repository.id),
    town.person(command.by).account,
    'write',
  );
  if (reactions > 0 && (!writer || questions === parts.length))
    witness.report('illegal', 'a command was obeyed that must not be', told);
}

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
    if (run.status === 'cancelled' && left && !left.actionsRun.cancelRequestedAt)
      witness.report('lost', 'a run was not cancelled', `${told}: ${run.id}`);
  }
  const worth = records.reduce((sum, run) => sum + (run.result?.usage.cost_usd ?? 0), 0);
  if (story.cost_usd > worth + 1e-6)
    witness.report('doubled', 'a cost was counted twice', `${told}: ${story.cost_usd} of ${worth}`);

  const pull = town.pull(story.id);
  const closedNow = town.issue(story.id).state === 'closed';
  if (!AT_REST.has(story.status)) {
    if (closedNow) witness.report('lost', 'the end of an issue was not seen', told);
    if (pull?.pullRequest.merged && pull.number === story.pull_request?.number)
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

function checkSticky({ town, witness }: AtRest, story: Story, run: Parameters<typeof sticky>[1]): void {
  const key = `story:${story.id}`;
  const found = marked(town, story.id, key);
  const told = `story ${story.id} is ${story.status}`;
  if (found.length === 0) witness.report('lost', 'the sticky comment is missing', told);
  if (found.length > 1) witness.report('doubled', 'there are two sticky comments', told);
  const body = `${mark.format(key)}\n${sticky(story, run, DEFAULT_CONFIG)}`;
  if (found.length === 1 && found[0]!.body !== body)
    witness.report(
      'lost',
      'the sticky comment is out of date',
      `${told}\n--- says\n${found[0]!.body}\n--- should say\n${body}`,
    );
}
