/**
 * Links that lead where nobody agreed to are shown and cannot be followed: a link is a way to send a reader somewhere, and with what an agent
 * writes into its address, a way to carry something out.
 */
const JOINER = '\u200d';

/** Hosts that links may always lead to. */
export const LISTED_HOSTS: readonly string[] = ['github.com', 'docs.github.com'];

/** The text with every link taken apart that does not lead to a listed host or stay in the repository. */
export function unlinked(text: string, hosts: readonly string[]): string {
  const listed = new Set([...LISTED_HOSTS, ...hosts].map((host) => host.toLowerCase()));
  return text
    .replace(SCHEME, (scheme: string, at: number) =>
      leadsOn(text.slice(at, at + 500), listed) ? scheme : `${scheme}${JOINER}`,
    )
    .replace(WWW, `$&${JOINER}`)
    .replace(RESOURCE, (whole: string, target: string | undefined) =>
      target !== undefined && (STAYS.test(target) || leadsOn(target, listed)) ? whole : `]${JOINER}${whole.slice(1)}`,
    )
    .replace(DEFINITION, `]${JOINER}`);
}

/** Schemes that GitHub makes a link of wherever they stand. */
const SCHEME = /(?:https?|ftp):(?=\/\/)/gi;

/** GitHub makes a link of what begins like this, too. */
const WWW = /(?<![A-Za-z0-9])www(?=\.)/gi;

/** The second half of `[text](address)`; the address alone, without a title, or it is taken apart. */
const RESOURCE = /\]\((?:([^\s()<>\\&"']*)\))?/g;

/** A place in the same repository: `docs/guide.md`, `#usage`. */
const STAYS = /^(?!\/)[\w./-]*(?:#[\w-]*)?$/;

/** `[name]: address` makes links of words elsewhere in the text. */
const DEFINITION = /\](?=:[ \t\n])/g;

/**
 * Whether an address is one of a listed host, and not one by which GitHub would leave a note in an issue. Behind the name comes a path, or
 * the link ends: in `https://github.com,x@evil.example` what looks like the host is a login.
 */
function leadsOn(address: string, listed: ReadonlySet<string>): boolean {
  const [, host, path] = ADDRESS.exec(address) ?? [];
  return host !== undefined && listed.has(host.toLowerCase()) && !NOTED.test(path ?? '');
}

const ADDRESS = /^https?:\/\/([\w.-]*[\w-](?::\d+)?)(?:([/?#]\S*)|[)\]>"'`,;:!*~|.]*(?:[\s<]|$))/i;
const NOTED = /^\/+[^/\s]+\/+[^/\s]+\/+(?:issues|pull|pulls|discussions|commit)\b/i;
