/** What Actions does: runs that deliver, end without a result, are executed again, and stop as they are told. */
import { runId } from '../../src/core/names.ts';
import type { Asked } from '../../src/core/run.ts';
import { standing } from '../../src/deliver/record.ts';
import type { WorkflowRun } from '../../src/localhub/world/types.ts';
import { decodeRun } from '../../src/state/codec.ts';
import { createMemoryStore } from '../../src/state/memory-store.ts';
import { deliverRun } from '../scenarios/runner.ts';
import type { Action, Stage } from './actions.ts';
import { documentOf } from './epics/epic.ts';
import { drawCost } from './purses.ts';

const activeRun = ({ town, random }: Stage): { actionsRun: WorkflowRun; id: string } | undefined => {
  const active = town.runs().filter(({ actionsRun }) => actionsRun.status !== 'completed');
  return active.length > 0 ? random.pick(active) : undefined;
};

/** Plays the deliver job of a run, whether or not anybody still waits for it: that is for its own code to find out. */
export async function deliver(
  stage: Stage,
  id: string,
  how: { fails?: string; stop?: 'done' | 'budget' | 'turns'; asks?: Asked } = {},
): Promise<string> {
  const { town, remote, clock, transactionId, random } = stage;
  const story = town.story(runId.parse(id)?.story ?? 0);
  const place = story?.runs.findIndex((run) => run.id === id) ?? -1;
  if (!story || place < 0) return `the deliver job of ${id} finds no record`;
  const { git, actions: actor } = town;
  try {
    // As the job does: nothing is pushed for a run that nobody waits for.
    const store = createMemoryStore(remote, { transactionId, delay: async () => {}, random: random.next });
    const record = story.runs[place]!.record;
    const { brief } = decodeRun(remote.head()!.files.get(record)!, record);
    const stands = await standing(await store.refresh(), brief);
    if (stands.kind === 'superseded') throw new Error(stands.reason);
    const until = { ...story, runs: story.runs.slice(0, place + 1) };
    const changes = { [`src/${story.id}.js`]: `// ${id} ${transactionId()}\n` };
    const cost = stage.features.has('purses') ? drawCost(random, brief.limits.usd) : undefined;
    const document = documentOf(story.id, brief, stage.epic?.tasks ?? []);
    const delivery = { changes, ...document, ...(cost !== undefined && { cost }), ...how };
    await deliverRun({ remote, git, actor, clock, transactionId }, until, delivery);
    if (how.asks) return `run ${id} asks (${how.asks.severity})`;
    return `run ${id} delivers${how.fails ? ` a failure (${how.stop ?? 'done'})` : ''}`;
  } catch (error) {
    await stage.deliverUnchecked?.(id);
    return `run ${id} is refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const drawQuestion = ({ random }: Stage): Asked => {
  const options = ['Yes', 'No', 'Later'].slice(0, random.pick([0, 2, 3]));
  return {
    question: 'Is it so?',
    options,
    ...(options.length > 0 && random.chance(0.7) && { default: 1 }),
    confidence: 0.5,
    reasoning: '',
    severity: random.pick(['critical', 'important']),
  };
};

export const RUNS: Record<string, Action> = {
  runDelivers: {
    weight: 14,
    act: async (stage) => {
      const run = activeRun(stage);
      if (!run) return undefined;
      const fails = stage.features.has('runsFail') && stage.random.chance(0.4);
      const asks = stage.features.has('questions') && !fails && stage.random.chance(0.4);
      const told = await deliver(
        stage,
        run.id,
        asks
          ? { asks: drawQuestion(stage) }
          : fails
            ? { fails: 'the tests never passed', stop: stage.random.pick(['done', 'turns', 'budget']) }
            : {},
      );
      // A run that is refused ends in failure; a run that is slow to end has delivered all the same.
      if (stage.random.chance(0.8)) stage.town.end(run.actionsRun, told.includes('refused') ? 'failure' : 'success');
      return told;
    },
  },
  runEnds: {
    weight: 3,
    needs: 'runsVanish',
    act: (stage) => {
      const run = activeRun(stage);
      if (!run) return undefined;
      const conclusion = stage.random.pick(['failure', 'timed_out', 'cancelled', 'startup_failure'] as const);
      stage.town.end(run.actionsRun, conclusion);
      return `run ${run.id} ends without a result (${conclusion})`;
    },
  },
  runAgain: {
    weight: 3,
    needs: 'runsAgain',
    act: async (stage) => {
      const ended = stage.town.runs().filter(({ actionsRun }) => actionsRun.status === 'completed');
      if (ended.length === 0) return undefined;
      return `once more: ${await deliver(stage, stage.random.pick(ended).id)}`;
    },
  },
  obeyCancel: {
    weight: 5,
    act: ({ town }) => {
      const run = town
        .runs()
        .find(({ actionsRun }) => actionsRun.cancelRequestedAt && actionsRun.status !== 'completed');
      if (!run) return undefined;
      town.end(run.actionsRun, 'cancelled');
      return `run ${run.id} stops as it was told`;
    },
  },
};
