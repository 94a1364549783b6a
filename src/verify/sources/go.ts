/** Tests in Go: functions of their own, and those that they run by name. */
import { bracketPairs, GO, masked } from './mask.ts';
import { assertionsIn, lineCounter, type SourceReader, type SourceTest, skippedBy, wordsOf } from './source.ts';

const FUNCTION = /^func[ \t]+((?:Test|Fuzz|Example)\w*)[ \t]*\(/gm;
const RUN = /\bt\.Run\s*\(/g;
const SKIPS = /\b[tbf]\.Skip(?:f|Now)?\s*\(/;

const ASSERTIONS = {
  any: /\b[tbf]\.(?:Errorf?|Fatalf?|Fail|FailNow)\s*\(|\b(?:assert|require|qt|is)\.\w+\s*\(|\b(?:assert|check|expect|verify|ensure|must|require)[A-Z]\w*\s*\(/gm,
  weak: /\b(?:assert|require)\.(?:NotNil|NotEmpty|NoError|True|NotPanics)\s*\(/g,
};

export const readGo: SourceReader = (text) => {
  const code = masked(text, GO);
  const pairs = bracketPairs(code);
  const lineOf = lineCounter(text);
  const test = (name: string, start: number, open: number): SourceTest[] => {
    const close = pairs.get(open);
    if (close === undefined) return [];
    const inner = code.slice(open + 1, close);
    return [
      {
        name,
        line: lineOf(start),
        skipped: skippedBy(
          inner.trimStart().search(SKIPS) === 0,
          SKIPS.test(inner.replace(/\bt\.Run\s*\([\s\S]*/, '')),
        ),
        only: false,
        assertions: assertionsIn(inner, ASSERTIONS),
        words: wordsOf(text.slice(open + 1, close)),
        empty: !/\S/.test(inner),
      },
    ];
  };
  return [
    ...[...code.matchAll(FUNCTION)].flatMap((match) => {
      const parameters = match.index + match[0].length - 1;
      return test(match[1]!, match.index, code.indexOf('{', pairs.get(parameters) ?? code.length));
    }),
    ...[...code.matchAll(RUN)].flatMap((match) => {
      const open = match.index + match[0].length - 1;
      const comma = code.indexOf(',', open);
      const name = text
        .slice(open + 1, comma)
        .trim()
        .replace(/^(["`])([\s\S]*)\1$/, '$2');
      // A table's test has the name of a variable, which says nothing about which cases there are.
      return comma < 0 || comma > (pairs.get(open) ?? 0) ? [] : test(name, match.index, code.indexOf('{', comma));
    }),
  ].sort((one, other) => one.line - other.line);
};
