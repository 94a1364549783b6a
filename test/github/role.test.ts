/** What the Octokit adapter makes of GitHub's answer about someone's permission, custom roles and changed hands among it. */
import { Octokit } from '@octokit/rest';
import { expect, test } from 'vitest';
import { createOctokitForge } from '../../src/github/octokit/forge.ts';
import { keepsSilence } from './keeps-silence.ts';

const quiet = () => {};
const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const clock = () => new Date(0);

/** A forge whose GitHub knows one person. */
function forgeThatSays(status: number, answer: object) {
  const asked: string[] = [];
  const fetch = async (input: unknown) => {
    asked.push(String(input));
    return new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/json' } });
  };
  const octokit = new Octokit({ request: { fetch }, log: SILENT });
  const repo = { owner: 'acme', repo: 'durations' };
  return { asked, forge: createOctokitForge({ octokit, repo, appSlug: 'orch', governor: keepsSilence(clock), clock }) };
}
const WES = { id: 2, login: 'wes' };

test.each([
  ['one of GitHub’s own roles', { permission: 'write', role_name: 'maintain', user: { id: 2 } }, 'maintain'],
  [
    'a role that the coarse permission cannot say',
    { permission: 'read', role_name: 'triage', user: { id: 2 } },
    'triage',
  ],
  ['a custom role on write', { permission: 'write', role_name: 'security-lead', user: { id: 2 } }, 'write'],
  ['a custom role on read', { permission: 'read', role_name: 'watcher', user: { id: 2 } }, 'read'],
  ['a login that belongs to someone else by now', { permission: 'admin', role_name: 'admin', user: { id: 3 } }, 'none'],
  ['an account without a number', { permission: 'admin', role_name: 'admin', user: null }, 'none'],
])('%s', async (_, answer, expected) => {
  const { forge, asked } = forgeThatSays(200, answer);
  expect(await forge.role(WES)).toBe(expected);
  expect(asked).toEqual(['https://api.github.com/repos/acme/durations/collaborators/wes/permission']);
});

test('nobody that GitHub knows', async () => {
  expect(await forgeThatSays(404, { message: 'Not Found' }).forge.role(WES)).toBe('none');
});

test('a GitHub that does not answer is no reason to say no', async () => {
  await expect(forgeThatSays(502, { message: 'Bad Gateway' }).forge.role(WES)).rejects.toThrow(
    'GitHub could not be asked',
  );
});
