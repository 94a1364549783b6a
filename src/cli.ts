#!/usr/bin/env node
/** The command line. Wiring only. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { checkPlans, describePlans } from './install/plan-check.ts';
import { type SpecWords, writeSpec } from './install/spec.ts';
import { type InstallWords, writeWorkflows } from './install/write.ts';
import { serveFromEnvironment } from './server/from-environment.ts';
import { repair } from './state/repair.ts';
import { planOf, type TryWords } from './try/options.ts';
import { KEPT_DIR, runTry } from './try/run-try.ts';
import { SCENES } from './try/scenes/all.ts';
import { openVisit } from './try/visit.ts';
import { UserError } from './user-error.ts';
import { type PlayOptions, play } from './workflow/run/play.ts';
import { describeReport, validateWorkflows } from './workflow/validate.ts';
import { yamlLines } from './yaml/lines.ts';
import { readYaml } from './yaml/read.ts';

const out = (line: string): void => void process.stdout.write(`${line}\n`);

/** Ctrl-C and `kill` end what runs in good order; a second one ends it at once. */
function untilStopped(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return controller.signal;
}

const issueNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('It is the number of an issue or pull request, like 1.');
  return Number(text);
};

/** Tells a report in its own words or, when asked to, as one JSON object; the exit status is 1 when something is wrong. */
function tell<R extends { ok: boolean }>(report: R, describe: (report: R) => readonly string[], json = false): void {
  for (const line of json ? [JSON.stringify(report, null, 2)] : describe(report)) out(line);
  process.exitCode = report.ok ? 0 : 1;
}

const program = new Command('orch').description('Turns a GitHub repository into a team that runs its own sprints.');

const trying = program
  .command('try')
  .description('go the whole way from a labelled issue to a merged pull request, on an embedded GitHub, here and now')
  .option('--keep', `leave everything running afterwards (in ${KEPT_DIR}, unless --dir names a folder)`)
  .option('--dir <path>', 'folder of the hub; one that was left in the middle is finished')
  .option('--repo <path>', 'a git repository of your own to work on (cloned, never touched)')
  .option('--title <text>', 'with --repo: what should be done')
  .option('--body <text>', 'with --repo: the details')
  .option('--test-command <command>', 'how the tests are run (default: npm test)')
  .option(
    '--model <model>',
    'claude-… (needs ANTHROPIC_API_KEY), openai:MODEL (OPENAI_API_KEY, OPENAI_BASE_URL), or scripted:FILE',
  )
  .option('--store <store>', 'how the state is kept: git, api, or auto (git where there is one)')
  .option('--actions-only', 'without a server: everything happens in the workflows of the repository')
  .option('--scene <name>', `play a scene instead: ${SCENES.map(({ name }) => name).join(', ')}`)
  .option('--json', 'print one JSON object at the end and nothing else')
  .action(async (words: TryWords) => {
    const io = {
      out,
      colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
      env: process.env,
      signal: untilStopped(),
    };
    process.exitCode = await runTry(planOf(words, process.env), io);
  });

const visit = () => openVisit((trying.opts() as TryWords).dir ?? KEPT_DIR, out);
trying
  .command('comment <issue> <text>')
  .description('write a comment, for example "/orch status"')
  .action((issue: string, text: string) => visit().comment(issueNumber(issue), text));
trying
  .command('label <issue> <label>')
  .description('put a label on an issue')
  .action((issue: string, label: string) => visit().label(issueNumber(issue), label));
trying
  .command('review <number>')
  .description('review a pull request, or that of a story')
  .option('--approve', 'approve it')
  .option('--request-changes <text>', 'say what should change')
  .action(async (number: string, words: { approve?: boolean; requestChanges?: string }) => {
    if (Boolean(words.approve) === (words.requestChanges !== undefined)) {
      throw new UserError('A review says --approve or --request-changes "…", one of the two.');
    }
    const body = words.requestChanges ?? '';
    await visit().review(issueNumber(number), { event: words.approve ? 'APPROVE' : 'REQUEST_CHANGES', body });
  });
