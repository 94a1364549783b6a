/** Tests in Rust: functions with the attribute `test`, by whatever crate. */
import { bracketPairs, masked, RUST } from './mask.ts';
import { assertionsIn, lineCounter, type SourceReader, skippedBy, wordsOf } from './source.ts';

const FUNCTION = /((?:#\[[^\]\n]*\]\s*){1,12})(?:pub(?:\([^)\n]*\))?\s+)?(?:async\s+)?(?:unsafe\s+)?fn\s+(\w+)/g;
const TEST = /#\[(?:\w+::)*(?:test|rstest|test_case|quickcheck|proptest)\b/;

const ASSERTIONS = {
  any: /\b(?:debug_)?(?:assert\w*|prop_assert\w*|panic|unreachable)!\s*[([]|\b(?:assert|check|verify|expect)_\w+\s*\(/g,
  weak: /\bassert!\s*\(\s*(?:true|!?[\w.]+(?:\([^()\n]*\))?(?:\.is_(?:ok|some|err|none)\(\))?)\s*[),]/g,
};

export const readRust: SourceReader = (text) => {
  const code = masked(text, RUST);
  const pairs = bracketPairs(code);
  const lineOf = lineCounter(text);
  return [...code.matchAll(FUNCTION)].flatMap((match) => {
    const [all, attributes, name] = match;
    if (!TEST.test(attributes!)) return [];
    const end = match.index + all.length;
    const open = code.indexOf('{', end);
    const close = pairs.get(open);
    if (close === undefined) return [];
    const inner = code.slice(open + 1, close);
    const { count, weak } = assertionsIn(inner, ASSERTIONS);
    return [
      {
        name: name!,
        line: lineOf(end - 1),
        skipped: skippedBy(/#\[ignore\b/.test(attributes!), /#\[cfg_attr\([^\]]*,\s*ignore\b/.test(attributes!)),
        only: false,
        assertions: { count: count + (/#\[should_panic\b/.test(attributes!) ? 1 : 0), weak },
        words: wordsOf(text.slice(open + 1, close)),
        empty: !/\S/.test(inner),
      },
    ];
  });
};
