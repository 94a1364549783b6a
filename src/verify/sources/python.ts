/** Tests in Python: pytest and unittest. Blocks are told by their indentation. */
import { masked, PYTHON } from './mask.ts';
import { assertionsIn, type SourceReader, type SourceTest, skippedBy, wordsOf } from './source.ts';

const DEFINITION = /^([ \t]*)(?:async[ \t]+)?(def|class)[ \t]+(\w+)/;
const SKIPS = /\b(?:skip|expectedFailure)\b|\bxfail\b(?!\s*\(\s*[^)r\s])/;
const SKIPS_IF = /\b(?:skipif|skipIf|skipUnless|xfail)\b/;
const SKIPS_ITSELF =
  /\b(?:pytest\.(?:skip|xfail)|self\.skipTest|pytest\.importorskip)\s*\(|\braise\s+(?:unittest\.)?SkipTest\b/;

const SKIPS_AT_ONCE = new RegExp(`^(?:"""\\s*"""\\s*)?(?:${SKIPS_ITSELF.source})`);

const ASSERTIONS = {
  any: /^[ \t]*assert\b|\bself\.(?:assert\w+|fail)\s*\(|\b(?:pytest\.)?(?:raises|warns)\s*\(|\b_?(?:assert|check|verify|ensure|expect)_\w+\s*\(/gm,
  weak: /^[ \t]*assert[ \t]+(?:True|[\w.]+(?:\([^()\n]*\))?)[ \t]*(?:,.*)?$|^[ \t]*assert\b[^\n]*\bis not None\b|\bself\.(?:assertTrue|assertIsNotNone)\s*\(/gm,
};

export const readPython: SourceReader = (text) => {
  const lines = text.split('\n');
  const code = masked(text, PYTHON).split('\n');
  const module = code.filter((line) => /^pytestmark\b/.test(line)).join('\n');
  const classes: { indent: number; name: string; marks: string }[] = [];
  const tests: SourceTest[] = [];
  let decorators: string[] = [];
  for (const [at, line] of code.entries()) {
    if (/^[ \t]*@/.test(line)) {
      decorators.push(line);
      continue;
    }
    const [, spaces, keyword, name] = DEFINITION.exec(line) ?? [];
    if (spaces === undefined || name === undefined) {
      // What a decorator is given may stand on several lines.
      if (decorators.length > 0) decorators.push(line);
      if (/^[ \t]*\w+[ \t]*=/.test(line)) decorators = [];
      continue;
    }
    const indent = spaces.length;
    while (classes.length > 0 && classes.at(-1)!.indent >= indent) classes.pop();
    const marks = decorators.join('\n');
    decorators = [];
    if (keyword === 'class') {
      classes.push({ indent, name, marks });
      continue;
    }
    if (!/^test/.test(name)) continue;
    const end = endOfBlock(code, at, indent);
    const body = code.slice(at + 1, end).join('\n');
    const oneLine = /:[ \t]*(\S.*)$/.exec(line)?.[1] ?? '';
    const inner = `${oneLine}\n${body}`;
    const all = [module, marks, ...classes.map((each) => each.marks)].join('\n');
    tests.push({
      name: [...classes.map((each) => each.name), name].join(' > '),
      line: at + 1,
      skipped: skippedBy(
        SKIPS.test(all) || SKIPS_AT_ONCE.test(inner.trimStart()),
        SKIPS_IF.test(all) || SKIPS_ITSELF.test(inner),
      ),
      only: false,
      assertions: assertionsIn(inner, ASSERTIONS),
      words: wordsOf(lines.slice(at + 1, end).join('\n') || oneLine),
      empty: !/\S/.test(inner.replace(/"""\s*"""|'''\s*'''|"\s*"|\bpass\b|\.\.\./g, '')),
    });
  }
  return tests;
};

function endOfBlock(code: readonly string[], at: number, indent: number): number {
  for (let next = at + 1; next < code.length; next++) {
    const line = code[next]!;
    // A bracket that closes a list of parameters stands at the indentation of its definition.
    if (line.trim() === '' || /^[ \t]*\)/.test(line)) continue;
    if (/^[ \t]*/.exec(line)![0].length <= indent) return next;
  }
  return code.length;
}
