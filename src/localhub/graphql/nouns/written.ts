/** What issues, pull requests, comments and reviews have in common: somebody wrote them in a repository. */

import { associationOf } from '../../world/lookups.ts';
import type { Context } from '../context.ts';
import { must, repositoryOf } from './lookup.ts';

/** A row that somebody wrote. */
export interface Written {
  readonly authorId: number;
  readonly repositoryId: number;
}

/** How the author stands to the repository, in the words that GitHub shows beside a comment. */
export function authorAssociation(row: Written, context: Context): string {
  const author = must(context.world.accounts.get(row.authorId), `account ${row.authorId}`);
  return associationOf(context.world, repositoryOf(context, row), author);
}

/** Whether the caller wrote it. */
export function viewerDidAuthor(row: Written, context: Context): boolean {
  return row.authorId === context.actor.account.id;
}
