/** The specification of an application: a text that people have already, from which an epic is planned. */
import { hasInvisible } from '../invisible.ts';
import { LABELS } from '../names.ts';

/** Where it is kept in a repository. */
export const SPEC_PATH = 'docs/app_spec.md';

/** Bytes of a specification. What is longer is several epics. */
export const MOST_OF_A_SPEC = 200_000;

/** Characters of an issue's text that GitHub takes, with some room. */
const MOST_OF_AN_ISSUE = 60_000;

/** The text to keep and the title of the epic's issue, or why a file is no specification, as the end of a sentence about it. */
export type ReadSpec = { ok: true; text: string; title: string } | { ok: false; why: string };

/**
 * Reads a specification from the bytes of a file called `name`. Markdown is kept byte for byte. Anything else stays the text that it is, in a fence, so
 * that GitHub shows tags and indents instead of taking them for markup.
 */
export function readSpec(bytes: Uint8Array, name: string): ReadSpec {
  const no = (why: string): ReadSpec => ({ ok: false, why });
  if (bytes.length > MOST_OF_A_SPEC) return no(tooLong(bytes.length));
  const text = decoded(bytes);
  if (text === undefined || text.includes('\0')) return no('is not text in UTF-8; save it as plain text or Markdown');
  if (text.trim() === '') return no('is empty; write down what is to be built');
  const title = `Build ${nameOf(text) ?? 'the application'}`;
  return { ok: true, title, text: /\.(?:md|markdown)$/i.test(name) ? text : fenced(text, name) };
}

/** What is said of a file of so many bytes, as the end of a sentence about it. */
export const tooLong = (bytes: number): string =>
  `has ${bytes} bytes, and a specification has at most ${MOST_OF_A_SPEC}; split it into several, an epic each`;

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What is to be built, by its first heading or by the tags in which some specifications name it. */
function nameOf(text: string): string | undefined {
  const found = /^\u{FEFF}?# +(\S.*)$/mu.exec(text)?.[1] ?? /<(?:project_name|title|name)>([^<>]+)</.exec(text)?.[1];
  const name = found?.replaceAll(/\s+/g, ' ').trim().slice(0, 80).trim();
  return name === undefined || name === '' || hasInvisible(name) ? undefined : name;
}

function fenced(text: string, name: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const plain = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, ' ').trim() || 'file';
  return `# Specification\n\nThe text of \`${plain}\`, as it was written.\n\n${fence}text\n${text.replace(/\r?\n$/, '')}\n${fence}\n`;
}

/** What a person does next, a line each. `title` is quoted for a shell. */
export function nextSteps({ title, text }: { title: string; text: string }): string[] {
  const quoted = (word: string) => `'${word.replaceAll("'", String.raw`'\''`)}'`;
  const body =
    text.length <= MOST_OF_AN_ISSUE ? `--body-file ${SPEC_PATH}` : `--body ${quoted(`Build what ${SPEC_PATH} says.`)}`;
  return [
    `Next: commit ${SPEC_PATH} and push it to the default branch. Then open an issue with it and label it \`${LABELS.epic}\`:`,
    `  gh issue create --title ${quoted(title)} ${body} --label ${LABELS.epic}`,
    `The label starts the plan. On an issue that is there already, write \`/orch epic\` instead.`,
  ];
}
