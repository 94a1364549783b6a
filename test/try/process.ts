/** The try command as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');

export function start(words: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const { ANTHROPIC_API_KEY: _key, ANTHROPIC_BASE_URL: _url, ...rest } = process.env;
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'try', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...rest, NO_COLOR: '1', ...env },
  });
}

export async function run(
  words: string[],
  env?: NodeJS.ProcessEnv,
): Promise<{ status: number; out: string; err: string }> {
  const child = start(words, env);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [status] = (await once(child, 'close')) as [number];
  return { status, out, err };
}

/** The tables of a hub's world, as they were last written. */
export async function worldOf(
  dir: string,
): Promise<
  Record<string, { displayTitle?: string; headRef?: string; pullRequest?: unknown; name?: string; event?: string }[]>
> {
  const world = JSON.parse(await readFile(join(dir, 'hub', 'world.json'), 'utf8')) as {
    tables: Record<string, never[]>;
  };
  return world.tables;
}

/** Starts a try and kills it without a warning as soon as it tells of something. */
export async function killedAt(what: string, words: string[]): Promise<void> {
  const child = start(words);
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.includes(what)) break;
  }
  child.kill('SIGKILL');
  await once(child, 'close');
}
