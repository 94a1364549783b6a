/**
 * The jail as bubblewrap's arguments: new namespaces for users, processes, network, messages, host name and control groups; no
 * capability; a root made of the few folders that tools need, read-only; the checkout writable except for what git would execute.
 */
import type { Environment } from '../environment.ts';

/** What can be seen inside, and where it is outside. All paths are absolute and real. */
export interface JailView {
  /** Read-only at the same path inside; each exists. */
  readOnly: readonly string[];
  /** Links of the root that lead into folders above, as in `/bin` -> `usr/bin`. */
  links: readonly { path: string; target: string }[];
  /** Files below /proc that everyone could write to, or read about other processes from, if root runs the jail. */
  proc: { readOnly: readonly string[]; hidden: readonly string[]; emptied: readonly string[] };
  /** The checkout, writable. */
  workspace: string;
  /** Its git folder, `<workspace>/.git`; undefined where there is none. `config` and `hooks` in it exist. */
  gitFolder: string | undefined;
  /** Folders of this run outside that become HOME and /tmp inside. */
  home: string;
  tmp: string;
}

/** HOME inside. Nothing else of /home is there. */
export const JAIL_HOME = '/home/orch-agent';

/** bubblewrap's arguments up to the command. `info` is the file descriptor on which it tells its child's number. */
export function jailArguments(view: JailView, env: Environment, cwd: string, info?: number): string[] {
  const { workspace, gitFolder, proc } = view;
  const args = [
    // Each of them by name: with `--unshare-all` bubblewrap goes on where user namespaces are refused.
    ...['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try'],
    // Without this a command could make a user namespace of its own, and have every capability in it.
    '--disable-userns',
    // As root, bubblewrap alone keeps all capabilities, and a read-only mount could be mounted again, writable.
    ...['--cap-drop', 'ALL'],
    '--die-with-parent',
    '--new-session',
    ...['--hostname', 'orch-jail'],
    '--clearenv',
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...(info === undefined ? [] : ['--info-fd', String(info)]),
    ...['--proc', '/proc'],
    // bubblewrap leaves /proc/sys writable when the one who runs it is root: `core_pattern` in it names a program that the host runs.
    ...proc.readOnly.flatMap((path) => ['--ro-bind', path, path]),
    ...proc.hidden.flatMap((path) => ['--tmpfs', path, '--remount-ro', path]),
    ...proc.emptied.flatMap((path) => ['--ro-bind', '/dev/null', path]),
    ...['--dev', '/dev', '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ...['--bind', view.tmp, '/tmp', '--dir', '/var', '--symlink', '/tmp', '/var/tmp', '--dir', '/run'],
    ...['--bind', view.home, JAIL_HOME],
    ...view.readOnly.flatMap((path) => ['--ro-bind', path, path]),
    ...view.links.flatMap(({ path, target }) => ['--symlink', target, path]),
    ...['--bind', workspace, workspace],
  ];
  if (gitFolder !== undefined) {
    // The folder is a mount of its own, so that it cannot be moved away and another one put in its place.
    args.push('--bind', gitFolder, gitFolder);
    for (const path of [`${gitFolder}/config`, `${gitFolder}/hooks`]) args.push('--ro-bind', path, path);
  }
  return [...args, '--remount-ro', '/', '--chdir', cwd];
}
