/** What must hold of the money on a state branch at every commit, whatever happened. */
import type { Ledger } from '../../src/core/ledger.ts';
import { EMPTY_LEDGER, money } from '../../src/core/ledger.ts';
import { decodeLedger, decodeRun, decodeStory } from '../../src/state/codec.ts';
import { LEDGER_PATH, parseStoryPath } from '../../src/state/layout.ts';

/** The ledger among the files of a commit. Throws BrokenFile. */
export function ledgerIn(files: ReadonlyMap<string, string>): Ledger {
  const text = files.get(LEDGER_PATH);
  return text === undefined ? EMPTY_LEDGER : decodeLedger(text, LEDGER_PATH);
}

/**
 * The rules that a state branch breaks, as sentences; none is how it should be. It holds where the ledger was there from the beginning and nobody edited
 * it: what the stories say of their runs adds up to what the ledger says, and no run may spend more than was set aside for it. Throws BrokenFile.
 */
export function moneyFaults(files: ReadonlyMap<string, string>): string[] {
  const ledger = ledgerIn(files);
  const stories = [...files].filter(([path]) => parseStoryPath(path) !== undefined);
  const runs = stories.flatMap(([path, text]) => {
    const story = decodeStory(text, path);
    return story.runs.map((run) => ({ ...run, story: story.id }));
  });
  const open = runs.filter(({ cost, reserved }) => reserved && !cost);
  const faults: string[] = [];
  for (const { id, story, reserved } of open) {
    const held = ledger.reserved[id];
    if (held?.usd !== reserved?.usd || held?.story !== story || held?.day !== reserved?.day)
      faults.push(`run ${id} holds ${JSON.stringify(reserved)}, and the ledger says ${JSON.stringify(held ?? null)}`);
  }
  for (const id of Object.keys(ledger.reserved))
    if (!open.some((run) => run.id === id)) faults.push(`the ledger reserves for ${id}, which has ended or never was`);
  const spent = money(runs.reduce((total, { cost }) => total + (cost?.usd ?? 0), 0));
  if (spent !== ledger.spent_usd) faults.push(`the runs have cost ${spent}, and the ledger says ${ledger.spent_usd}`);
  faults.push(...epicFaults(ledger));
  for (const { id, record, reserved } of runs.filter((run) => run.reserved)) {
    const { limits } = decodeRun(files.get(record) ?? '', record).brief;
    if (limits.usd !== reserved?.usd)
      faults.push(`run ${id} may spend ${limits.usd}, and ${reserved?.usd} was reserved for it`);
  }
  return faults;
}

/** What sprints have cost is a part of what their epics have, and that a part of the whole, also where a story changes its epic between two runs. */
function epicFaults({ spent_usd, epics = {}, sprints = {} }: Ledger): string[] {
  const total = (sums: Record<string, number>): number => money(Object.values(sums).reduce((sum, usd) => sum + usd, 0));
  const tooMuch = Object.keys(sprints).filter((name) => {
    const epic = name.split('.')[0] ?? '';
    const ours = Object.fromEntries(Object.entries(sprints).filter(([other]) => other.split('.')[0] === epic));
    return total(ours) > (epics[epic] ?? 0);
  });
  return [
    ...tooMuch.map((name) => `the sprint ${name} has cost ${sprints[name]}, which its epic does not know`),
    ...(total(epics) > spent_usd ? [`the epics have cost ${total(epics)}, and everything ${spent_usd}`] : []),
  ];
}
