/** Where a try is typed and shown. */
export interface TryIo {
  out: (line: string) => void;
  colour: boolean;
  env: NodeJS.ProcessEnv;
  /** Aborted when the person presses Ctrl-C. */
  signal: AbortSignal;
}