trying
  .command('show <issue>')
  .description('show an issue, its comments and its state')
  .action((issue: string) => visit().show(issueNumber(issue)));

const workflow = program.command('workflow').description('work with workflows, which are folders of data');
workflow
  .command('validate <paths...>')
  .description('load every workflow below the paths and say what is wrong with it; exit status 1 when anything is')
  .option('--json', 'print one JSON object and nothing else')
  .action((paths: string[], words: { json?: boolean }) => {
    tell(validateWorkflows(paths, { projectRoot: process.cwd(), now: new Date() }), describeReport, words.json);
  });

workflow
  .command('run <workflow>')
  .description('play a workflow with answers from a file, and write its documents')
  .requiredOption('--answers <file>', 'YAML with what agents and people answer (docs/workflows.md)')
  .addOption(new Option('--mode <mode>', 'who is asked').choices(['normal', 'autonomous']).default('normal'))
  .option('--state <file>', 'where the state is kept; a run that stopped goes on from there')
  .action((path: string, words: Pick<PlayOptions, 'answers' | 'mode' | 'state'>) => {
    const played = play({ ...words, path, projectRoot: process.cwd(), now: new Date(), out });
    if (played.kind === 'refused') throw new UserError(played.message);
    process.exitCode = played.kind === 'finished' ? 0 : played.kind === 'unanswered' ? 3 : 1;
  });

const plan = program.command('plan').description('work with plans of stories');
plan
  .command('check <paths...>')
  .description('say whether Markdown plans and documents of stories can be carried out; exit status 1 when one cannot')
  .option('--graph', 'draw the dependencies in Mermaid')
  .option('--json', 'print one JSON object and nothing else')
  .action((paths: string[], words: { graph?: boolean; json?: boolean }) => {
    const yaml = { read: readYaml, lines: yamlLines };
    tell(checkPlans(paths, { yaml, graph: words.graph === true }), describePlans, words.json);
  });

program
  .command('init [folder]')
  .description('put the specification of an application into a checkout, and say how it becomes an epic')
  .requiredOption('--spec <path>', 'the specification: text or Markdown')
  .option('--force', 'write over one that is there')
  .action((folder: string | undefined, words: SpecWords) => {
    for (const line of writeSpec(folder ?? '.', words)) out(line);
  });

program
  .command('repair <commit>')
  .description('set a lost state branch back to a commit; says what is in it, and changes nothing without --yes')
  .option('--dir <path>', 'a clone of the repository', '.')
  .option('--remote <remote>', 'name or address of the remote', 'origin')
  .option('--yes', 'do it')
  .action((commit: string, words: { dir: string; remote: string; yes?: boolean }) =>
    repair({ ...words, commit, yes: words.yes === true }, out),
  );

program
  .command('install <folder>')
  .description('write the workflow files into a checkout of your repository')
  .requiredOption('--action-ref <commit>', 'the commit of orch-dev/orch whose Action runs, all 40 digits of it')
  .option('--actions-only', 'without a server: the workflows do everything (docs/actions-only.md)')
  .option('--checks <names...>', 'with --actions-only: names of the workflows that check pull requests, as in CI')
  .option('--runs-on <labels...>', 'labels of the runners (default: ubuntu-24.04)')
  .action((folder: string, words: InstallWords) => {
    for (const path of writeWorkflows(folder, words)) out(`wrote ${path}`);
  });

program
  .command('serve')
  .description('run the App’s server; it reads APP_ID, PRIVATE_KEY, WEBHOOK_SECRET and others from the environment')
  .action(() => serveFromEnvironment(process.env, out, untilStopped()));

try {
  await program.parseAsync();
} catch (error) {
  // What a person can mend is told as it is; anything else is ours, and its trace helps.
  if (error instanceof UserError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = error instanceof UserError ? 2 : 1;
}
