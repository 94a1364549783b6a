/** Workflows and agents by name: those that ship with Orch, and those that a repository adds or puts in their place. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { readDefinition } from './definition.ts';
import type { Finding } from './finding.ts';
import { type Persona, readPersona } from './persona.ts';

/** A folder to look in. A later one goes before an earlier one. */
export interface Root {
  path: string;
  /** What people call it, as in "built in". */
  title: string;
}

/** A workflow that can be called by its name. */
export interface Plugin {
  name: string;
  /** Absolute path of its `workflow.yaml`. */
  file: string;
  description: string;
  /** The title of the root that it is from. */
  from: string;
}

/** An agent that can be called by its id. */
export interface AgentPlugin {
  persona: Persona;
  /** Absolute path of its `*.agent.yaml`. */
  file: string;
  from: string;
}

/** What was found by name, and what a person should know of it. */
export interface Plugins<T> {
  plugins: ReadonlyMap<string, T>;
  /** Files that cannot be read, two of one name in one root (errors), and which one was put in the place of which (warnings). */
  findings: readonly Finding[];
}

/** Where Orch's own workflows are. */
export const BUILTIN: Root = { path: join(import.meta.dirname, 'builtin'), title: 'built in' };

/** The roots of a repository: what ships with Orch, then its own. */
export function rootsOf(repository: string, kind: 'workflows' | 'agents'): Root[] {
  return [BUILTIN, { path: join(repository, '.orch', kind), title: `.orch/${kind}` }];
}

/** All workflows below the roots. Only their `workflow.yaml` is read; whether the rest is in order shows when one is loaded. */
export function findWorkflows(roots: readonly Root[]): Plugins<Plugin> {
  return collect(roots, '**/workflow.{yaml,yml}', (text, file, from) => {
    const { definition, findings } = readDefinition(text, file);
    if (!definition) return { findings };
    const { name, description } = definition;
    return { name, plugin: { name, file, description, from }, findings };
  });
}

/** All agents below the roots. */
export function findAgents(roots: readonly Root[]): Plugins<AgentPlugin> {
  return collect(roots, '**/*.agent.{yaml,yml}', (text, file, from) => {
    const { persona, findings } = readPersona(text, file);
    return persona ? { name: persona.id, plugin: { persona, file, from }, findings } : { findings };
  });
}

type ReadPlugin<T> = (
  text: string,
  file: string,
  from: string,
) => { name?: string; plugin?: T; findings: readonly Finding[] };

function collect<T extends { file: string; from: string }>(
  roots: readonly Root[],
  pattern: string,
  read: ReadPlugin<T>,
): Plugins<T> {
  const plugins = new Map<string, T>();
  const findings: Finding[] = [];
  for (const root of roots) {
    const path = resolve(root.path);
    if (!existsSync(path)) continue;
    const files = globSync(pattern, {
      cwd: path,
      dot: true,
      absolute: true,
      ignore: ['**/node_modules/**', '**/.git/**'],
      followSymbolicLinks: false,
    });
    for (const file of files.sort()) {
      const { name, plugin, findings: found } = read(readFileSync(file, 'utf8'), file, root.title);
      findings.push(...found);
      if (name === undefined || !plugin) continue;
      const before = plugins.get(name);
      if (before) findings.push(twice(name, before, plugin));
      // In one root the first stays: which of two is meant cannot be known, and the error says so.
      if (before?.from !== plugin.from) plugins.set(name, plugin);
    }
  }
  return { plugins, findings };
}

function twice(name: string, before: { file: string; from: string }, now: { file: string; from: string }): Finding {
  const place = { file: now.file, line: 1, column: 1 };
  return before.from === now.from
    ? {
        severity: 'error',
        ...place,
        message: `there are two of the name \`${name}\` in ${now.from}; the other is ${before.file}. Rename one of them`,
      }
    : {
        severity: 'warning',
        ...place,
        message: `\`${name}\` in ${now.from} takes the place of the one ${before.from}`,
      };
}
