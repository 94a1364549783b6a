/**
 * Root `postinstall`. Orch needs Node 22.20 or newer; on an older one this brings a pinned Node 24 into `node_modules/.bin`,
 * where every `npm run` finds it first, so that the two commands of the README work on any machine. On a new enough Node it
 * does nothing. It is plain JavaScript without syntax that an old Node would refuse. See docs/adr/0002-node-runtime.md.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 20)) process.exit(0);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const runtime = join(root, 'tools', 'node-runtime');
const binary = join(runtime, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');

if (!existsSync(binary)) {
  // npm hands its own settings down as variables; the nested install must not inherit them.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config|package|lifecycle|command)/.test(name)),
  );
  const npm = process.env.npm_execpath;
  try {
    execFileSync(npm ? process.execPath : 'npm', [...(npm ? [npm] : []), 'ci', '--ignore-scripts'], {
      cwd: runtime,
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
  } catch {
    // The message below names the remedy, whatever npm said.
  }
}
if (!existsSync(binary)) {
  console.error(
    `Orch needs Node 22.20 or newer, this is ${process.version}, and no pinned Node exists for ${process.platform}-${process.arch}. Install Node 24 and run npm ci again.`,
  );
  process.exit(1);
}
const link = join(root, 'node_modules', '.bin', 'node');
mkdirSync(dirname(link), { recursive: true });
rmSync(link, { force: true });
symlinkSync(relative(dirname(link), binary), link);
