/** Tests in JavaScript and TypeScript: node:test, Vitest, Jest, Mocha, Jasmine, Playwright, AVA, tape. */
import { bracketPairs, JAVASCRIPT, masked } from './mask.ts';
import { assertionsIn, lineCounter, type SourceReader, type SourceTest, skippedBy, wordsOf } from './source.ts';

const CALL = /(?<![\w$.])(x|f)?(test|it|describe|suite|context|specify)((?:\s*\.\s*\w+)*)\s*(?=[(`])/g;

/** Marks by which a test does not run, or is expected to fail. */
const SKIPS = /\.\s*(?:skip|todo|fixme|fails|failing)\b/;
const SKIPS_IF = /\.\s*(?:skipIf|runIf)\b/;
const ONLY = /\.\s*only\b/;

/** Inside of a test; as its first word, or further on, where something may stand before it. */
const SKIPS_ITSELF = /\b(?:t|ctx|context|this|test|it)\.(?:skip|todo)\s*\(/;
const SKIPS_AT_ONCE = new RegExp(
  `^\\s*(?:async\\s*)?(?:function\\s*\\w*\\s*)?\\(?[^()]{0,200}\\)?\\s*(?:=>\\s*)?\\{?\\s*(?:return\\s+)?(?:${SKIPS_ITSELF.source})`,
);

/** Of the options of node:test: what is not known before it runs is a condition. */
const OPTION = /\b(?:skip|todo)\s*:(?!\s*(?:false|undefined)\b)\s*(true\b|["'`])?/;

const ASSERTIONS = {
  any: /\bexpect(?:\.\w+)?\s*\(|\b(?:assert|should)(?:\.\w+)*\s*\(|\bt\.(?:assert\.\w+|is|not|equals?|deepEquals?|same|strictSame|throws\w*|notThrows\w*|true|false|truthy|falsy|like|regex|snapshot|match|rejects|ok|pass|fail)\s*\(|\.should\b|\b(?:expect|assert|check|verify|ensure|should|must)[A-Z_]\w*\s*\(/g,
  weak: /\.(?:toBeTruthy|toBeFalsy|toBeDefined|toHaveBeenCalled|toBeCalled)\s*\(|\.not\s*\.\s*(?:toThrow|toBeNull|toBeUndefined)\s*\(|\bassert(?:\.ok)?\s*\(|\bassert\.(?:exists|isOk|isDefined|doesNotThrow)\s*\(|\bt\.(?:ok|truthy|falsy|pass|notThrows)\s*\(|\bexpect\.any(?:thing)?\s*\(/g,
};

interface Call {
  suite: boolean;
  start: number;
  /** Of its arguments. */
  open: number;
  close: number;
  skipped: SourceTest['skipped'];
  only: boolean;
}

export const readJavaScript: SourceReader = (text) => {
  const code = masked(text, JAVASCRIPT);
  const pairs = bracketPairs(code);
  const lineOf = lineCounter(text);
  const calls = callsIn(code, pairs);
  const suites = calls.filter(({ suite }) => suite);
  const around = nesting(suites);
  return calls.flatMap((call): SourceTest[] => {
    if (call.suite) return [];
    const head = argumentsOf(code, pairs, call);
    const name = nameOf(text, head);
    if (name === undefined) return [];
    const outer = around(call.start);
    const inner = code.slice(call.open + 1, call.close);
    const options = head[1] === undefined ? '' : code.slice(...head[1]).trimStart();
    const option = /^\{/.test(options) ? OPTION.exec(options) : null;
    const function_ = head
      .slice(1)
      .map((range) => code.slice(...range))
      .join(',');
    return [
      {
        name,
        line: lineOf(call.start),
        skipped: skippedBy(
          [call, ...outer].some((each) => each.skipped === 'always') ||
            option?.[1] !== undefined ||
            SKIPS_AT_ONCE.test(code.slice(...head.at(-1)!)),
          [call, ...outer].some((each) => each.skipped === 'sometimes') || option !== null || SKIPS_ITSELF.test(inner),
        ),
        only:
          call.only ||
          outer.some((suite) => suite.only) ||
          (/^\{/.test(options) && /\bonly\s*:\s*true\b/.test(options)),
        assertions: assertionsIn(inner, ASSERTIONS),
        words: wordsOf(text.slice(head[0]![1], call.close)),
        empty: !/\S/.test(function_.replace(/(?:async\s*)?(?:function\s*\w*\s*)?\([^()]*\)\s*(?:=>)?|[{},;()]/g, '')),
      },
    ];
  });
};

/** Calls in the order in which they stand. A curried one (`test.each(table)(name, fn)`) has its arguments in the last brackets. */
function callsIn(code: string, pairs: ReadonlyMap<number, number>): Call[] {
  const calls: Call[] = [];
  for (const match of code.matchAll(CALL)) {
    const [all, prefix, word, chain = ''] = match;
    let open = match.index + all.length;
    if (code[open] === '`') {
      const end = code.indexOf('`', open + 1);
      open = end < 0 ? -1 : nextBracket(code, end + 1);
    } else {
      for (let next = nextBracket(code, (pairs.get(open) ?? code.length) + 1); next >= 0; ) {
        open = next;
        next = nextBracket(code, (pairs.get(open) ?? code.length) + 1);
      }
    }
    const close = pairs.get(open);
    if (close === undefined) continue;
    calls.push({
      suite: /^(?:describe|suite|context)$/.test(word!) || /\.\s*describe\b/.test(chain),
      start: match.index,
      open,
      close,
      skipped: skippedBy(prefix === 'x' || SKIPS.test(chain), SKIPS_IF.test(chain)),
      only: prefix === 'f' || ONLY.test(chain),
    });
  }
  return calls;
}

/** Where a bracket opens that follows at once; -1 when something else does. */
function nextBracket(code: string, from: number): number {
  const at = from + (/^\s{0,200}/.exec(code.slice(from, from + 200))?.[0].length ?? 0);
  return code[at] === '(' ? at : -1;
}

/** For offsets asked in rising order: the suites around each. */
function nesting(suites: readonly Call[]): (offset: number) => Call[] {
  const open: Call[] = [];
  let next = 0;
  return (offset) => {
    while (next < suites.length && suites[next]!.start < offset) open.push(suites[next++]!);
    while (open.length > 0 && open.at(-1)!.close < offset) open.pop();
    return open.filter(({ close }) => close > offset);
  };
}

type Range = [number, number];

/** The arguments of a call, at most the first four. */
function argumentsOf(code: string, pairs: ReadonlyMap<number, number>, { open, close }: Call): Range[] {
  const found: Range[] = [];
  let from = open + 1;
  for (let at = from; at <= close && found.length < 4; at++) {
    if (at === close || code[at] === ',') {
      if (code.slice(from, at).trim() !== '') found.push([from, at]);
      from = at + 1;
    } else at = pairs.get(at) ?? at;
  }
  return found;
}

/** The text of the first argument. A call with a single one that is no string is a function of that name and no test. */
function nameOf(text: string, [first, second]: readonly Range[]): string | undefined {
  if (!first) return undefined;
  const raw = text.slice(...first).trim();
  const literal = /^(["'`])([\s\S]*)\1$/.exec(raw)?.[2];
  return literal === undefined && !second ? undefined : (literal ?? raw).slice(0, 300);
}
