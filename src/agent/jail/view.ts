/** Which parts of this machine a jailed command sees. A list of what is shown, not of what is hidden: nothing is there by accident. */
import { lstat, mkdir, readlink, realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { JailView } from './bubblewrap.ts';

export interface ViewOptions {
  workspace: string;
  /** A folder of this run, for HOME and /tmp. */
  scratch: string;
  /** The search path of the tools. */
  path: string;
  /** Folders that no search path and no tool cache may show: this user's home, the runner's temporary folder. */
  secret: readonly string[];
  /** The runner's tool cache. */
  toolCache: string | undefined;
  /** Files of this run that are shown read-only at their own path. */
  readable: readonly string[];
}

/** Programs and libraries. Links among them (`/bin` -> `usr/bin`) stay links. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** Where hosted runners, Debian's Ruby and Nix keep more of them. */
const MORE = ['/opt/hostedtoolcache', '/var/lib/gems', '/nix/store'];

/** Of /etc: names, time zone, certificates of authorities and where libraries are. No resolver, no host keys, no configuration of git. */
const ETC = [
  'alternatives',
  'ca-certificates',
  'debian_version',
  'group',
  'host.conf',
  'hosts',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'magic',
  'mime.types',
  'nsswitch.conf',
  'os-release',
  'passwd',
  'pki/ca-trust',
  'pki/tls/certs',
  'protocols',
  'services',
  'shells',
  'ssl/certs',
  'ssl/openssl.cnf',
  'timezone',
].map((name) => `/etc/${name}`);

/** Of /proc, what is no process: the lists that container engines use, and what else root could write to. */
const PROC_READ_ONLY = ['bus', 'driver', 'fs', 'irq', 'mtrr', 'sys', 'sysrq-trigger'];
const PROC_HIDDEN = ['acpi', 'asound', 'scsi'];
const PROC_EMPTIED = ['kallsyms', 'kcore', 'keys', 'kmsg', 'latency_stats', 'sched_debug', 'timer_list', 'timer_stats'];

/** Looks at the machine. Rejects with what node:fs says when the workspace or the scratch folder cannot be used. */
export async function lookAround(options: ViewOptions): Promise<JailView> {
  const workspace = await realpath(options.workspace);
  const scratch = await realpath(options.scratch);
  const secret = await Promise.all(options.secret.map((path) => realpath(path).catch(() => path)));
  const [home, tmp] = [join(scratch, 'home'), join(scratch, 'tmp')];
  for (const folder of [home, tmp]) await mkdir(folder, { recursive: true });

  const readOnly: string[] = [];
  const links: JailView['links'][number][] = [];
  for (const path of SYSTEM) {
    const there = await lstat(path).catch(() => undefined);
    if (there?.isSymbolicLink()) links.push({ path, target: await readlink(path) });
    else if (there) readOnly.push(path);
  }
  const show = async (path: string) => {
    const shown = [...readOnly, ...links.map((link) => link.path)];
    if (!(await exists(path)) || shown.some((folder) => isWithin(folder, path))) return;
    readOnly.push(path);
  };
  for (const path of [...MORE, ...ETC, ...options.readable]) await show(path);
  for (const path of await toolFolders(options)) {
    // A folder that holds the checkout, or something secret, would show too much; one in the checkout is there already.
    const wide = [workspace, scratch, ...secret].some((inner) => isWithin(path, inner));
    if (!wide && !isWithin(workspace, path)) await show(path);
  }
  return {
    readOnly,
    links,
    proc: {
      readOnly: await existing(PROC_READ_ONLY),
      hidden: await existing(PROC_HIDDEN),
      emptied: await existing(PROC_EMPTIED),
    },
    workspace,
    gitFolder: await gitFolderOf(workspace),
    home,
    tmp,
  };
}

/** The folders of the search path, the installation of the Node that it finds, and the tool cache. */
async function toolFolders({ path, toolCache }: ViewOptions): Promise<string[]> {
  const folders = path.split(delimiter).filter(isAbsolute);
  const nodes = await Promise.all(folders.map((folder) => realpath(join(folder, 'node')).catch(() => undefined)));
  // `<installation>/bin/node`, with npm and the headers beside `bin`. A folder of the root, such as /opt, holds more than an installation.
  const installations = nodes
    .flatMap((node) => (node ? [dirname(dirname(node)), dirname(node)] : []))
    .filter((folder) => dirname(folder) !== '/');
  // First the whole installation, which the program's own folder is only there for when that is refused.
  return [...(toolCache ? [toolCache] : []), ...installations, ...folders];
}

/** Resolves with the git folder when it is a real folder, with `hooks` in it. */
async function gitFolderOf(workspace: string): Promise<string | undefined> {
  const folder = join(workspace, '.git');
  const there = await lstat(folder).catch(() => undefined);
  if (!there?.isDirectory()) return undefined;
  await mkdir(join(folder, 'hooks'), { recursive: true });
  return folder;
}

async function existing(names: readonly string[]): Promise<string[]> {
  const paths = names.map((name) => `/proc/${name}`);
  const there = await Promise.all(paths.map(exists));
  return paths.filter((_, index) => there[index]);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Whether `path` is `folder` or below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
