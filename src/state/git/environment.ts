/**
 * The environment in which git runs: nothing of the user's configuration, no prompts, no hooks, and everything the clone needs to know
 * about its remote. Configuration goes through variables rather than into the clone's file, for three reasons: a token never touches the
 * disk or the process list, a remote that moved to another address needs no migration, and a clone is nothing but objects and refs.
 */

/** What git must know of the remote. */
export interface RemoteSettings {
  /** Address as git takes it: https, ssh, or a path. */
  url: string;
  /** Token for https, sent as the password of `x-access-token`, the way GitHub takes App and Actions tokens. */
  token?: string | undefined;
  /** Fetch contents of files only when they are read. The remote may not know how; then it sends them all. */
  blobsAsNeeded: boolean;
  /** Seconds of silence after which a transfer is given up. */
  silenceSeconds: number;
}

/** One line of git configuration: name and value. */
export type Setting = [name: string, value: string];

/** Variables of the surrounding process that git and ssh may see: where programs are, proxies and certificates, the ssh agent. */
const PASSED_ON =
  /^(PATH|TMPDIR|TEMP|TMP|SYSTEMROOT|SSH_AUTH_SOCK|(https?|all|no)_proxy|SSL_CERT_(FILE|DIR)|GIT_SSL_CAINFO|CURL_CA_BUNDLE)$/i;

/** Settings of the clone itself, whichever the remote. */
const ALWAYS: Setting[] = [
  ['core.hooksPath', '/dev/null'],
  ['credential.helper', ''],
  // Orch tidies the clone itself, when nothing else is going on (tidy.ts).
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['push.gpgSign', 'false'],
  // Only the folders that changed are compared when a push is packed, so that its cost does not grow with the number of stories.
  ['pack.useSparse', 'true'],
  ['safe.directory', '*'],
];

/** The environment for a command that stays on this machine. `inherited` is the surrounding process's. */
export function localEnvironment(inherited: NodeJS.ProcessEnv): Record<string, string> {
  return { ...base(inherited), ...configuration(ALWAYS) };
}

/** The environment for a command that talks to the remote, known to it as `origin`; `extra` are settings for this one command. */
export function remoteEnvironment(
  inherited: NodeJS.ProcessEnv,
  remote: RemoteSettings,
  extra: Setting[] = [],
): Record<string, string> {
  const settings: Setting[] = [
    ...ALWAYS,
    ['remote.origin.url', remote.url],
    ['protocol.version', '2'],
    ['http.lowSpeedLimit', '1'],
    ['http.lowSpeedTime', String(remote.silenceSeconds)],
    ...extra,
  ];
  if (remote.blobsAsNeeded) {
    // Only commands that talk to the remote learn that contents may be absent. The reader does not, and so reports an absent one instead
    // of fetching it by itself, one connection for each, with a token that has expired meanwhile.
    settings.push(['remote.origin.promisor', 'true'], ['remote.origin.partialCloneFilter', 'blob:none']);
  }
  const header = authorization(remote);
  if (header) settings.push(header);
  return { ...base(inherited), ...configuration(settings) };
}

/** The text with the token, its encoded form and any password inside the address replaced. */
export function withoutSecrets(text: string, remote: Pick<RemoteSettings, 'token'>): string {
  let clean = text.replace(/(\w+:\/\/)[^\s/@]+@/g, '$1***@');
  for (const secret of remote.token ? [remote.token, encoded(remote.token)] : [])
    clean = clean.replaceAll(secret, '***');
  return clean;
}

function authorization({ url, token }: RemoteSettings): Setting | undefined {
  if (!token || !/^https?:\/\//i.test(url)) return undefined;
  // The header is bound to the remote's own origin, so that it is not sent along when git is directed elsewhere.
  return [`http.${new URL(url).origin}/.extraHeader`, `Authorization: Basic ${encoded(token)}`];
}

function encoded(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString('base64');
}

function base(inherited: NodeJS.ProcessEnv): Record<string, string> {
  const passed = Object.entries(inherited).filter(
    (entry): entry is [string, string] => PASSED_ON.test(entry[0]) && entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(passed),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    // Messages are classified by their words (push-answer.ts), which are translated elsewhere.
    LC_ALL: 'C',
  };
}

function configuration(settings: Setting[]): Record<string, string> {
  const entries = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(entries) };
}
