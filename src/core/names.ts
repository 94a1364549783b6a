/**
 * Text that is also data. Every name that Orch writes somewhere and later reads back is a pair of `format` and `parse` here,
 * so that each format is written down once.
 */

/** The branch that a story is built on: `story/12`. */
export const storyBranch = {
  format: (story: number): string => `story/${story}`,
  /** The story's number, or undefined when the branch is not a story's. Accepts a full ref name too. */
  parse: (branch: string): number | undefined => {
    const match = /^(?:refs\/heads\/)?story\/([1-9]\d{0,9})$/.exec(branch);
    return match ? Number(match[1]) : undefined;
  },
};

/** The id of a run: subject, role, attempt (`12-developer-3`). It names the run's file, its Actions run and its marks. */
export const runId = {
  format: (story: number, role: string, attempt: number): string => `${story}-${role}-${attempt}`,
  parse: (id: string): { story: number; role: string; attempt: number } | undefined => {
    const match = /^([1-9]\d{0,9})-([a-z][a-z-]*)-([1-9]\d{0,5})$/.exec(id);
    return match ? { story: Number(match[1]), role: match[2]!, attempt: Number(match[3]) } : undefined;
  },
};

/**
 * The title of the Actions run of a run: `Orch story #12 (12-developer-3)`. The workflow file builds the same text in `run-name`, so
 * that a run whose dispatch was answered by a time-out can be found again by its title.
 */
export const runTitle = {
  format: (run: string): string => `Orch story #${runId.parse(run)?.story ?? '?'} (${run})`,
  parse: (title: string): string | undefined => /^Orch story #\d+ \(([\w-]+)\)$/.exec(title)?.[1],
};

/**
 * A hidden mark in a comment by which Orch recognises its own: `<!-- orch:story:12 -->`. The key says what the comment is for.
 * A mark counts only in a comment that Orch itself wrote; anyone can type one.
 */
export const mark = {
  format: (key: string): string => `<!-- orch:${key} -->`,
  /** The key of the first mark in the text. */
  parse: (body: string): string | undefined => /<!-- orch:([\w./:@-]+) -->/.exec(body)?.[1],
};

/** Labels by which people talk to Orch. */
export const LABELS = {
  /** Adopts the issue as a story that waits in the backlog. */
  story: 'orch:story',
  /** Adopts the issue and starts it. */
  run: 'orch:run',
  /** Adopts the issue as an epic and starts its plan. */
  epic: 'orch:epic',
} as const;

/** Where the state lives, when the configuration does not say otherwise. */
export const STATE_BRANCH = 'orch/state';

/** Where people configure Orch, on the default branch. */
export const CONFIG_PATH = '.orch/config.yaml';

/** The file name of the workflow that runs agents, in `.github/workflows/`. */
export const WORKFLOW_FILE = 'orch.yml';

/** The check run in which the proof of tests first is shown on a pull request. */
export const PROOF_CHECK = 'orch/tdd';

/**
 * The job that stands in for the server where there is none (src/install/orch-events.yml). A review or a push starts it on the commit of the
 * pull request, so it is listed among the checks of that commit; it says nothing about the commit, and is not counted among them.
 */
export const SWEEP_CHECK = 'orch/sweep';
