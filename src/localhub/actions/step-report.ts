import type { JobStep } from '../world/types.ts';
import type { StepConclusion } from './step.ts';

/** The list of a job's steps as the API shows it, kept while the job runs. */
export interface StepReport {
  /** Adds a step that has yet to run; gives its number. */
  plan(name: string): number;
  rename(number: number, name: string): void;
  begin(number: number): void;
  end(number: number, conclusion: StepConclusion): void;
  /** Adds a step and runs it. */
  during(name: string, work: () => Promise<StepConclusion>): Promise<void>;
  /** Ends what never ran: as cancelled when it had begun, else as skipped. */
  close(): void;
}

/** Where reports go, and the clock for their times. */
export interface StepReportTarget {
  readonly now: () => Date;
  /** Called with all steps after each change; `changed` is the one that changed. */
  readonly publish: (steps: readonly JobStep[], changed: JobStep) => void;
}

/** A report that begins without steps. */
export function createStepReport(target: StepReportTarget): StepReport {
  const steps: JobStep[] = [];
  const time = (): string =>
    target
      .now()
      .toISOString()
      .replace(/\.\d{3}Z$/, 'Z');
  const change = (number: number, values: Partial<JobStep>): void => {
    const step = steps[number - 1];
    if (!step) return;
    Object.assign(step, values);
    target.publish(structuredClone(steps), structuredClone(step));
  };
  const report: StepReport = {
    plan(name) {
      const number = steps.length + 1;
      steps.push({ number, name, status: 'queued', conclusion: null, startedAt: null, completedAt: null });
      return number;
    },
    rename: (number, name) => {
      const step = steps[number - 1];
      if (step) step.name = name;
    },
    begin: (number) => change(number, { status: 'in_progress', startedAt: time() }),
    end: (number, conclusion) => change(number, { status: 'completed', conclusion, completedAt: time() }),
    async during(name, work) {
      const number = report.plan(name);
      report.begin(number);
      report.end(number, await work());
    },
    close() {
      for (const step of steps) {
        if (step.status === 'completed') continue;
        change(step.number, {
          status: 'completed',
          conclusion: step.status === 'in_progress' ? 'cancelled' : 'skipped',
          completedAt: time(),
        });
      }
    },
  };
  return report;
}
