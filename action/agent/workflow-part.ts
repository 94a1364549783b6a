/** A run that plays a workflow: the workflow as a conversation, its tools, and what becomes of its end. */
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Clock } from '../../src/agent/clock.ts';
import type { Told } from '../../src/agent/context/surroundings.ts';
import type { Git } from '../../src/agent/git.ts';
import { plannerPart } from '../../src/agent/planner/first-message.ts';
import { plannerTools } from '../../src/agent/planner/planner-tools.ts';
import type { Submitted } from '../../src/agent/planner/submit.ts';
import type { Part } from '../../src/agent/prompt.ts';
import type { Ending } from '../../src/agent/run.ts';
import type { Shell } from '../../src/agent/shell.ts';
import type { Tool } from '../../src/agent/tools/tool.ts';
import type { Workspace } from '../../src/agent/workspace.ts';
import { type Brief, DEFAULT_THRESHOLD, MAX_WORKFLOW_STATE } from '../../src/core/brief.ts';
import { documentPath, type EpicWorkflow } from '../../src/core/epic.ts';
import type { Report, Stop } from '../../src/core/run.ts';
import type { Question } from '../../src/workflow/converse/answered.ts';
import { closingOf } from '../../src/workflow/converse/closing.ts';
import {
  type Conversation,
  converse,
  keptText,
  type Next,
  readKept,
} from '../../src/workflow/converse/conversation.ts';
import { wrongOutcome } from '../../src/workflow/converse/outcome.ts';
import { commitWords, pullRequestWords } from '../../src/workflow/converse/proposal.ts';
import { findWorkflows, rootsOf } from '../../src/workflow/plugins.ts';
import { fileLibrary } from '../../src/workflow/run/file-library.ts';
import type { Loaded } from '../../src/workflow/run/library.ts';
import type { DoneRequest } from '../../src/workflow/run/request.ts';
import { writeBaseWorkflows } from './base-workflows.ts';
import { documentsIn, fileRefusal, readDocument, writeDocument } from './epic-documents.ts';
import { plannerFor } from './persona-of.ts';
import { tickOff } from './tick-off.ts';

/** What a run needs to play a workflow. */
export interface PlayOptions {
  told: Told;
  playing: NonNullable<Brief['workflow']>;
  workspace: Workspace;
  /** Reads the base commit. */
  git: Git;
  /** For workflows that try something out. */
  shell: Shell;
  /** A folder outside the checkout that does not exist yet: for the workflows of the base commit. */
  base: string;
  /** What the project is called. */
  project: string;
  clock: Clock;
}

/** What the agent's loop is given, and what the report says of the workflow when it has ended. */
export interface WorkflowPart {
  part: Part;
  tools: Tool[];
  over: () => Ending | undefined;
  reported(report: Report): Report;
}

