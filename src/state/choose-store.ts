/**
 * Which of the two stores keeps the state: git costs nothing of GitHub's API quota, so it is taken wherever there is a git binary; the API
 * needs none, and its commits are signed by GitHub.
 */
import { execFile } from 'node:child_process';

/** What can be asked for. `auto` takes what the place offers. */
export const STORE_CHOICES = ['auto', 'git', 'api'] as const;
export type StoreChoice = (typeof STORE_CHOICES)[number];
export type StoreKind = Exclude<StoreChoice, 'auto'>;

/** The choice that a word names, or undefined when it names none. */
export function parseStoreChoice(word: string): StoreChoice | undefined {
  return STORE_CHOICES.find((choice) => choice === word);
}

/** Decides. `gitAnswers` is what the probe found; it matters only for `auto`. */
export function decideStore(choice: StoreChoice, gitAnswers: boolean): StoreKind {
  if (choice !== 'auto') return choice;
  return gitAnswers ? 'git' : 'api';
}

/** So long may `git --version` take (ms) before the binary counts as none: it does nothing but print a line. */
const PROBE_MS = 5_000;

/** Whether a git binary answers `git --version`. `environment` has the PATH that is searched. */
export function gitAnswers(environment: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('git', ['--version'], { env: environment, timeout: PROBE_MS, windowsHide: true }, (error, stdout) =>
      resolve(error === null && stdout.startsWith('git version')),
    );
  });
}

/** Probes only where the answer matters, and decides. */
export async function chooseStore(choice: StoreChoice, environment: NodeJS.ProcessEnv): Promise<StoreKind> {
  return decideStore(choice, choice === 'auto' && (await gitAnswers(environment)));
}
