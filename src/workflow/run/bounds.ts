/** Everything in a run that could go on for ever, and where it ends. */

/** Why a request was not answered as it should be. Each class is counted for one request, and has a bound of its own. */
export type Failure = 'agent failed' | 'answer does not fit' | 'person silent';

/** How often a request is made again after a failure of each class. Past that the run ends, and says which request it was. */
export const RETRIES: Readonly<Record<Failure, number>> = {
  'agent failed': 2,
  // The next try is told what was wrong with the last one, so more than a few do not help.
  'answer does not fit': 3,
  // A person is reminded once. A question with a default is then taken to be answered by it; an approval never is.
  'person silent': 1,
};

/** The other bounds of a run. */
export const BOUNDS = {
  /** Rounds of one loop, as the format has it. */
  rounds: 100,
  /** How often one `goto` is followed while the loops around it are in the same round. */
  jumps: 100,
  /** Workflows and sub-instructions that wait for one another. */
  depth: 10,
  /** How often values are asked for at one place: a template may show only with the first ones what else it needs. */
  needs: 5,
  /** How often a person may send one section back. */
  revisions: 10,
  /** Questions that an agent may put to a person during one piece of work. */
  questions: 5,
  /** Requests of a whole run: far more than the longest workflow that is known needs, and few enough to be stopped in time. */
  requests: 2000,
  /** Operations between two requests: a bound for workflows that loop without ever asking for anything. */
  operations: 20_000,
  /** Answers that the state keeps as context for later questions. */
  answers: 50,
  /** Characters of one value or section. A document of a project is far shorter. */
  value: 200_000,
} as const;
