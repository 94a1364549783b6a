/**
 * Finds secrets in text that is about to be published: those that the run itself holds, by their value, and well-known kinds, by the forms that
 * their issuers publish so that scanners can find them. Both are looked for as they are and in the disguises of `disguises.ts`. A secret that
 * is neither known nor of such a form is not found here.
 */
import { disguises } from './disguises.ts';

interface SecretKind {
  name: string;
  pattern: RegExp;
}

/**
 * The lengths allow for seven characters that were cut off at the end, a trick against scanners that know the whole length. What a kind is
 * recognised by is its beginning.
 */
const FORMS: readonly SecretKind[] = [
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { name: 'a GitHub token', pattern: /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{29,255}(?![A-Za-z0-9_])/ },
  { name: 'a GitHub fine-grained token', pattern: /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{53,255}/ },
  { name: 'an Anthropic key', pattern: /(?<![A-Za-z0-9])sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{20,}/ },
  {
    name: 'an OpenAI key',
    pattern: /(?<![A-Za-z0-9])sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{33,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{13})/,
  },
  { name: 'an AWS access key', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/ },
  { name: 'a Google API key', pattern: /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{28,35}(?![A-Za-z0-9_-])/ },
  { name: 'a Google OAuth secret', pattern: /(?<![A-Za-z0-9])GOCSPX-[A-Za-z0-9_-]{21,28}(?![A-Za-z0-9_-])/ },
  { name: 'a Slack token', pattern: /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{20,}/ },
  { name: 'a Slack webhook', pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{8,}\/B[A-Z0-9]{8,}\/[A-Za-z0-9]{17,}/ },
  { name: 'a Stripe key', pattern: /(?<![A-Za-z0-9])[sr]k_live_[A-Za-z0-9]{17,}/ },
  { name: 'an npm token', pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{29,36}(?![A-Za-z0-9_])/ },
  { name: 'a PyPI token', pattern: /(?<![A-Za-z0-9])pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{43,}/ },
  { name: 'a GitLab token', pattern: /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{13,}/ },
  { name: 'a Hugging Face token', pattern: /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{27,}(?![A-Za-z0-9_])/ },
  { name: 'a DigitalOcean token', pattern: /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{57,64}(?![A-Za-z0-9])/ },
  { name: 'a SendGrid key', pattern: /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{36,43}(?![A-Za-z0-9_-])/ },
];

const KINDS: readonly SecretKind[] = FORMS.map(({ name, pattern }) => ({ name, pattern: new RegExp(pattern, 'g') }));

/** The same without what has to stand around it: where pieces were put together, another word may have come right before or after. */
const KINDS_ANYWHERE: readonly SecretKind[] = FORMS.map(({ name, pattern }) => ({
  name,
  pattern: new RegExp(pattern.source.replace(/\(\?<?![^)]*\)/g, ''), 'g'),
}));

/** How many forms are known. */
export const KNOWN_FORMS = FORMS.length;

/** A secret that is shorter than this is looked for nowhere: too many words would be one. */
const MIN_OWN = 12;

/** Characters that may be missing at either end of a secret of the run's own. */
const TRIMMED = 7;

/** What the run's own secrets are called in a reason. */
const OWN = 'a secret of this run';

/**
 * The kind of the first secret found (`an npm token`), or undefined. The secret itself is never part of the answer. `own` are the values of the
 * secrets that the run holds.
 */
export function findSecret(text: string, own: readonly string[] = []): string | undefined {
  const needles = needlesOf(own);
  for (const { text: view, plain } of disguises(text)) {
    const found = holds(view, needles) ? OWN : knownIn(view, plain);
    if (found) return found;
  }
  return undefined;
}

/** Whether one of the run's own secrets stands in the text, in disguise or not. */
export function findOwnSecret(text: string, own: readonly string[]): boolean {
  const needles = needlesOf(own);
  return needles.length > 0 && disguises(text).some(({ text: view }) => holds(view, needles));
}

/** The text with every secret that stands in it replaced by a word; all of it, when one stands there in disguise. */
export function redacted(text: string, own: readonly string[] = []): string {
  let open = text;
  for (const value of own) if (value.trim().length >= MIN_OWN) open = open.replaceAll(value.trim(), `[${OWN}]`);
  for (const { name, pattern } of KINDS)
    open = open.replace(pattern, (found) => (isExample(found) ? found : `[${name}]`));
  const left = findSecret(open, own);
  return left === undefined ? open : `[${text.length} characters were left out: they hold ${left} in disguise]`;
}

/** `plain`: the text as it was written, in which less is needed for a find than in one that was put together. */
function knownIn(text: string, plain: boolean): string | undefined {
  for (const { name, pattern } of plain ? KINDS : KINDS_ANYWHERE) {
    for (const [found] of text.matchAll(pattern)) if (!isExample(found) && (plain || isRandom(found))) return name;
  }
  return undefined;
}

/** What is looked for: the values without the characters that may be cut off. */
const needlesOf = (own: readonly string[]): string[] =>
  own
    .map((value) => value.trim())
    .filter((value) => value.length >= MIN_OWN)
    .map((value) => (value.length < MIN_OWN + 2 * TRIMMED ? value : value.slice(TRIMMED, -TRIMMED)));

function holds(text: string, needles: readonly string[]): boolean {
  if (needles.length === 0) return false;
  const bare = squeezed(text);
  return needles.some((needle) => text.includes(needle) || bare.includes(squeezed(needle)));
}

/** Letters and digits alone: spaces between characters, line ends, quotes and pluses make no difference. */
const squeezed = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '');

/** Documentation spells its example keys with this word; AWS's own does. */
const isExample = (found: string): boolean => found.includes('EXAMPLE');

/** Words that come together by accident have no digits among them, or none but digits. */
const isRandom = (found: string): boolean =>
  found.startsWith('-----') ||
  (/\d.*\d/.test(found) && /[A-Za-z].*[A-Za-z]/.test(found.replace(/^[A-Za-z]+[_.-]/, '')));

/**
 * The added lines of a git diff without context (`-U0`), without their `+`. A line counts by standing inside a hunk and not by its
 * looks: an added line that itself begins with two pluses looks like a file header.
 */
export function addedLines(diff: string): string {
  const added: string[] = [];
  let inHunk = false;
  for (const line of diff.split('\n')) {
    if (line.startsWith('@@ ')) inHunk = true;
    else if (line.startsWith('diff --git ')) inHunk = false;
    else if (inHunk && line.startsWith('+')) added.push(line.slice(1));
  }
  return added.join('\n');
}
