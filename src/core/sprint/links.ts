/** Links into the repository. A comment has no address that a relative link could start from, so they are whole, or there is none. */
import { code } from '../messages/quoted.ts';
import type { Story } from '../story.ts';

/** The address of the repository, from that of something in it; undefined while nothing of the story has one. */
export function repositoryUrl({ sticky, pull_request }: Story): string | undefined {
  const url = sticky?.url ?? pull_request?.url ?? '';
  return /^(https?:\/\/[^\s()]+?)\/(?:issues|pull)\/\d+/.exec(url)?.[1];
}

/** `[name](address)` of a file as it is on a branch; the name with its path where no address is known. */
export function fileLink(name: string, path: string, ref: string, repository: string | undefined): string {
  if (repository === undefined) return `${name} (${code(path, 200)})`;
  return `[${name}](${repository}/blob/${escaped(ref)}/${escaped(path)})`;
}

/** A path as a part of an address; a parenthesis would end the link. */
const escaped = (path: string): string =>
  path
    .split('/')
    .map((segment) => encodeURIComponent(segment).replaceAll('(', '%28').replaceAll(')', '%29'))
    .join('/');
