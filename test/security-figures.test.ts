/** The figures on docs/security.md, against what they are figures of. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MAX_INTENTS, MAX_OF_A_KIND } from '../src/core/intent.ts';
import { ALLOWED } from '../src/deliver/effects.ts';
import { LISTED_HOSTS } from '../src/patch/links.ts';
import { PEOPLE_PATHS } from '../src/patch/people-only.ts';
import { MAX_BYTES, MAX_FILES, MAX_RUN_BYTES, MAX_RUN_FILES } from '../src/patch/policy.ts';
import { KNOWN_FORMS } from '../src/patch/secrets.ts';
import { ESCAPES } from './agent/jail/escapes.ts';
import { FILES } from './hard-cases/attacker.ts';
import { DISGUISES, OWN_ONLY } from './patch/worn.ts';

const page = readFileSync(new URL('../docs/security.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
const escapes = Object.values(ESCAPES).flat();
const worn = [...DISGUISES, ...OWN_ONLY].filter(([name]) => name !== 'raw').length;
const megabytes = (bytes: number): string => `${bytes / 1_000_000} MB`;

test.each([
  `${escapes.length} named attempts`,
  `${escapes.filter(({ bites }) => bites).length} of which are shown to succeed without the jail`,
  `${FILES.toLocaleString('en-US')} random intent files`,
  `at most ${MAX_INTENTS}: ${MAX_OF_A_KIND.commit} commits, ${MAX_OF_A_KIND.decision} decisions, one question and one pull request`,
  `more than ${MAX_FILES} files or ${megabytes(MAX_BYTES)} in a commit, more than ${MAX_RUN_FILES} files or ${megabytes(MAX_RUN_BYTES)} in a run`,
  `others by ${KNOWN_FORMS} well-known forms`,
  `in ${worn} disguises: base64`,
  `| ${worn} disguises, in code and in prose`,
  `${PEOPLE_PATHS.length} names in every folder`,
  `links to ${LISTED_HOSTS.map((host) => `\`${host}\``).join(', ')} and the server itself alone`,
  `There are ${['no', 'one', 'two', 'three', 'four'][Object.keys(ALLOWED).length]} rules`,
])('%s', (words) => {
  expect(page).toContain(words);
});
