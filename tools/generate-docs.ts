/**
 * Writes what the documentation has from the code: the command table, the diagram, the configuration, the examples of state. With `--check` it
 * writes nothing and fails when something is out of date; a test does that.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandTable } from '../src/core/messages/replies.ts';
import { configurationPage } from './docs/configuration.ts';
import { cycleDiagram, cycleTable, stateDiagram, stateTable } from './docs/diagram.ts';
import { permissionsPage } from './docs/permissions-page.ts';
import { statePage } from './docs/state-page.ts';

const root = join(import.meta.dirname, '..');

/** Replaces what stands between `<!-- generated: name -->` and `<!-- /generated -->`. Throws when the place is not there. */
function fill(text: string, name: string, content: string): string {
  const start = `<!-- generated: ${name} -->`;
  const end = '<!-- /generated -->';
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`there is no place for ${name}`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

const filled = (text: string, parts: Readonly<Record<string, string>>): string =>
  Object.entries(parts).reduce((now, [name, content]) => fill(now, name, content), text);

/** Every generated file: its path and what should stand in it. */
export function generated(): { path: string; text: string }[] {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const design = filled(read('docs/design.md'), {
    diagram: stateDiagram(),
    machine: stateTable(),
    'cycle diagram': cycleDiagram(),
    cycle: cycleTable(),
  });
  return [
    { path: 'README.md', text: fill(read('README.md'), 'commands', commandTable()) },
    { path: 'docs/design.md', text: design },
    { path: 'docs/configuration.md', text: configurationPage() },
    { path: 'docs/permissions.md', text: permissionsPage() },
    { path: 'docs/state.md', text: statePage() },
  ];
}

/** The files that differ from what the code says. */
export function outdated(): string[] {
  return generated()
    .filter(({ path, text }) => {
      try {
        return readFileSync(join(root, path), 'utf8') !== text;
      } catch {
        return true;
      }
    })
    .map(({ path }) => path);
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--check')) {
    const stale = outdated();
    if (stale.length > 0) {
      console.error(`out of date: ${stale.join(', ')}. Run npm run docs.`);
      process.exitCode = 1;
    }
  } else {
    for (const { path, text } of generated()) writeFileSync(join(root, path), text);
  }
}
