/**
 * The agent job, without the runner: from a brief to a report. `main.ts` hands in what it read from the runner; tests hand in their own.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Clock } from '../../src/agent/clock.ts';
import { type Surroundings, surroundingsOf, type Told } from '../../src/agent/context/surroundings.ts';
import { type Access, foldersOutside, toolEnvironment } from '../../src/agent/environment.ts';
import type { AgentEvent, Emit } from '../../src/agent/events.ts';
import { type Git, gitIn } from '../../src/agent/git.ts';
import type { ToolPlace } from '../../src/agent/jail/jail.ts';
import { type ChosenPlace, chooseToolPlace } from '../../src/agent/jail/tool-place.ts';
import { runAgent } from '../../src/agent/loop.ts';
import { chooseModels } from '../../src/agent/models/choose.ts';
import { ModelFailed } from '../../src/agent/models/model.ts';
import { insideWorkspace, shownPath } from '../../src/agent/paths.ts';
import type { TakenFrom } from '../../src/agent/prompt.ts';
import { madeBefore, resumable } from '../../src/agent/resume.ts';
import { developerTools } from '../../src/agent/tools/developer-tools.ts';
import { withPermissions } from '../../src/agent/tools/permits.ts';
import { readTranscript, transcriptTo } from '../../src/agent/transcript.ts';
import { openWorkspace } from '../../src/agent/workspace.ts';
import { type Brief, modelsOf } from '../../src/core/brief.ts';
import { NO_USAGE, type Report } from '../../src/core/run.ts';
import { redactedDeep, withoutSecrets } from '../../src/patch/withhold.ts';
import { BriefUnusable, readBrief } from './brief.ts';
import { deliveryPolicy } from './delivery-policy.ts';
import { readScriptFile } from './script-file.ts';
import { playWorkflow, projectName } from './workflow-part.ts';

/** Where programs are, when nobody says. */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

export interface AgentJob {
  /** The Action's input, JSON. */
  brief: string;
  /** Where the report goes. */
  reportFile: string;
  /** The checkout. */
  workspace: string;
  /** The repository as `owner/name`; the project is called by its folder when absent. */
  repository?: string | undefined;
  /** An existing folder outside the checkout. */
  temp: string;
  /** PATH and LANG for tools. */
  path: string | undefined;
  lang: string | undefined;
  /** The runner's tool cache, which commands may read. */
  toolCache: string | undefined;
  /** Folders whose whole content is nobody's business: the user's home, the runner's own files. `temp` is one without being named. */
  secretFolders: readonly string[];
  /** Claude's. */
  apiKey: string | undefined;
  baseURL: string | undefined;
  /** Those of an OpenAI-compatible API; none when absent. */
  openai?: Access;
  clock: Clock;
  signal: AbortSignal;
  /** Random letters and digits. */
  nonce: string;
  /** Gets every event as it happens. */
  emit: Emit;
}

export interface AgentJobResult {
  report: Report;
  transcript: string;
  /** What was taken out of texts before the model saw them, because nobody can see it. */
  hidden: readonly TakenFrom[];
}

/**
 * Runs the agent and writes the report, whatever happens: what goes wrong is the report's `stop` and `reason`. Rejects only when there
 * is no run to report on (BriefUnusable without a report), or the report cannot be written.
 */
export async function runAgentJob(job: AgentJob): Promise<AgentJobResult> {
  let brief: Brief;
  try {
    brief = readBrief(job.brief);
  } catch (error) {
    if (!(error instanceof BriefUnusable) || !error.report) throw error;
    return { report: await writeReport(job, error.report), transcript: '', hidden: [] };
  }
  const transcript = join(job.temp, `orch-transcript-${brief.run.replace(/[^\w-]/g, '_')}.jsonl`);
  const hidden: TakenFrom[] = [];
  const emit: Emit = (event) => {
    if (event.type === 'hidden') hidden.push(event);
    job.emit(event);
  };
  const report = await attempt({ ...job, emit }, brief, transcript).catch((error: unknown) =>
    failedReport(brief, error),
  );
  return { report: await writeReport(job, report), transcript, hidden };
}

