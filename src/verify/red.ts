/**
 * Whether tests fail without the change for the right reason: because the behaviour is missing, which an assertion shows, or an error in what was
 * called. A test of something new cannot but fail by an import; that is right where the change adds what is missing, and wrong where it does not: then
 * nobody knows whether the test looks at anything. So are a file that cannot be read as code, and a test that does not end. Pure.
 */
import type { Execution } from './execution.ts';
import type { Failure, Missing } from './runners/report.ts';

/** What a change brings besides tests. */
export interface Supply {
  /** Paths of files that it adds, tests left out. */
  added: readonly string[];
  /** Lines that it adds to files that are no tests. */
  lines: string;
}

export interface Reason {
  right: boolean;
  /** A sentence for people; may quote what stands in the output. */
  why: string;
}

/** `red` is an execution that failed. */
export function whyRed({ run, reading, late }: Execution, supply: Supply): Reason {
  if (late) return wrong('because they do not end in time');
  if (!reading)
    return right(
      `The test command fails without the change (exit status ${run.exit_code}); its output was not understood, so it does not say why.`,
    );
  const { failures } = reading;
  const first = (kind: Failure['kind']): Failure | undefined => failures.find((failure) => failure.kind === kind);

  const asserted = first('assertion');
  if (asserted)
    return right(`${quote(asserted.name)} fails by an assertion: ${line(asserted.message)}.${others(reading.failed)}`);
  const thrown = first('error');
  if (thrown)
    return right(`${quote(thrown.name)} fails by an error: ${line(thrown.message)}.${others(reading.failed)}`);
  const imports = failures.filter(({ kind }) => kind === 'import');
  const supplied = imports.find(({ missing }) => missing && supplies(supply, missing));
  if (supplied?.missing)
    return right(
      `${whatOf(supplied.missing)} does not exist without the change, which adds it.${others(reading.failed)}`,
    );
  const foreign = imports.find(({ missing }) => missing);
  if (foreign?.missing)
    return wrong(`because ${whatOf(foreign.missing)} cannot be found, and the change does not add it`);
  const syntax = first('syntax');
  if (syntax) return wrong(`because ${quote(syntax.name)} cannot be read as code: ${line(syntax.message)}`);
  const late_ = first('timeout');
  if (late_) return wrong(`because ${quote(late_.name)} does not end in time`);
  if (failures.length > 0 || reading.failed === undefined || reading.failed > 0)
    return right('Tests fail without the change; the output does not say why.');
  return {
    right: false,
    why: `No test fails without the change: the test command fails for another reason (exit status ${run.exit_code}). If a runner that was not understood found the failure, let it write JUnit XML and name the files under commands.reports.`,
  };
}

const right = (why: string): Reason => ({ right: true, why });
const wrong = (because: string): Reason => ({
  right: false,
  why: `The tests of the change fail without it only ${because}. Let one fail by an assertion.`,
});

const others = (failed: number | undefined): string =>
  failed === undefined || failed < 2 ? '' : ` ${failed} fail in all.`;

/** A name, or the first line of a message, short and on one line. */
const line = (text: string): string => {
  const first = text
    .split('\n')[0]!
    .trim()
    .replace(/[.:]+$/, '');
  return first.length > 160 ? `${first.slice(0, 159)}…` : first || 'it does not say which';
};
export const quote = (name: string): string => `“${line(name)}”`;
const whatOf = (missing: Missing): string => quote('module' in missing ? missing.module : missing.symbol);

/** Whether the change brings what was not found. */
export function supplies({ added, lines }: Supply, missing: Missing): boolean {
  if ('symbol' in missing) return new RegExp(`(?<![\\w$])${escaped(missing.symbol)}(?![\\w$])`).test(lines);
  const wanted = stem(missing.module);
  if (wanted.length === 0) return false;
  const relative = /^[./~@#]/.test(missing.module) || /^file:/.test(missing.module);
  return added.some((path) => {
    // A package of Go is the folder of its files; elsewhere a module is a file, or a folder by its main file.
    const file = stem(path);
    const candidates = /\.go$/.test(path) ? [file.slice(0, -1)] : [file];
    return candidates.some((candidate) => {
      const length = Math.min(candidate.length, wanted.length);
      if (length === 0 || !endsWith(candidate, wanted.slice(-length))) return false;
      // One word alone is a package of somebody else's, unless it is written as a path, or stands where modules stand.
      return (
        length > 1 ||
        relative ||
        candidate.length === 1 ||
        /^(?:src|lib|app|python)$/.test(candidate[0]!) ||
        length === candidate.length
      );
    });
  });
}

const endsWith = (whole: readonly string[], end: readonly string[]): boolean =>
  end.every((part, at) => whole[whole.length - end.length + at] === part);

/** The parts of a path or of a dotted name, without what stands before the project, the extension and the name of a folder's main file. */
function stem(name: string): string[] {
  const path = name.replace(/^file:\/\//, '').replace(/[?#].*$/, '');
  const dotted =
    !path.includes('/') && /^\w+(?:\.\w+)+$/.test(path) && !/\.(?:[cm]?[jt]sx?|json|py|rb|vue|svelte)$/.test(path);
  const parts = (dotted ? path.split('.') : path.replace(/\.d\.ts$|\.\w+$/, '').split('/')).filter(
    (part) => part !== '' && part !== '.' && part !== '..' && part !== '~' && part !== '@',
  );
  if (parts.length > 1 && /^(?:index|__init__|mod|main)$/.test(parts.at(-1)!)) parts.pop();
  return parts;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
