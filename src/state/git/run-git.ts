/** One git command, to its end. Long-lived ones are elsewhere (object-reader.ts). */
import { simpleGit } from 'simple-git';

/** How a command ended. */
export interface GitResult {
  /** 0 is success. Null when it was killed or could not be started. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** Killed because it said nothing for too long. */
  silent: boolean;
}

export interface GitCommand {
  args: string[];
  /** The whole environment; nothing else is inherited. */
  environment: Record<string, string>;
  /** The git directory, which must exist. */
  dir: string;
  /** Text for its standard input. */
  input?: string;
  /** Milliseconds without a word on either stream after which it is killed. */
  silenceMs: number;
}

/** The exit code that simple-git gives to what its guards did not let start. */
const NEVER_STARTED = 9901;

/** Runs a git command and tells how it ended. Never throws: what could not even be started is told in `stderr`. */
export async function runGit({ args, environment, dir, input, silenceMs }: GitCommand): Promise<GitResult> {
  const result: GitResult = { exitCode: null, stdout: '', stderr: '', silent: false };
  try {
    const git = simpleGit({
      baseDir: dir,
      timeout: { block: silenceMs },
      ...(input === undefined ? {} : { input: () => input }),
      // simple-git guards against variables and configuration that come from users. Here all of it is written in environment.ts.
      allowEnvironment: Object.keys(environment),
      unsafe: {
        allowUnsafeConfigEnvCount: true,
        allowUnsafeConfigPaths: true,
        allowUnsafeHooksPath: true,
        allowUnsafeCredentialHelper: true,
        allowUnsafeTemplateDir: true,
      },
      errors(error, raw) {
        result.silent = error instanceof Error && 'plugin' in error && error.plugin === 'timeout';
        result.exitCode = typeof raw.exitCode === 'number' && !result.silent ? raw.exitCode : null;
        result.stdout = Buffer.concat(raw.stdOut).toString('utf8');
        result.stderr = Buffer.concat(raw.stdErr).toString('utf8');
        // simple-git makes an error of an exit code; here that is an answer. Only what it refused to start stays an error.
        return error instanceof Error && raw.exitCode === NEVER_STARTED ? error : undefined;
      },
    });
    await git.env(environment).raw(args);
  } catch (error) {
    result.exitCode = null;
    result.stderr += error instanceof Error ? error.message : String(error);
  }
  return result;
}
