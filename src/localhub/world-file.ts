import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createWorld, fromJSON, onChange, toJSON, type World } from './world/world.ts';

/** Keeps a world on disk. */
export interface WorldFile {
  /** Resolves when everything that the world knew at the time of the call is on disk. Calls that come together share a write. */
  flush(): Promise<void>;
  /** Stops watching, after a last write. */
  close(): Promise<void>;
}

/** How long changes that nobody waits for may gather, in milliseconds. */
const gatherMs = 50;

/** The world that a file holds, or an empty one when there is no file. Throws on a file that is no world, naming it. */
export async function readWorld(path: string, now: () => Date): Promise<World> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return createWorld({ now });
  try {
    return fromJSON(JSON.parse(text), { now });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `${path} cannot be read as the world of a local hub: ${why} Choose another folder, or remove this one.`,
      { cause },
    );
  }
}

/**
 * Writes the world to `path` after changes: whole, to another file that then takes its place, so that a killed process
 * leaves the old world or the new one and nothing between.
 */
export function keepWorld(world: World, path: string, onError: (cause: unknown) => void): WorldFile {
  let saved = -1;
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const write = async (): Promise<void> => {
    const { revision } = world;
    const text = JSON.stringify(toJSON(world));
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.new`;
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, path);
    saved = revision;
  };
  const flush = async (): Promise<void> => {
    const wanted = world.revision;
    while (saved < wanted) {
      writing ??= write().finally(() => {
        writing = null;
      });
      await writing;
    }
  };
  const stop = onChange(world, () => {
    timer ??= setTimeout(() => {
      timer = null;
      flush().catch(onError);
    }, gatherMs);
  });
  return {
    flush,
    async close() {
      stop();
      if (timer) clearTimeout(timer);
      await flush();
    },
  };
}
