/**
 * Conditions of `if`. What is formal is parsed into a small tree that `evaluate.ts` computes; what is prose stays a question for the agent. Nothing is ever run
 * as code.
 *
 *     or      = and ("or" and)*
 *     and     = not ("and" not)*
 *     not     = ("not" | "!") not | test
 *     test    = "(" or ")" | "exists" "(" name ")" | operand [comparison | "exists" | "is" ["not"] ("provided" | "defined" | "empty")]
 *     comparison = ("==" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "in") operand
 *     operand = 'text' | "text" | number | true | false | name | {name} | {{name}}
 */

/** A value as it is written: a literal, or the name of a variable. A `bare` name stands for its own text where no such variable is known. */
export type Operand =
  | { kind: 'literal'; value: string | number | boolean }
  | { kind: 'name'; name: string; bare: boolean };

/** The ways to compare two operands. */
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'in';

/** A formal condition. */
export type Expression =
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'not'; of: Expression }
  | { kind: 'compare'; by: Comparison; left: Operand; right: Operand }
  | { kind: 'exists' | 'empty'; of: Operand }
  | { kind: 'truth'; of: Operand };

/** What an `if` says: something to compute, the other branch of the checks before it, or a question in prose. */
export type Condition =
  | { kind: 'formal'; expression: Expression; text: string }
  | { kind: 'else'; text: string }
  | { kind: 'question'; text: string };

interface Lexeme {
  kind: 'string' | 'number' | 'name' | 'braced' | 'sign';
  text: string;
}

const LEXEME =
  /\s*(?:"([^"]*)"|'([^']*)'|\{\{\s*([\w.-]+)\s*\}\}|\{\s*([\w.-]+)\s*\}|(-?\d+(?:\.\d+)?(?![\w.-]))|([A-Za-z_][\w.-]*)|(===|!==|==|!=|<=|>=|&&|\|\||[<>!()]))/y;

/** Reads a condition. Never fails: what is not formal is a question. */
export function parseCondition(source: string): Condition {
  const text = source.trim();
  if (/^else$/i.test(text)) return { kind: 'else', text };
  const lexemes = lex(text);
  const expression = lexemes && parse(lexemes);
  return expression ? { kind: 'formal', expression, text } : { kind: 'question', text };
}

function lex(text: string): Lexeme[] | undefined {
  const lexemes: Lexeme[] = [];
  LEXEME.lastIndex = 0;
  let at = 0;
  while (at < text.trimEnd().length) {
    LEXEME.lastIndex = at;
    const found = LEXEME.exec(text);
    if (!found) return undefined;
    at = LEXEME.lastIndex;
    const [, double, single, runtime, braced, number, name, sign] = found;
    if (double !== undefined || single !== undefined)
      lexemes.push({ kind: 'string', text: (double ?? single) as string });
    else if (runtime !== undefined || braced !== undefined)
      lexemes.push({ kind: 'braced', text: (runtime ?? braced) as string });
    else if (number !== undefined) lexemes.push({ kind: 'number', text: number });
    else if (name !== undefined) lexemes.push({ kind: 'name', text: name });
    else lexemes.push({ kind: 'sign', text: sign as string });
  }
  return lexemes;
}

/** Nesting that no person writes; it also keeps the recursion bounded. */
const DEEPEST = 50;

function parse(lexemes: readonly Lexeme[]): Expression | undefined {
  let at = 0;
  let depth = 0;
  const word = (...words: string[]): boolean => {
    const lexeme = lexemes[at];
    const here =
      lexeme?.kind === 'name' ? lexeme.text.toLowerCase() : lexeme?.kind === 'sign' ? lexeme.text : undefined;
    if (here === undefined || !words.includes(here)) return false;
    at++;
    return true;
  };
  const chain = (kind: 'and' | 'or', words: string[], part: () => Expression | undefined) => {
    let left = part();
    while (left && word(...words)) {
      const right = part();
      left = right && { kind, left, right };
    }
    return left;
  };
  const or = (): Expression | undefined => chain('or', ['or', '||'], and);
  const and = (): Expression | undefined => chain('and', ['and', '&&'], not);
  const not = (): Expression | undefined => {
    if (++depth > DEEPEST) return undefined;
    try {
      if (!word('not', '!')) return test();
      const of = not();
      return of && { kind: 'not', of };
    } finally {
      depth--;
    }
  };
  const operand = (): Operand | undefined => {
    const lexeme = lexemes[at];
    if (!lexeme || lexeme.kind === 'sign') return undefined;
    at++;
    if (lexeme.kind === 'string') return { kind: 'literal', value: lexeme.text };
    if (lexeme.kind === 'number') return { kind: 'literal', value: Number(lexeme.text) };
    if (lexeme.kind === 'braced') return { kind: 'name', name: lexeme.text, bare: false };
    if (/^(true|false)$/i.test(lexeme.text)) return { kind: 'literal', value: lexeme.text.toLowerCase() === 'true' };
    return { kind: 'name', name: lexeme.text, bare: true };
  };
  const test = (): Expression | undefined => {
    if (word('(')) {
      const inner = or();
      return inner && word(')') ? inner : undefined;
    }
    const next = lexemes[at + 1];
    if (next?.kind === 'sign' && next.text === '(' && word('exists')) {
      at++;
      const of = operand();
      return of?.kind === 'name' && word(')') ? { kind: 'exists', of } : undefined;
    }
    const left = operand();
    if (!left) return undefined;
    return compared(left) ?? postfix(left);
  };
  const compared = (left: Operand): Expression | undefined => {
    const by = comparisonOf(lexemes[at]);
    if (!by) return undefined;
    at++;
    const right = operand();
    // A lost right side must not turn the whole into a test of the left one alone.
    if (!right) at = lexemes.length + 1;
    return right && { kind: 'compare', by, left, right };
  };
  const postfix = (left: Operand): Expression | undefined => {
    // "file exists" is a question about the world; "{{file}} exists" and "report_file exists" are about a variable.
    const variable = left.kind === 'name' && (!left.bare || /[_.]/.test(left.name));
    if (variable && word('exists')) return { kind: 'exists', of: left };
    if (variable && word('is')) {
      const negative = word('not');
      const of = word('provided', 'defined') ? 'exists' : word('empty') ? 'empty' : undefined;
      const expression = of && ({ kind: of, of: left } as const);
      return expression && negative ? { kind: 'not', of: expression } : expression;
    }
    return left.kind === 'name' || typeof left.value === 'boolean' ? { kind: 'truth', of: left } : undefined;
  };
  const expression = or();
  return at === lexemes.length ? expression : undefined;
}

function comparisonOf(lexeme: Lexeme | undefined): Comparison | undefined {
  if (!lexeme || lexeme.kind === 'string') return undefined;
  switch (lexeme.text.toLowerCase()) {
    case '==':
    case '===':
      return '==';
    case '!=':
    case '!==':
      return '!=';
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'contains':
    case 'in':
      return lexeme.text.toLowerCase() as Comparison;
    default:
      return undefined;
  }
}
