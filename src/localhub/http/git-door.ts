import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { may, maySee } from '../auth/access.ts';
import { actorOf, authenticate, type Principal } from '../auth/principal.ts';
import { announcePush, type MovedRef } from '../git/announce-push.ts';
import { pushedFileVariable, refuseWorkflowsVariable } from '../git/bare-repository.ts';
import { type GitRequest, serveGit } from '../git/smart-http.ts';
import type { HubParts } from '../rest/context.ts';
import { fullName } from '../world/lookups.ts';
import { findRepository } from '../world/repositories.ts';
import { HubError, type Repository } from '../world/types.ts';
import { type Exchange, header } from './exchange.ts';

/** What serving git needs beside the hub's parts. */
export interface GitDoor {
  readonly hub: HubParts;
  /** Resolves when what the world knows is on disk. */
  flush(): Promise<void>;
}

/**
 * Serves a clone, fetch or push. A push is answered when the world has been told of it and has been saved.
 *
 * @throws {HubError} 401, 403 or 404, whose message git shows to the person
 */
export async function serveGitRequest({ hub, flush }: GitDoor, exchange: Exchange, asked: GitRequest): Promise<void> {
  const principal = authenticate(hub.world, header(exchange, 'authorization'));
  const repository = allowed(hub, asked, principal);
  const name = fullName(hub.world, repository);
  const folder = hub.git.folderOf(name);
  const { request, response } = exchange;
  if (asked.service === 'git-upload-pack' || asked.advertisement) {
    await hub.settled();
    return serveGit(request, response, asked, { folder });
  }
  const pushedFile = join(folder, `pushed-${randomUUID()}`);
  const refused = mayChangeWorkflows(hub, principal, repository) ? {} : { [refuseWorkflowsVariable]: 'a GitHub App' };
  try {
    await serveGit(request, response, asked, {
      folder,
      env: { [pushedFileVariable]: pushedFile, ...refused },
      beforeEnd: async () => {
        for (const moved of await readPushed(pushedFile)) {
          await announcePush(hub, actorOf(hub.world, principal), repository, moved);
        }
        await hub.settled();
        await flush();
      },
    });
  } finally {
    await rm(pushedFile, { force: true });
  }
}

function allowed(hub: HubParts, asked: GitRequest, principal: Principal): Repository {
  const [owner = '', name = ''] = asked.repository.split('/');
  const repository = findRepository(hub.world, owner, name);
  // Like GitHub, which does not tell strangers whether a repository exists: they are asked who they are first.
  if (repository === null || !maySee(hub.world, principal, repository)) {
    throw principal.kind === 'anonymous'
      ? new HubError(401, 'Authentication required.')
      : new HubError(404, 'Repository not found.');
  }
  const writing = asked.service === 'git-receive-pack';
  if (may(hub.world, principal, repository, { permission: 'contents', level: writing ? 'write' : 'read' }))
    return repository;
  if (principal.kind === 'anonymous') throw new HubError(401, 'Authentication required.');
  throw new HubError(
    403,
    `${writing ? 'Permission' : 'Access'} to ${asked.repository}.git denied to ${principal.name}.`,
  );
}

/** People may; an App when it was given the permission; GITHUB_TOKEN cannot be given it at all. */
function mayChangeWorkflows({ world }: HubParts, principal: Principal, repository: Repository): boolean {
  if (principal.kind === 'user') return true;
  return (
    principal.kind === 'installation' && may(world, principal, repository, { permission: 'workflows', level: 'write' })
  );
}

/** What the hook noted: nothing when every ref was refused. */
async function readPushed(file: string): Promise<MovedRef[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const [before, after, ref] = line.split(' ');
    return before && after && ref ? [{ before, after, ref }] : [];
  });
}
