/** The agent job in a checkout, as a test needs it: no key, no jail's tools, a folder of its own for what it leaves. */
import { join } from 'node:path';
import type { AgentJob } from '../../action/agent/job.ts';
import { systemClock } from '../../src/agent/clock.ts';
import { briefFor, type Checkout, temporaryFolder } from '../agent/support.ts';

/** A job whose brief is `briefFor` the checkout, with these changes. */
export function jobIn(place: Checkout, changes: Partial<AgentJob> = {}): AgentJob {
  const temp = temporaryFolder();
  return {
    brief: JSON.stringify(briefFor(place.head)),
    reportFile: join(temp, 'out', 'report.json'),
    workspace: place.root,
    temp,
    path: process.env.PATH,
    lang: undefined,
    toolCache: undefined,
    secretFolders: [],
    apiKey: undefined,
    baseURL: undefined,
    clock: systemClock,
    signal: new AbortController().signal,
    nonce: 'n0nce',
    emit: () => {},
    ...changes,
  };
}