async function attempt(job: AgentJob, brief: Brief, transcript: string): Promise<Report> {
  const folder = await mkdtemp(join(job.temp, 'orch-agent-'));
  try {
    return await work(job, brief, transcript, folder);
  } finally {
    // What commands left in HOME and /tmp. That it cannot be removed is no reason to lose the report.
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

async function work(job: AgentJob, brief: Brief, transcript: string, folder: string): Promise<Report> {
  const root = await realpath(job.workspace);
  // Git's own notes: it reads them in the jail, and commands cannot write them.
  const scratch = join(await realpath(folder), 'git');
  await mkdir(scratch);
  const happened = readTranscript(transcript);
  const before = resumable(happened, brief);
  // What a workflow has come to is not in the transcript, so it begins anew.
  const earlier = brief.workflow ? undefined : before;
  const write = transcriptTo(transcript, { continues: earlier !== undefined });
  // The transcript is an artifact and the log is a page: what a command printed can hold a secret in any disguise.
  const emit: Emit = (event) => {
    const safe = redactedDeep(event, secretsOf(job));
    write(safe);
    job.emit(safe);
  };
  // As long as nothing of the model's has run in the checkout, it is what was checked out, and git may read it outside the jail: while that is
  // tried, and in a tenth of the time. Where something has happened already, it is in the hands of what ran then.
  const untouched = happened.length === 0 ? untouchedGit(root, job.path ?? DEFAULT_PATH) : undefined;
  const reading = untouched && surroundingsOf(untouched, brief);
  try {
    const place = await openPlace(job, brief, { root, folder, scratch });
    try {
      emit({ at: job.clock.now(), type: 'jail', jailed: place.jailed, text: place.described });
      const git = gitIn(root, place.env, place.git);
      if (before !== undefined && earlier === undefined) await git(['reset', '--quiet', '--hard', brief.start]);
      const opening = untouched ?? git;
      const surroundings = () => reading ?? surroundingsOf(opening, brief);
      return await workIn(place, { job, brief, root, scratch, emit, earlier, git, opening, surroundings });
    } finally {
      await place.close();
    }
  } finally {
    // It never rejects, and is waited for whatever comes of the rest.
    await reading;
  }
}

function openPlace(
  job: AgentJob,
  brief: Brief,
  { root, folder, scratch }: { root: string; folder: string; scratch: string },
): Promise<ChosenPlace> {
  return chooseToolPlace(brief, {
    workspace: root,
    scratch: join(folder, 'jail'),
    path: job.path ?? DEFAULT_PATH,
    lang: job.lang,
    secret: [job.temp, ...job.secretFolders],
    toolCache: job.toolCache,
    readable: [scratch],
    signal: job.signal,
  });
}

/** Git in a checkout in which nothing has run yet, by a program that is not the checkout's own. */
const untouchedGit = (root: string, path: string): Git =>
  gitIn(root, toolEnvironment({ path: foldersOutside(path, root).join(delimiter), home: '/' }));

interface Work {
  job: AgentJob;
  brief: Brief;
  root: string;
  scratch: string;
  emit: Emit;
  /** What happened in this run before it was killed. */
  earlier: readonly AgentEvent[] | undefined;
  /** Git as long as the run lasts: in the jail, where there is one. */
  git: Git;
  /** Git for what is read before the first command runs. */
  opening: Git;
  surroundings: () => Promise<Surroundings>;
}

async function workIn(place: ToolPlace, work: Work): Promise<Report> {
  const { job, brief, root, scratch, emit, earlier, git, opening } = work;
  const workspace = await openWorkspace({
    root,
    start: brief.start,
    base: brief.base.sha,
    git,
    opening,
    scratch,
    tests: brief.tests,
    refusal: deliveryPolicy(git, brief, secretsOf(job)),
    ...(earlier ? { earlier: madeBefore(earlier) } : {}),
  });
  const model = await chooseModels(modelsOf(brief), {
    casting: {
      role: brief.role,
      attempt: brief.attempt,
      continues: brief.start !== brief.base.sha,
      title: brief.title,
    },
    apiKey: job.apiKey,
    baseURL: job.baseURL,
    ...(job.openai ? { openai: job.openai } : {}),
    readScript: (path) => readScriptFile(opening, workspace.root, brief.base.sha, path),
  });
  const told: Told = { ...brief, surroundings: await work.surroundings() };
  const leadsTo = async (path: string) => shownPath(workspace.root, await insideWorkspace(workspace.root, path));
  const playing = brief.workflow && {
    ...{ told, playing: brief.workflow, workspace, git: opening, shell: place.shell, clock: job.clock },
    base: join(scratch, 'base'),
    project: projectName(job.repository, workspace.root),
  };
  const played = playing && (await playWorkflow(playing));
  const report = await runAgent({
    brief: told,
    workspace,
    model,
    tools: withPermissions(played?.tools ?? developerTools(workspace, place.shell), brief.permissions, leadsTo),
    clock: job.clock,
    signal: job.signal,
    nonce: job.nonce,
    emit,
    ...(earlier ? { earlier } : {}),
    ...(played && { part: played.part, over: played.over }),
  });
  return played ? played.reported(report) : report;
}

/** The run ended before its first turn. */
function failedReport(brief: Brief, error: unknown): Report {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 2_000);
  const stop = error instanceof ModelFailed ? 'model_failed' : 'crashed';
  return {
    version: 1,
    run: brief.run,
    story: brief.story,
    start: brief.start,
    stop,
    reason,
    intents: [],
    usage: NO_USAGE,
  };
}

/** The secrets that this job holds. */
const secretsOf = (job: AgentJob): string[] => [job.apiKey, job.openai?.apiKey].filter((key) => key !== undefined);

async function writeReport(job: AgentJob, unsafe: Report): Promise<Report> {
  const own = secretsOf(job);
  const report = withoutSecrets(unsafe, own);
  if (report.workflow) report.workflow = redactedDeep(report.workflow, own);
  await mkdir(dirname(job.reportFile), { recursive: true });
  await writeFile(job.reportFile, `${JSON.stringify(report)}\n`);
  return report;
}
