/** Workflows that others wrote, for those who have some: each runs to its end. */
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { advance, begin } from '../../../src/workflow/run/advance.ts';
import { fileLibrary } from '../../../src/workflow/run/file-library.ts';
import type { Answer } from '../../../src/workflow/run/request.ts';
import { plain, STARTED } from './stage.ts';

const WILD = process.env.ORCH_WORKFLOWS;

describe.runIf(WILD)('the workflows of ORCH_WORKFLOWS', () => {
  const root = WILD as string;
  const files = WILD ? globSync('**/workflow.yaml', { cwd: root }).sort() : [];

  test.each(files.flatMap((file) => [[file, 'normal'] as const, [file, 'autonomous'] as const]))(
    '%s runs in mode %s',
    (file, mode) => {
      const library = fileLibrary({ projectRoot: root, now: new Date(STARTED) });
      const judged = new Map<number, number>();
      let at = begin(library, library.at(file), { mode, started: STARTED });
      while (at.request.kind !== 'done') {
        const { request } = at;
        let answer: Answer = plain(request);
        if (request.kind === 'judge' && !request.question.includes('no further round')) {
          // Every other time: so both branches are taken, and what goes back comes to an end.
          const times = (judged.get(request.place.line) ?? 0) + 1;
          judged.set(request.place.line, times);
          answer = { kind: 'judge', holds: times % 2 === 1 };
        }
        at = advance(library, at.state, answer);
      }
      expect([at.request.outcome, at.request.reason]).toEqual(['finished', 'every step was done']);
    },
  );
});