/** Prepares the run. Rejects with a sentence when there is no such workflow, or it has errors. */
export async function playWorkflow(options: PlayOptions): Promise<WorkflowPart> {
  const { told, playing, workspace, git, base, clock } = options;
  const { root } = workspace;
  await mkdir(base, { recursive: true });
  await writeBaseWorkflows(git, told.base.sha, base);
  const usual = playing.document ?? documentPath(told.story, playing.name as EpicWorkflow);
  const [prd, documents] = await Promise.all([
    readDocument(root, documentPath(told.story, 'prd')),
    documentsIn(root, dirname(usual)),
  ]);
  const answered = told.decisions ?? [];

  const begin = (state: string | undefined): { conversation: Conversation; loaded: Loaded } => {
    const kept = readKept(state);
    const started = kept?.started ?? new Date(clock.now()).toISOString();
    const { plugins } = findWorkflows(rootsOf(base, 'workflows'));
    const library = fileLibrary({ projectRoot: base, now: new Date(started), plugins });
    const plugin = plugins.get(playing.name);
    if (!plugin) {
      throw new Error(`There is no workflow ${playing.name}. There are ${[...plugins.keys()].sort().join(', ')}.`);
    }
    const loaded = library.at(plugin.file);
    const conversation = converse({
      library,
      loaded,
      started,
      kept,
      answered,
      fileRefusal,
      variables: variablesOf(options),
      threshold: told.threshold ?? DEFAULT_THRESHOLD,
      refusal: (workflow, section, value) => wrongOutcome(workflow, section, value, { prd, answered }),
    });
    return { conversation, loaded };
  };
  const closing = (loaded: Loaded, end: DoneRequest) => closingOf({ loaded, end, usual, fileRefusal, answered, prd });

  let { conversation, loaded } = saying(base, () => begin(playing.state));
  if (conversation.opening.kind === 'done' && closing(loaded, conversation.opening.end).kind === 'again') {
    ({ conversation, loaded } = begin(undefined));
  }
  const planner = plannerFor(loaded, told.role, base);
  const throwaway = loaded.workflow.values.throwaway === true;
  let over: Ending | undefined;
  let outcome: unknown;

  const fail = (reason: string, useless = false): Submitted => {
    over = { stop: useless ? 'model_silent' : 'model_failed', reason };
    return { taken: false, text: `${reason} The run ends here.` };
  };

  const finish = async (end: DoneRequest): Promise<Submitted> => {
    const closed = closing(loaded, end);
    if (closed.kind === 'failed') return fail(closed.reason);
    if (closed.kind === 'again') return fail('The workflow asks what people have answered already.');
    if (closed.kind === 'ask') return ask(closed.question);
    const proposed = {
      ...closed,
      ...{ epic: told.story, title: told.title, workflow: playing.name, author: planner.title, end },
      description: loaded.workflow.description,
      said: conversation.said(),
    };
    if (throwaway) await workspace.discard();
    for (const { file, text } of closed.documents) await writeDocument(root, file, text);
    const ticked = playing.ticks && (await tickOff(root, playing.ticks, closed.outcome));
    // A document that says what it said before is proposed as it is.
    if ((await workspace.changes()).length > 0) await workspace.commit('green', commitWords(proposed));
    const { title, body } = pullRequestWords({ ...proposed, ...(ticked !== undefined && { ticked }) });
    await workspace.propose(title, body);
    outcome = withQuestion(closed.outcome, playing);
    return {
      taken: true,
      text: 'The workflow has ended. Its documents are committed and proposed. The run ends here.',
    };
  };

  const ask = (question: Question): Submitted => {
    workspace.ask({ ...question, severity: 'important' });
    return { taken: true, text: 'People are asked. The run ends here.' };
  };

  const follow = async (next: Next): Promise<Submitted> => {
    try {
      if (next.kind === 'request') return { taken: true, text: next.text };
      if (next.kind === 'refused') return { taken: false, text: next.text };
      if (next.kind === 'failed') return fail(next.reason, next.useless);
      return next.kind === 'ask' ? ask(next.question) : await finish(next.end);
    } catch (error) {
      // The workflow has ended, so there is nothing that the model could mend.
      return fail(`The documents could not be proposed. ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  const opening = conversation.opening;
  // What needs no agent any more has happened before it is asked, and the loop ends at once.
  const first = opening.kind === 'request' ? opening.text : (await follow(opening)).text;
  const take = async (submission: Parameters<Conversation['submit']>[0]): Promise<Submitted> =>
    over ? { taken: false, text: `Not taken: ${over.reason}` } : await follow(conversation.submit(submission));
  return {
    part: plannerPart(told, {
      planner,
      workflow: playing.name,
      description: loaded.workflow.description,
      question: playing.question,
      throwaway,
      record: playing.record?.text,
      documents,
      written: conversation.resumed ? conversation.written() : {},
      request: first,
    }),
    tools: plannerTools(workspace, take, throwaway ? options.shell : undefined),
    over: () => over,
    reported(report) {
      const state = GOES_ON.has(report.stop) ? keptText(conversation.state(), MAX_WORKFLOW_STATE) : undefined;
      return {
        ...report,
        workflow: {
          name: playing.name,
          ...(report.stop === 'done' && outcome !== undefined && { outcome }),
          ...(state !== undefined && { state }),
        },
      };
    },
  };
}

/** Ends of a run after which the next one goes on where it stopped: nothing that was answered was at fault. */
const GOES_ON: ReadonlySet<Stop> = new Set(['asked', 'turns', 'budget', 'time', 'cancelled']);

/** What the built-in workflows call `runtime-captured` and code knows. The rest comes from whoever plays. */
function variablesOf({ told, playing, project }: PlayOptions): Record<string, string | number> {
  return {
    epic: told.story,
    story: told.story,
    project_name: project,
    test_command: told.commands.test,
    base: told.base.sha,
    head: told.start,
    subject: playing.record?.subject ?? playing.question ?? `epic ${told.story}`,
    ...(playing.question !== undefined && { question: playing.question, spike: playing.question }),
  };
}

/** A spike is known by the question that it was given, and its agent may have sharpened the words. */
const withQuestion = (outcome: unknown, { name, question }: PlayOptions['playing']): unknown =>
  name === 'spike' && question !== undefined && typeof outcome === 'object' ? { ...outcome, question } : outcome;

/** What is wrong with a workflow names files below the project, not where they lie on this machine. */
function saying<T>(base: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.replaceAll(`${base}/`, ''));
  }
}

/** What a project is called: the name of its repository, or of the folder that it is in. */
export const projectName = (repository: string | undefined, workspace: string): string =>
  repository?.split('/').at(-1) || basename(workspace);
