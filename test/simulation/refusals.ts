/** What GitHub would not do, whatever the reason, the last time it was asked: nobody can do that, and nobody is to blame. */
import type { Act } from '../../src/core/act.ts';
import type { Trouble, WorldRequest } from '../../src/localhub/forge/world-forge.ts';
import type { Witness } from './invariants.ts';

export interface Refusals {
  /** `whatOf` of each act that was refused last. */
  readonly refused: ReadonlySet<string>;
  /** Answers what becomes of the request, as it was told. */
  heed(request: WorldRequest, trouble: Trouble | undefined): Trouble | undefined;
}

export function watchRefusals(witness: () => Witness): Refusals {
  const refused = new Set<string>();
  return {
    refused,
    heed({ kind, acts }, trouble) {
      for (const act of kind === 'perform' ? acts : []) {
        if (!trouble) refused.delete(whatOf(act));
        if (trouble?.kind !== 'refused') continue;
        refused.add(whatOf(act));
        // A comment that may not be edited is there and lost from sight: the next one is a new one, and the two are tidied up later.
        if (act.kind === 'edit_comment') witness().forget(`comment ${act.issue?.number} ${act.mark}`);
      }
      return trouble;
    },
  };
}

/** What an act is about, whenever it is tried. */
export function whatOf(act: Act): string {
  switch (act.kind) {
    case 'comment':
    case 'edit_comment':
      return act.mark;
    case 'react':
      return `react ${act.comment}`;
    case 'cancel_run':
      return `cancel ${act.actionsRun}`;
    case 'create_milestone':
      return `create_milestone ${act.title}`;
    case 'close_milestone':
      return `close_milestone ${act.milestone.number}`;
    default:
      return act.kind;
  }
}
