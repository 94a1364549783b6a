/** The jail is tried before it is used: a harmless command tells what it sees, and every promise that it does not bear out is named. */
import { readFile, readlink } from 'node:fs/promises';
import type { Shell } from '../shell.ts';

/** A promise, and how a command inside finds out whether it is kept. The test prints nothing and ends with 0 when it is. */
interface Promised {
  /** As the end of "the jail does not hold: …". */
  broken: string;
  test: string;
}

/** They are tested with bash alone as far as that goes: a process of its own for each would take longer than all the rest of the trial. */
const PROMISES: readonly Promised[] = [
  {
    broken: 'it has a network',
    test: 'names=; { read -r _; read -r _; while IFS=": " read -r name _; do names="$names$name "; done; } < /proc/net/dev && [ "$names" = "lo " ]',
  },
  {
    broken: 'it sees processes of the machine',
    test: 'set -- /proc/[0-9]*; [ "$(< /proc/1/comm)" = bwrap ] && [ $# -lt 40 ]',
  },
  {
    broken: 'it can read the environment of the process that started it',
    test: '! { : < "/proc/$OUTER/environ"; } 2> /dev/null || [ "$OUTER" -lt 40 ]',
  },
  {
    broken: 'it has capabilities',
    test: 'none=0; while read -r name value; do case $name in CapPrm: | CapEff: | CapBnd: | CapAmb:) [ "$value" = 0000000000000000 ] && none=$((none + 1));; esac; done < /proc/self/status; [ "$none" = 4 ]',
  },
  {
    broken: 'it can gain privileges',
    test: 'found=; while read -r name value; do [ "$name" = NoNewPrivs: ] && found=$value; done < /proc/self/status; [ "$found" = 1 ]',
  },
  {
    broken: 'it can make user namespaces of its own',
    test: '[ "$(< /proc/sys/user/max_user_namespaces)" = 0 ] || ! unshare -U true 2> /dev/null',
  },
  { broken: 'it can write to the root', test: '! { : >> /orch-probe; } 2> /dev/null' },
  { broken: 'it can write to /usr', test: '! { : >> /usr/orch-probe; } 2> /dev/null' },
  { broken: 'it can write settings of the kernel', test: '[ ! -w /proc/sys/kernel/core_pattern ]' },
  {
    broken: 'it sees /run, where sockets of services are',
    test: '(shopt -s nullglob dotglob; set -- /run/*; [ $# = 0 ])',
  },
  { broken: 'it cannot write to the checkout', test: '{ : > .orch-probe; } 2> /dev/null && rm .orch-probe' },
];

/** The script: a line `broken N` for each promise that is not kept, and `probed` at the end. */
function script(outer: number): string {
  return [
    `OUTER=${outer}`,
    // A file of the checkout's own that is in the way must not decide, nor be lost.
    ...PROMISES.map(
      ({ test }, index) => `{ ${test.replaceAll('.orch-probe', `.orch-probe-${outer}`)}; } || echo broken ${index}`,
    ),
    // What bash was started with, also what it would not take for a variable.
    "printf env; while IFS== read -r -d '' name _; do printf ' %s' \"$name\"; done < /proc/self/environ; echo",
    // What the links say has brackets, which bash would take for patterns.
    'set -f; echo namespaces $(readlink /proc/self/ns/user /proc/self/ns/pid /proc/self/ns/net /proc/self/ns/ipc /proc/self/ns/uts /proc/self/ns/mnt)',
    'echo probed',
  ].join('\n');
}

/** Names that a command finds in its environment; bash adds the last four. */
const ENVIRONMENT = new Set(['PATH', 'HOME', 'LANG', 'CI', 'PWD', 'SHLVL', '_', 'OLDPWD']);

/** Milliseconds for the probe; it takes about thirty. */
const PROBE_MS = 20_000;

/** What is wrong with the jail, as sentence parts; empty when it holds. Never rejects. */
export async function probeJail(shell: Shell, cwd: string, signal: AbortSignal): Promise<string[]> {
  let output: string;
  try {
    const result = await shell.run({ command: script(process.pid), cwd, timeoutMs: PROBE_MS, signal });
    output = result.output;
    if (!/^probed$/m.test(output)) {
      const said = output.trim().split('\n').slice(-3).join(' ').slice(0, 600);
      return [`it does not start (${said || `${result.ended}, exit status ${result.exitCode ?? 'unknown'}`})`];
    }
  } catch (error) {
    return [`it does not start (${error instanceof Error ? error.message : String(error)})`];
  }
  const broken = [...output.matchAll(/^broken (\d+)$/gm)].map(([, index]) => PROMISES[Number(index)]!.broken);
  const names = /^env (.*)$/m.exec(output)?.[1]?.trim().split(' ') ?? [];
  const strange = names.filter((name) => !ENVIRONMENT.has(name));
  if (strange.length > 0) broken.push(`its environment has ${strange.join(', ')}`);
  return [...broken, ...(await sharedNamespaces(output))];
}

/** The namespaces inside that are this process's own. A namespace that could not be read counts as shared. */
async function sharedNamespaces(output: string): Promise<string[]> {
  const inside = /^namespaces (.*)$/m.exec(output)?.[1]?.trim().split(' ') ?? [];
  const kinds = ['user', 'pid', 'net', 'ipc', 'uts', 'mnt'];
  const ours = await Promise.all(kinds.map((kind) => readlink(`/proc/self/ns/${kind}`).catch(() => '')));
  const shared = kinds.filter(
    (kind, index) => !inside.some((ns) => ns.startsWith(`${kind}:`)) || inside.includes(ours[index]!),
  );
  return shared.map((kind) => `it shares the ${kind} namespace of this machine`);
}

/** What else is known about why a jail does not start, with the remedy. */
export async function remedy(foundProgram: boolean): Promise<string> {
  if (!foundProgram)
    return 'Install it with `sudo apt-get install -y bubblewrap` in a step before this one, version 0.8 or newer.';
  const restricted = await readFile('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', 'utf8').catch(() => '0');
  if (restricted.trim() === '1') {
    return (
      'This kernel lets a program make user namespaces only when an AppArmor profile allows it (Ubuntu 24.04): load one for bwrap, as the ' +
      'step "Prepare the jail" of Orch’s workflow file does, or run `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` before.'
    );
  }
  return (
    'bubblewrap has to be 0.8 or newer, and the kernel has to allow user namespaces (sysctl user.max_user_namespaces, ' +
    'kernel.unprivileged_userns_clone); a container needs a security profile that allows them.'
  );
}
