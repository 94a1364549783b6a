/** Bugs on purpose that only an epic meets: `planted.ts` says why there are any. */
import type { Observation } from '../../../src/core/observation.ts';
import type { Forge } from '../../../src/github/forge.ts';
import type { Sabotage } from '../planted.ts';

const observing =
  (change: (seen: Observation) => Observation) =>
  (forge: Forge): Forge => ({ ...forge, observe: async (subject) => change(await forge.observe(subject)) });

/** A forge that says of some acts that they are done, and does nothing. */
const onlySaying =
  (kind: 'close_milestone' | 'add_blocked_by') =>
  (forge: Forge): Forge => ({
    ...forge,
    async perform(repository, acts, notAfter) {
      const left = acts.filter((act) => act.kind !== kind);
      const answers = left.length > 0 ? await forge.perform(repository, left, notAfter) : [];
      return acts.map((act) => (act.kind === kind ? { kind: 'done', facts: {} } : answers[left.indexOf(act)]!));
    },
  });

const MANY = 'settings: { max_concurrent_agents: 50 }';

export const EPIC_BUGS: Record<string, Sabotage> = {
  'stories opened blindly': {
    what: 'the issue of a planned story is opened without looking whether it was opened before',
    meets: ['epics', 'answerLost'],
    forge: (forge) => ({
      ...forge,
      perform: (repository, acts, notAfter) =>
        forge.perform(
          repository,
          acts.map((act) => (act.kind === 'open_issue' ? { ...act, look: false } : act)),
          notAfter,
        ),
    }),
  },
  'blockers read as closed': {
    what: 'every issue that another waits for is taken for closed',
    meets: ['epics'],
    forge: observing((seen) => ({
      ...seen,
      issue: seen.issue && {
        ...seen.issue,
        blockedBy: seen.issue.blockedBy.map((one) => ({ ...one, state: 'closed' as const })),
      },
    })),
  },
  'dependencies not told': {
    what: 'that GitHub knows what waits for what is written down, and never said there',
    meets: ['epics'],
    forge: onlySaying('add_blocked_by'),
  },
  'turn not passed on': {
    what: 'no story is looked at because the schedule of its epic has a place for it, and no sweep looks for such a one',
    meets: ['epics'],
    wakes: (wakes) => wakes.filter(({ reasons }) => !reasons.includes('schedule')),
  },
  'slots ignored': {
    what: 'as many stories of a sprint are started as there are, whatever the configuration allows',
    meets: ['epics'],
    forge: observing((seen) => ({
      ...seen,
      config: seen.config && {
        ...seen.config,
        oid: `${seen.config.oid}50`,
        text: seen.config.text.replace(/^settings: \{ max_concurrent_agents: \d+ \}$/m, MANY),
      },
    })),
  },
  'milestone never closed': {
    what: 'that the milestone of a sprint is closed is written down, and never done',
    meets: ['epics'],
    forge: onlySaying('close_milestone'),
  },
};
