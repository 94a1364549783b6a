/** A jail, and beside it a small machine with things worth stealing and things worth breaking. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JailOptions, JailUnavailable, openJail, type ToolPlace } from '../../../src/agent/jail/jail.ts';
import { plainShell, type ShellResult } from '../../../src/agent/shell.ts';

/** What nobody in the jail may ever print. Put together from parts, so that no file of the repository contains it. */
export const CANARY = ['canary', 'key', 'f1a7'].join('-');

/** Why there can be no jail on this machine; undefined where there is one, and also where there is one that does not hold. */
export async function whyNoJail(): Promise<string | undefined> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'orch-jail-')));
  mkdirSync(join(folder, 'checkout'));
  try {
    await (await openJail(jailOptions(folder))).close();
    return undefined;
  } catch (error) {
    if (!(error instanceof JailUnavailable)) throw error;
    return /is not installed|does not start/.test(error.message) ? error.message : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function jailOptions(folder: string, changes: Partial<JailOptions> = {}): JailOptions {
  return {
    workspace: join(folder, 'checkout'),
    scratch: join(folder, 'scratch'),
    path: process.env.PATH ?? '',
    lang: undefined,
    toolCache: undefined,
    secret: [join(folder, 'home'), join(folder, 'temp')],
    readable: [],
    signal: new AbortController().signal,
    ...changes,
  };
}

export interface JailWorld {
  folder: string;
  checkout: string;
  place: ToolPlace;
  /** Runs a command in the jail, with the variables of `scene` set. */
  jailed(command: string, timeoutMs?: number): Promise<ShellResult>;
  /** The same without a jail, in a checkout of its own. */
  plain(command: string): Promise<ShellResult>;
  /** What is outside and must stay as it is, as one text. */
  outside(): string;
  /** Names of the git folder that a command must not be able to change, with their content. */
  git(): string;
  /** The connections that came from anywhere so far. */
  connections(): number;
  alive(): boolean;
  close(): Promise<void>;
}

/** A git repository in `checkout`, a home with a key, the runner's folder with a command file, a process with the key in its environment, two servers. */
export async function jailWorld(): Promise<JailWorld> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'orch-jail-')));
  const at = (...names: string[]) => join(folder, ...names);
  for (const name of ['checkout/src', 'home/.ssh', 'temp/_runner_file_commands', 'other/src', 'run']) {
    mkdirSync(at(name), { recursive: true });
  }
  writeFileSync(at('home/.ssh/id_ed25519'), CANARY);
  writeFileSync(at('temp/report.json'), CANARY);
  writeFileSync(at('temp/_runner_file_commands/set_env'), '');
  for (const place of ['checkout', 'other']) {
    writeFileSync(at(place, 'src/a.js'), 'export const a = 1;\n');
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=mona', '-c', 'user.email=mona@example.com', ...args], { cwd: at(place) });
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'Begin');
  }
  const holder: ChildProcess = spawn('sleep', ['600'], {
    env: { PATH: process.env.PATH, ANTHROPIC_API_KEY: CANARY },
    stdio: 'ignore',
  });
  let connected = 0;
  const servers: Server[] = [];
  const serve = (where: object) =>
    new Promise<Server>((resolve) => {
      const server = createServer((socket) => {
        connected++;
        socket.end(CANARY);
      });
      servers.push(server);
      server.listen(where, () => resolve(server));
    });
  const tcp = await serve({ port: 0, host: '127.0.0.1' });
  await serve({ path: at('run/docker.sock') });
  await serve({ path: `\0orch-${process.pid}` });
  const address = tcp.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  const scene = [
    `FOLDER='${folder}'`,
    `SECRET='${at('home/.ssh/id_ed25519')}'`,
    `TEMP='${at('temp')}'`,
    `SOCKET='${at('run/docker.sock')}'`,
    `ABSTRACT='orch-${process.pid}'`,
    `PORT=${port}`,
    `HOLDER=${holder.pid}`,
    `ACTION=${process.pid}`,
    'export FOLDER SECRET TEMP SOCKET ABSTRACT PORT HOLDER ACTION',
  ].join('\n');
  const signal = new AbortController().signal;
  const place = await openJail(jailOptions(folder));
  return {
    folder,
    checkout: at('checkout'),
    place,
    jailed: (command, timeoutMs = 20_000) =>
      place.shell.run({ command: `${scene}\n${command}`, cwd: at('checkout'), timeoutMs, signal }),
    plain: (command) =>
      plainShell({ PATH: process.env.PATH ?? '', HOME: at('home') }).run({
        command: `${scene}\n${command}`,
        cwd: at('other'),
        timeoutMs: 20_000,
        signal,
      }),
    outside: () =>
      [listing(at('home')), listing(at('temp')), listing(at('run')), readdirSync(folder).sort().join(' ')].join('\n'),
    git: () => [readFileSync(at('checkout/.git/config'), 'utf8'), listing(at('checkout/.git/hooks'))].join('\n'),
    connections: () => connected,
    alive: () => holder.exitCode === null && holder.signalCode === null,
    async close() {
      holder.kill('SIGKILL');
      await place.close();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every file below a folder, with size and content. */
function listing(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) =>
      statSync(path, { throwIfNoEntry: false })?.isFile() ? `${path} ${readFileSync(path, 'utf8')}` : path,
    )
    .join('\n');
}
