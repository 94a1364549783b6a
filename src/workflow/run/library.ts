/** Where a run finds its workflows. The run itself reads no file. */
import type { Workflow } from '../load.ts';
import type { Template } from '../template.ts';
import type { Program } from './program.ts';

/** A workflow under the name that states know it by. */
export interface Loaded {
  /** The same on every machine: a path below the project, or `orch:name` for one that ships with Orch. */
  id: string;
  workflow: Workflow;
}

/** What a run reads. It must answer the same for as long as a run lasts; a change in the instructions is noticed by their fingerprint. */
export interface Library {
  /** A workflow by its id; `undefined` when it is not there any more. */
  load(id: string): Loaded | undefined;
  /** The workflow that another one calls by a path, a folder or a name; `undefined` when there is none. */
  find(reference: string, from: Loaded): Loaded | undefined;
  /** The operations of its instructions; `part` names further instructions of it. `undefined` when there are none. */
  program(loaded: Loaded, part: string | null): Program | undefined;
  /** A template that is only chosen in a run. */
  template(loaded: Loaded, path: string): Template | undefined;
  /** A file that a task names, with its path below the project. */
  read(loaded: Loaded, path: string): { file: string; text: string } | undefined;
}
