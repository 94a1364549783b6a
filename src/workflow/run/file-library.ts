/** The library of the files in a project. Each file is read once. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { Instructions } from '../instructions.ts';
import { loadWorkflow, type Workflow } from '../load.ts';
import type { Plugin } from '../plugins.ts';
import { refusalOf } from '../safe-path.ts';
import { readTemplate, type Template } from '../template.ts';
import { compile } from './compile.ts';
import type { Library, Loaded } from './library.ts';
import type { Program } from './program.ts';

/** Where workflows come from. */
export interface FileLibraryOptions {
  projectRoot: string;
  /** The day of the run, for `system-generated` dates: when it began, also after it was resumed. */
  now: Date;
  /** Workflows that can be called by their name, as `findWorkflows` answers. */
  plugins?: ReadonlyMap<string, Plugin>;
}

/** A task or a template is a text for people; a larger file is something else. */
const LARGEST = 256 * 1024;

/** A library over files. An id is a path below the project, or `orch:name` for a plugin that stands elsewhere. */
export function fileLibrary(options: FileLibraryOptions): Library & { at(path: string): Loaded } {
  const root = resolve(options.projectRoot);
  const loaded = new Map<string, Loaded>();
  const programs = new Map<string, Program | undefined>();
  const templates = new Map<string, Template | undefined>();

  const idOf = (file: string): string => {
    const below = relative(root, file);
    if (!below.startsWith('..')) return below.split(sep).join('/');
    const plugin = [...(options.plugins?.values() ?? [])].find((other) => other.file === file);
    return plugin ? `orch:${plugin.name}` : file;
  };
  const at = (path: string): Loaded => {
    const file = fileOf(resolve(root, path));
    const id = idOf(file);
    const known = loaded.get(id);
    if (known) return known;
    const fresh = { id, workflow: loadWorkflow(file, { projectRoot: root, now: options.now }) };
    loaded.set(id, fresh);
    return fresh;
  };
  const text = ({ workflow }: Loaded, path: string): { path: string; text: string } | undefined => {
    const located = workflow.folder.locate(path);
    if (located.kind !== 'found' || !statSync(located.path).isFile() || statSync(located.path).size > LARGEST) {
      return undefined;
    }
    return { path: located.path, text: readFileSync(located.path, 'utf8') };
  };

  return {
    at,
    load(id) {
      const known = loaded.get(id);
      if (known) return known;
      const plugin = id.startsWith('orch:') ? options.plugins?.get(id.slice('orch:'.length)) : undefined;
      const file = plugin?.file ?? resolve(root, id);
      return existsSync(file) ? at(file) : undefined;
    },
    find(reference, from) {
      const plugin = options.plugins?.get(reference);
      if (plugin) return at(plugin.file);
      const file = within(root, reference)
        .flatMap((path) => [path, join(path, 'workflow.yaml'), join(path, 'workflow.yml')])
        .map((path) => from.workflow.folder.locate(path))
        .find((located) => located.kind === 'found' && /\.ya?ml$/.test(located.path));
      return file && at(file.path);
    },
    program(of, part) {
      const key = `${of.id}#${part ?? ''}`;
      if (!programs.has(key)) programs.set(key, programOf(of.workflow, part));
      return programs.get(key);
    },
    template(of, path) {
      const key = `${of.id}#${path}`;
      if (!templates.has(key)) {
        const read = text(of, path);
        templates.set(key, read && readTemplate(read.text, read.path));
      }
      return templates.get(key);
    },
    read(of, path) {
      // What a workflow brings along stands in its own folder, wherever that is.
      const own = of.workflow.folder.path;
      const isOwn = path.startsWith(own + sep) && refusalOf(relative(own, path)) === undefined;
      for (const candidate of isOwn ? [path] : within(root, path)) {
        const read = text(of, candidate);
        if (read) return { file: relative(root, read.path).split(sep).join('/'), text: read.text };
      }
      return undefined;
    },
  };
}

/** The operations of a workflow's instructions, or of a part of them. */
export function programOf(workflow: Workflow, part: string | null): Program | undefined {
  const names = [...workflow.parts.keys()].map((file) => basename(file));
  const find = (): Instructions | undefined =>
    part === null ? workflow.instructions : [...workflow.parts].find(([file]) => basename(file) === part)?.[1];
  const instructions = find();
  return instructions && compile(instructions, names);
}

/** Where a path that a workflow says may be: below the project, then beside the workflow. Nowhere when it may not be used. */
function within(root: string, path: string): string[] {
  const below = path === root || path.startsWith(root + sep) ? relative(root, path) : path;
  return refusalOf(below) === undefined ? [resolve(root, below), below] : [];
}

function fileOf(path: string): string {
  return existsSync(path) && statSync(path).isDirectory() ? join(path, 'workflow.yaml') : path;
}
