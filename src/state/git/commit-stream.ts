/** The import stream that makes one commit out of its parent and the files that change; git reads only the folders they are in. */
import type { Proposal } from '../state-branch.ts';

/** Who a commit is by. */
export interface Author {
  /** `orch[bot]` */
  name: string;
  /** For an App: `<id of the bot user>+<slug>[bot]@users.noreply.github.com`. */
  email: string;
}

/** The ref that holds the newest commit made here, whether or not it reached the branch. */
export const PROPOSAL_REF = 'refs/orch/proposal';

/** The input for `git fast-import --force`, which prints the id of the new commit. */
export function commitStream(proposal: Proposal, author: Author, at: Date): string {
  const identity = `${plain(author.name)} <${plain(author.email)}> ${Math.floor(at.getTime() / 1000)} +0000`;
  const lines = [
    `commit ${PROPOSAL_REF}`,
    'mark :1',
    `author ${identity}`,
    `committer ${identity}`,
    data(proposal.message),
    ...(proposal.parent === null ? [] : [`from ${proposal.parent}`]),
  ];
  for (const [path, text] of proposal.writes) {
    lines.push(text === null ? `D ${path}` : `M 100644 inline ${path}\n${data(text)}`);
  }
  return `${lines.join('\n')}\n\nget-mark :1\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

function plain(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they and angle brackets would end the identity early.
  return name.replace(/[<>\u0000-\u001f]/g, '').trim();
}
