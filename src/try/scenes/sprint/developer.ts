/** Short forms for what the scripted developers do: each story has a test file of its own, and the test comes first. */
import type { ScriptPart, ScriptTurn } from '../../../agent/models/script.ts';
import { commit, done, RUN_TESTS } from '../sample-change.ts';

type Call = NonNullable<ScriptTurn['calls']>[number];

export const write = (path: string, content: string): Call => ({ tool: 'write', input: { path, content } });
export const edit = (path: string, old: string, fresh: string): Call => ({
  tool: 'edit',
  input: { path, old, new: fresh },
});
export const read = (path: string): Call => ({ tool: 'read', input: { path } });

/** Writes or changes a test, sees it fail, and commits it. The script stops there where the run was not told what it `expects`. */
export const red = (say: string, change: Call[], message: string, expects?: string[]): ScriptTurn[] => [
  { ...(expects && { expect: expects }), say, calls: [...change, RUN_TESTS] },
  { expect: '/fail [1-9]/', calls: [commit('red', message)] },
];

/** Changes the code, sees all tests pass, commits, and says that it is done. */
export const green = (
  say: string,
  change: Call[],
  { message, title, body }: { message: string; title: string; body: string },
): ScriptTurn[] => [
  { expect: 'Committed red', say, calls: [...change, RUN_TESTS] },
  { expect: ['/fail 0\\b/', 'exit status 0'], calls: [commit('green', message), done(title, `${body}\n\n${PLAYED}`)] },
];

const PLAYED = 'This change was played from a script, not written by a model.';

/** A part of the developer’s for the story with that title. */
export const developed = (
  title: string,
  turns: ScriptTurn[],
  when: Pick<ScriptPart, 'attempt' | 'continues'> = {},
): ScriptPart => ({ role: 'developer', title, ...when, turns });
