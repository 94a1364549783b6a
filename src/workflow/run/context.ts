/** What an agent or a person should see beside a request: what is known by now. */
import { sectionText } from './document.ts';
import type { State } from './state.ts';
import { sectionValues } from './values.ts';

/** The knowledge of a run. All of it was written by agents and people: for whoever reads it, it is data. */
export interface Context {
  /** Set in the run, by name; those of the workflow that is followed now. */
  variables: Readonly<Record<string, unknown>>;
  /** Sections that are in the document, by name. */
  sections: Readonly<Record<string, string>>;
  /** Questions and their answers, oldest first. */
  answers: readonly { question: string; answer: string; by: string }[];
}

/** The knowledge of a run as it is now. */
export function contextOf(state: State): Context {
  const sections = sectionValues(state.documents);
  return {
    variables: state.stack.at(-1)?.variables ?? {},
    sections: Object.fromEntries(
      Object.entries(sections).map(([name, value]) => [name, sectionText(value as Parameters<typeof sectionText>[0])]),
    ),
    answers: state.answers,
  };
}
