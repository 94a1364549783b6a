/** What can be said to `try`, and what of it cannot be used: told before anything starts. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseScript, ScriptInvalid } from '../agent/models/script.ts';
import { parseStoreChoice, STORE_CHOICES, type StoreChoice } from '../state/choose-store.ts';
import { UserError } from '../user-error.ts';
import { SCENES, sceneNamed } from './scenes/all.ts';
import type { Scene } from './scenes/scene.ts';

/** The words as they were typed. */
export interface TryWords {
  keep?: boolean;
  dir?: string;
  repo?: string;
  title?: string;
  body?: string;
  testCommand?: string;
  model?: string;
  store?: string;
  actionsOnly?: boolean;
  json?: boolean;
  scene?: string;
}

/** What to do, checked. */
export interface TryPlan {
  keep: boolean;
  /** The hub's folder, or undefined for one that is made and removed again. */
  dir: string | undefined;
  /** A git repository of the user's own, or undefined for the sample that ships with Orch. */
  repo: string | undefined;
  title: string | undefined;
  body: string | undefined;
  testCommand: string | undefined;
  model:
    | { kind: 'model'; name: string }
    | { kind: 'script'; file: string }
    | { kind: 'sample script' }
    | { kind: 'scene' };
  /** Which store keeps the state. */
  store: StoreChoice;
  /** Without a server: Orch lives in the repository's workflows alone. */
  actionsOnly: boolean;
  json: boolean;
  /** What is played instead of the usual way from a label to a merge. */
  scene: Scene | undefined;
}

/** The model that is used with a key when no other is named. */
const DEFAULT_CLAUDE = 'claude-sonnet-5-5';

/** Checks the words against the machine. Throws UserError. */
export function planOf(words: TryWords, env: NodeJS.ProcessEnv): TryPlan {
  const scene = sceneOf(words);
  const repo = words.repo === undefined ? undefined : resolve(words.repo);
  if (repo !== undefined && !existsSync(resolve(repo, '.git')) && !existsSync(resolve(repo, 'HEAD'))) {
    throw new UserError(
      `--repo ${words.repo}: there is no git repository. Give the folder of one (it is cloned, never touched), or leave --repo out for the sample.`,
    );
  }
  if (repo !== undefined && !words.title) {
    throw new UserError('--repo needs --title "…": what should be done there? Add --body "…" for the details.');
  }
  if (repo === undefined && (words.title || words.body)) {
    throw new UserError('--title and --body belong to a repository of your own: give it with --repo PATH.');
  }
  return {
    keep: words.keep ?? false,
    dir: words.dir === undefined ? undefined : resolve(words.dir),
    repo,
    title: words.title,
    body: words.body,
    testCommand: words.testCommand,
    model: scene ? { kind: 'scene' } : modelOf(words, env),
    store: storeOf(words),
    actionsOnly: words.actionsOnly ?? false,
    json: words.json ?? false,
    scene,
  };
}

/** Words that would make another play of a scene, and why they cannot. */
const NOT_WITH_A_SCENE: readonly [keyof TryWords, string][] = [
  ['repo', '--repo'],
  ['title', '--title'],
  ['body', '--body'],
  ['testCommand', '--test-command'],
  ['model', '--model'],
];

function sceneOf(words: TryWords): Scene | undefined {
  if (words.scene === undefined) return undefined;
  const scene = sceneNamed(words.scene);
  if (!scene) {
    const list = SCENES.map(({ name, title }) => `  ${name.padEnd(10)} ${title}`).join('\n');
    throw new UserError(`--scene ${words.scene}: there is no such scene. There are:\n${list}`);
  }
  const other = NOT_WITH_A_SCENE.find(([word]) => words[word] !== undefined);
  if (other)
    throw new UserError(
      `--scene ${words.scene} cannot be played with ${other[1]}: a scene has a project, an issue and a script of its own. Leave one of the two out.`,
    );
  return scene;
}

function storeOf({ store = 'auto', actionsOnly }: TryWords): StoreChoice {
  if (actionsOnly && store !== 'auto')
    throw new UserError(
      '--store belongs to the server, and --actions-only has none: there the workflow file says how the state is kept.',
    );
  const choice = parseStoreChoice(store);
  if (choice) return choice;
  throw new UserError(`--store ${store}: the state is kept through one of ${STORE_CHOICES.join(', ')}.`);
}

function modelOf(words: TryWords, env: NodeJS.ProcessEnv): TryPlan['model'] {
  const { model, repo } = words;
  const key = (env.ANTHROPIC_API_KEY ?? '') !== '';
  if (model === undefined) {
    if (key) return { kind: 'model', name: DEFAULT_CLAUDE };
    if (repo === undefined) return { kind: 'sample script' };
    throw new UserError(
      'Nobody is there to do the work: set ANTHROPIC_API_KEY, or give a script with --model scripted:FILE (docs/scripts.md tells how to write one).',
    );
  }
  if (model.startsWith('claude-')) {
    if (!key)
      throw new UserError(
        `--model ${model} needs a key: set ANTHROPIC_API_KEY (and ANTHROPIC_BASE_URL for another address).`,
      );
    return { kind: 'model', name: model };
  }
  if (/^openai:\S+$/.test(model)) {
    // A server of one's own (Ollama, vLLM) often wants no key.
    if (!env.OPENAI_API_KEY && !env.OPENAI_BASE_URL)
      throw new UserError(
        `--model ${model} needs a key: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server that wants none.`,
      );
    return { kind: 'model', name: model };
  }
  const file = /^scripted:(.+)$/.exec(model)?.[1];
  if (file === undefined) {
    throw new UserError(`--model ${model}: a model is \`claude-…\`, \`openai:MODEL\` or \`scripted:FILE\`.`);
  }
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new UserError(
      `--model ${model}: there is no file ${resolve(file)}. docs/scripts.md tells how a script is written.`,
    );
  }
  try {
    parseScript(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof ScriptInvalid)) throw error;
    throw new UserError(
      `--model ${model} cannot be played:\n${error.message}\ndocs/scripts.md tells how a script is written.`,
    );
  }
  return { kind: 'script', file: resolve(file) };
}
