/** `createCommitOnBranch`: several files in one commit, if the branch is still where the client thinks it is. */

import type { CommitMessage, CreateCommitOnBranchInput, FileChanges } from '@octokit/graphql-schema';
import { identityOf } from '../../git/merge-pull.ts';
import { findRef } from '../../world/refs.ts';
import type { Ref, Repository } from '../../world/types.ts';
import { GraphqlFault, notFound, unprocessable } from '../faults.ts';
import { thing } from '../fields.ts';
import { type GitChanges, GitPathMissing } from '../git.ts';
import { findRepository } from '../nouns/access.ts';
import { commitThing } from '../nouns/git-objects.ts';
import { nameWithOwner, repositoryOf } from '../nouns/lookup.ts';
import { refByNode } from '../nouns/nodes.ts';
import { type Act, demand, mutation } from './act.ts';
import { moveAndTell } from './refs.ts';

/** GitHub's words, its two spaces included. */
function stale(expected: string): GraphqlFault {
  return new GraphqlFault(
    'STALE_DATA',
    `Expected branch to point to "${expected}" but it did not.  Pull and try again.`,
  );
}

/** The branch that the input names, by id or by name. */
function branchOf(act: Act, branch: CreateCommitOnBranchInput['branch']): { repository: Repository; ref: Ref } {
  if (branch.id != null) {
    const ref = refByNode(act, branch.id);
    if (!ref.name.startsWith('refs/heads/')) throw unprocessable(`${ref.name} is not a branch.`);
    return { repository: repositoryOf(act, ref), ref };
  }
  const [owner = '', name = ''] = (branch.repositoryNameWithOwner ?? '').split('/');
  if (!name || !branch.branchName) {
    throw unprocessable('A branch is named by `id`, or by `repositoryNameWithOwner` and `branchName` together.');
  }
  const repository = findRepository(act, owner, name);
  const short = branch.branchName.replace(/^refs\/heads\//, '');
  const ref = findRef(act.world, repository, `refs/heads/${short}`);
  if (ref === null) throw notFound(`No branch named ${JSON.stringify(short)} in ${owner}/${name}.`);
  return { repository, ref };
}

function changesOf(changes: FileChanges | null | undefined): GitChanges {
  const additions = (changes?.additions ?? []).map(({ path, contents }) => ({
    path,
    contents: bytesOf(path, String(contents)),
  }));
  const deletions = (changes?.deletions ?? []).map(({ path }) => ({ path }));
  const seen = new Set<string>();
  for (const { path } of [...additions, ...deletions]) {
    if (!isInside(path)) throw unprocessable(`Path ${JSON.stringify(path)} is not a path inside a repository.`);
    if (seen.has(path)) throw unprocessable(`Path must be unique: ${path}`);
    seen.add(path);
  }
  return { additions, deletions };
}

function isInside(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
}

function bytesOf(path: string, base64: string): Buffer {
  const compact = base64.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    throw unprocessable(`The contents of ${JSON.stringify(path)} are not base64.`);
  }
  return Buffer.from(compact, 'base64');
}

function messageOf({ headline, body }: CommitMessage): string {
  return body ? `${headline}\n\n${body}` : headline;
}

/** Workflow files are code with secrets: GitHub asks for a permission of their own. */
function touchesWorkflows({ additions, deletions }: GitChanges): boolean {
  return [...additions, ...deletions].some(({ path }) => path.startsWith('.github/workflows/'));
}

/** `createCommitOnBranch`. */
export const createCommitMutation = mutation<CreateCommitOnBranchInput>(
  ['branch', 'message', 'expectedHeadOid', 'fileChanges'],
  async (input, act) => {
    const { repository, ref } = branchOf(act, input.branch);
    demand(act, repository, ['contents']);
    const changes = changesOf(input.fileChanges);
    if (act.actor.via !== 'user' && touchesWorkflows(changes)) demand(act, repository, ['workflows']);
    const expected = String(input.expectedHeadOid);
    if (ref.sha !== expected) throw stale(expected);
    const author = identityOf(act.world, act.actor.account);
    const oid = await act.git
      .commitChanges(nameWithOwner(act, repository), {
        parent: expected,
        changes,
        message: messageOf(input.message),
        author,
        committer: { name: 'GitHub', email: 'noreply@github.com', date: author.date },
      })
      .catch((error: unknown) => {
        if (!(error instanceof GitPathMissing)) throw error;
        throw unprocessable(`A path was requested for deletion which does not exist as of commit oid \`${expected}\``);
      });
    await moveAndTell(act, repository, { ref: ref.name, before: expected, after: oid }, () => stale(expected));
    return { commit: commitThing(repository, oid), ref: thing('Ref', ref) };
  },
);
