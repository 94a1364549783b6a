/** TypeScript's compiler, where a test command checks types before it runs the tests: what is missing, it says first. */
import { linesOf } from '../output.ts';
import { type Failure, MAX_FAILURES, type Missing, type Reader } from './report.ts';

const PLAIN = /^(\S.*?)\((\d+),\d+\): error TS(\d+): (.+)$/;
const PRETTY = /^(\S.*?):(\d+):\d+ - error TS(\d+): (.+)$/;

/** No counts: no test ran. */
export const typescript: Reader = {
  runner: 'tsc',
  read(text) {
    const failures = linesOf(text).flatMap((line): Failure[] => {
      const [, file, , code, message] = PLAIN.exec(line) ?? PRETTY.exec(line) ?? [];
      if (file === undefined || message === undefined) return [];
      const missing = missingIn(Number(code), message);
      // TS1000 to TS1999 are errors of syntax.
      const kind = missing ? 'import' : /^1\d{3}$/.test(code ?? '') ? 'syntax' : 'unknown';
      return [{ name: file, file, kind, message, ...(missing && { missing }) }];
    });
    return failures.length === 0 ? undefined : { failures: failures.slice(0, MAX_FAILURES) };
  },
};

/** 2307 module; 2304, 2305, 2339, 2551, 2552, 2614, 2724 names; 2353 a property that the type does not know. */
function missingIn(code: number, message: string): Missing | undefined {
  const quoted = [...message.matchAll(/'([^']+)'/g)].map((match) => match[1]!);
  if (code === 2307) return quoted[0] === undefined ? undefined : { module: quoted[0] };
  if (code === 2305 || code === 2614 || code === 2724)
    return quoted[1] === undefined ? undefined : { symbol: quoted[1] };
  if (code === 2304 || code === 2339 || code === 2551 || code === 2552 || code === 2353)
    return quoted[0] === undefined ? undefined : { symbol: quoted[0] };
  return undefined;
}
