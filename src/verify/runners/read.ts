/** From the output of a test command to what its runners said. Who wrote it is told by the output and not by the command. */
import { cargo } from './cargo.ts';
import { crash } from './crash.ts';
import { go } from './go.ts';
import { goJson } from './go-json.ts';
import { jest } from './jest.ts';
import { mocha } from './mocha.ts';
import { nodeSpec } from './node-spec.ts';
import { pytest } from './pytest.ts';
import { MAX_FAILURES, type Reader, type TestReport } from './report.ts';
import { tap } from './tap.ts';
import { typescript } from './typescript.ts';
import { vitest } from './vitest.ts';

/** Those that count. A project of several languages has output of several, which is added up. */
const RUNNERS: readonly Reader[] = [nodeSpec, tap, vitest, jest, mocha, pytest, goJson, go, cargo];

/** Those that say why nothing was counted; asked one after the other, and only then. */
const BEFORE_RUNNERS: readonly Reader[] = [typescript, crash];

export interface Reading extends TestReport {
  /** Who was understood, as in `vitest and go test`. */
  runner: string;
}

/** What was said; undefined when nobody was understood. `text` is without colours. */
export function readOutput(text: string): Reading | undefined {
  const reports = RUNNERS.flatMap((reader) => {
    const report = reader.read(text);
    return report ? [{ runner: reader.runner, ...report }] : [];
  });
  // The events of -json hold the lines of the plain form, and one package that cannot be built has its line beside them.
  const heard = reports.some(({ runner }) => runner === goJson.runner)
    ? reports.filter(({ runner }) => runner !== go.runner)
    : reports;
  if (heard.length > 0) return together(heard);
  for (const reader of BEFORE_RUNNERS) {
    const report = reader.read(text);
    if (report) return { runner: reader.runner, ...report };
  }
  return undefined;
}

/** Several reports as one. Names are kept only where they account for every test that passed. */
export function together(reports: readonly Reading[]): Reading {
  const sum = (key: 'passed' | 'failed' | 'skipped'): { [name: string]: number } => {
    const known = reports.flatMap((report) => report[key] ?? []);
    return known.length === 0 ? {} : { [key]: known.reduce((all, count) => all + count, 0) };
  };
  const complete = reports.every(
    ({ tests, passed }) => tests !== undefined && tests.filter(({ status }) => status === 'passed').length === passed,
  );
  return {
    runner: [...new Set(reports.map(({ runner }) => runner))].join(' and '),
    ...sum('passed'),
    ...sum('failed'),
    ...sum('skipped'),
    failures: reports.flatMap(({ failures }) => failures).slice(0, MAX_FAILURES),
    ...(complete && { tests: reports.flatMap(({ tests }) => tests ?? []) }),
  };
}
