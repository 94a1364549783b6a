import type { JobRun } from './job-run.ts';
import { annotationOf, parseCommand, type WorkflowCommand } from './workflow-commands.ts';

/** Reads the output of one process line by line. */
export interface OutputReader {
  readonly line: (line: string) => void;
  /** What the process asked for and may not have; the step fails because of it. */
  readonly refused: readonly string[];
}

/** Commands that GitHub replaced by files because untrusted text in the output could otherwise give them. */
const replaced: Readonly<Record<string, string>> = {
  'set-output': 'GITHUB_OUTPUT',
  'save-state': 'GITHUB_STATE',
  'set-env': 'GITHUB_ENV',
  'add-path': 'GITHUB_PATH',
};

/** A reader that logs a process's output and obeys the workflow commands in it. */
export function createOutputReader(job: Pick<JobRun, 'log' | 'annotate' | 'mask'>): OutputReader {
  const refused: string[] = [];
  let stoppedBy: string | undefined;

  const obey = (command: WorkflowCommand, line: string): void => {
    switch (command.name) {
      case 'error':
      case 'warning':
      case 'notice':
        job.log(`##[${command.name}]${command.message}`);
        job.annotate({ ...annotationOf(command), message: job.mask.apply(command.message) });
        return;
      case 'add-mask':
        job.mask.add(command.message);
        job.log('::add-mask::***');
        return;
      case 'group':
        job.log(`##[group]${command.message}`);
        return;
      case 'endgroup':
        job.log('##[endgroup]');
        return;
      case 'debug':
      case 'echo':
        // Debug messages are shown only on runs with step debugging, which this runner does not have.
        return;
      case 'stop-commands':
        stoppedBy = command.message;
        job.log(line);
        return;
      default:
        if (replaced[command.name]) {
          const sentence = `The \`${command.name}\` command is disabled. Write to the file in $${replaced[command.name]} instead.`;
          refused.push(sentence);
          job.log(`##[error]${sentence}`);
          return;
        }
        // What is no command is output, as on GitHub.
        job.log(line);
    }
  };

  return {
    refused,
    line(line) {
      if (stoppedBy !== undefined) {
        if (line.trim() === `::${stoppedBy}::`) stoppedBy = undefined;
        job.log(line);
        return;
      }
      const command = parseCommand(line);
      if (command) obey(command, line);
      else job.log(line);
    },
  };
}
