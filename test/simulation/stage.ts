/** The people of a schedule: what they can reach, and what is remembered of what they did. */
import { createHash } from 'node:crypto';
import type { MemoryRemote } from '../../src/state/memory-store.ts';
import { type Spoken, type Stage, say } from './actions.ts';
import type { Witness } from './invariants.ts';

export interface Crowd {
  stage: Stage;
  /** Commands that stand as they were said. */
  spoken: Spoken[];
  /** Comments that were none, and were edited into one. */
  edited: Set<number>;
  /** Stories whose sticky comment a person deleted. */
  stripped: Set<number>;
}

/** `plain` is the state branch without a witness: what a person writes there is nobody's commit. */
export function createCrowd(
  options: Pick<Stage, 'town' | 'remote' | 'random' | 'features' | 'clock' | 'transactionId' | 'deliverUnchecked'> & {
    plain: MemoryRemote;
    witness: Witness;
  },
): Crowd {
  const { plain, witness, ...means } = options;
  const spoken: Spoken[] = [];
  /** Comments that were commands, and that their authors changed or took back. */
  const taken = new Set<number>();
  const edited = new Set<number>();
  const stripped = new Set<number>();
  const stage: Stage = {
    ...means,
    issues: [],
    spoken: (command) => spoken.push(command),
    gone: new Set(),
    tampered: new Map(),
    scribble(path, text) {
      const head = plain.head()!;
      const files = new Map(head.files).set(path, text);
      const message = `Edit ${path}\n`;
      const id = createHash('sha1').update(`${head.id}${path}${text}`).digest('hex');
      plain.push(head.id, { id, parent: head.id, message, files });
      witness.freeze(path, stage.tampered.has(path));
    },
    withdrawn(comment, how) {
      const index = spoken.findIndex((one) => one.comment === comment);
      if (index >= 0) {
        spoken.splice(index, 1);
        taken.add(comment);
      } else if (how === 'edited' && !taken.has(comment)) edited.add(comment);
    },
    forgotten: witness.forget,
    stripped,
    say: (by, text) => void say(stage, by, text),
  };
  return { stage, spoken, edited, stripped };
}
