/** A test command that ended by an error before its runner could count anything: the error alone. */
import { linesOf } from '../output.ts';
import { classify } from './classify.ts';
import { messageOf, type Reader } from './report.ts';

/** How Node, Mocha, Python and Ruby begin the last words of a program. */
const LAST_WORDS =
  /^(?: ?Exception during run: )?(?:Uncaught )?((?:(?:[A-Za-z_][\w.]*)?(?:Error|Exception))(?: \[\w+\])?: .+)$/;

export const crash: Reader = {
  runner: 'crash',
  read(text) {
    const lines = linesOf(text);
    for (let at = lines.length - 1; at >= 0; at--) {
      const said = LAST_WORDS.exec(lines[at]!)?.[1];
      if (said === undefined) continue;
      const message = messageOf([said.replace(/^([\w.]+) \[\w+\]:/, '$1:'), ...lines.slice(at + 1, at + 3)]);
      return { failures: [{ name: 'the test command', ...classify(message, false), message }] };
    }
    return undefined;
  },
};
