/**
 * GitHub checks documents with graphql-ruby, the hub with graphql-js: the same rules in other words. This file translates
 * the sentences that people meet, so that what they learn here is what they will read there.
 */

/** A refusal of a document in GitHub's words. */
export interface Translation {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** One sentence of graphql-js and what GitHub says instead; `found` holds the groups of the pattern. */
interface Phrase {
  readonly pattern: RegExp;
  readonly say: (found: readonly string[]) => Translation;
}

const PHRASES: readonly Phrase[] = [
  {
    pattern: /^Cannot query field "(.+?)" on type "(.+?)"\./,
    say: ([field = '', type = '']) => ({
      message: `Field '${field}' doesn't exist on type '${type}'`,
      extensions: { code: 'undefinedField', typeName: type, fieldName: field },
    }),
  },
  {
    pattern: /^Unknown argument "(.+?)" on field "(?:.+\.)?(.+?)"\./,
    say: ([argument = '', field = '']) => ({
      message: `Field '${field}' doesn't accept argument '${argument}'`,
      extensions: { code: 'argumentNotAccepted', name: field, typeName: 'Field', argumentName: argument },
    }),
  },
  {
    pattern: /^Field "(.+?)" argument "(.+?)" of type .+ is required, but it was not provided\./,
    say: ([field = '', argument = '']) => ({
      message: `Field '${field}' is missing required arguments: ${argument}`,
      extensions: { code: 'missingRequiredArguments', className: 'Field', name: field, arguments: argument },
    }),
  },
  {
    pattern: /^Field "(.+?)" must not have a selection since type "(.+?)" has no subfields\./,
    say: ([field = '', type = '']) => ({
      message: `Selections can't be made on scalars (field '${field}' returns ${bare(type)} but has selections)`,
      extensions: { code: 'selectionMismatch', nodeName: `field '${field}'`, typeName: bare(type) },
    }),
  },
  {
    pattern: /^Field "(.+?)" of type "(.+?)" must have a selection of subfields\./,
    say: ([field = '', type = '']) => ({
      message: `Field must have selections (field '${field}' returns ${bare(type)} but has no selections. Did you mean '${field} { ... }'?)`,
      extensions: { code: 'selectionMismatch', nodeName: `field '${field}'`, typeName: bare(type) },
    }),
  },
  {
    pattern: /^Variable "\$(.+?)" is not defined(?: by operation "(.+?)")?\./,
    say: ([name = '', operation = '']) => ({
      message: `Variable $${name} is used by ${operation || 'anonymous query'} but not declared`,
      extensions: { code: 'variableNotDefined', variableName: name },
    }),
  },
  {
    pattern: /^Variable "\$(.+?)" is never used(?: in operation "(.+?)")?\./,
    say: ([name = '', operation = '']) => ({
      message: `Variable $${name} is declared by ${operation || 'anonymous query'} but not used`,
      extensions: { code: 'variableNotUsed', variableName: name },
    }),
  },
  {
    pattern: /^Unknown type "(.+?)"\./,
    say: ([type = '']) => ({
      message: `No such type ${type}, so it can't be a fragment condition`,
      extensions: { code: 'undefinedType', typeName: type },
    }),
  },
  {
    pattern: /^Unknown fragment "(.+?)"\./,
    say: ([fragment = '']) => ({
      message: `Fragment ${fragment} was used, but not defined`,
      extensions: { code: 'useAndDefineFragment', fragmentName: fragment },
    }),
  },
  {
    pattern: /^Fragment "(.+?)" is never used\./,
    say: ([fragment = '']) => ({
      message: `Fragment ${fragment} was defined, but not used`,
      extensions: { code: 'useAndDefineFragment', fragmentName: fragment },
    }),
  },
  {
    pattern: /^Variable "\$(.+?)" of (?:required|non-null) type "(.+?)" (?:was not provided|must not be null)\./,
    say: ([name = '', type = '']) => ({
      message: `Variable $${name} of type ${type} was provided invalid value`,
      extensions: { value: null, problems: [{ path: [], explanation: 'Expected value to not be null' }] },
    }),
  },
  {
    pattern: /^Variable "\$(.+?)" got invalid value (.+?)(?: at "(.+?)")?; (.+)$/s,
    say: ([name = '', value = '', at = '', explanation = '']) => {
      const path = at.split('.').slice(1);
      const where = path.length > 0 ? ` for ${path.join('.')} (${explanation})` : '';
      return {
        message: `Variable $${name} was provided invalid value${where}`,
        extensions: { value: parsed(value), problems: [{ path, explanation }] },
      };
    },
  },
];

/**
 * GitHub's words for a sentence of graphql-js; sentences without a translation stay as they are.
 *
 * @param sentence the message of a `GraphQLError` made by graphql-js itself
 */
export function githubWords(sentence: string): Translation {
  for (const { pattern, say } of PHRASES) {
    const found = pattern.exec(sentence);
    if (found) return say(found.slice(1));
  }
  return { message: sentence };
}

/** The names of the tokens of a syntax error, as GitHub's parser shouts them. */
const TOKENS: Readonly<Record<string, string>> = {
  '}': 'RCURLY',
  '{': 'LCURLY',
  ')': 'RPAREN',
  '(': 'LPAREN',
  ']': 'RBRACKET',
  '[': 'LBRACKET',
  ':': 'COLON',
  '!': 'BANG',
  '=': 'EQUALS',
  '@': 'DIR_SIGN',
  $: 'VAR_SIGN',
};

/**
 * GitHub's words for a syntax error.
 *
 * @param sentence graphql-js's message, `Syntax Error: …`
 * @param place line and column of the error, counted from 1
 */
export function parseErrorWords(sentence: string, place: { readonly line: number; readonly column: number }): string {
  if (/<EOF>/.test(sentence)) return 'Unexpected end of document';
  const token = /Unexpected (?:Name )?"(.+?)"|found (?:Name )?"(.+?)"/.exec(sentence);
  const text = token?.[2] ?? token?.[1];
  if (text === undefined)
    return `Parse error at [${place.line}, ${place.column}]: ${sentence.replace(/^Syntax Error: /, '')}`;
  return `Parse error on ${JSON.stringify(text)} (${TOKENS[text] ?? 'IDENTIFIER'}) at [${place.line}, ${place.column}]`;
}

/** `User!` and `[User!]!` without the marks. */
function bare(type: string): string {
  return type.replaceAll(/[![\]]/g, '');
}

/** The value that a message quotes, as JSON where it is JSON. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
