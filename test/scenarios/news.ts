/**
 * What Orch did since someone last asked, as lines a person can read. Whoever reads the news has to assert them; `unread` is how the end of
 * a scenario notices what nobody expected.
 */
import type { WorldRequest } from '../../src/localhub/forge/world-forge.ts';
import { isPull } from '../../src/localhub/world/lookups.ts';
import type { WorldEvent } from '../../src/localhub/world/types.ts';
import { listen, type World } from '../../src/localhub/world/world.ts';

export interface News {
  /** Notes a request before it happens. */
  asked(request: WorldRequest): void;
  /** Notes something else that went on. */
  note(line: string): void;
  /** Everything since the last reading, and after it the requests that it took; empty when nothing went on. */
  read(): string;
  /** How many requests there were since the beginning. */
  count(): number;
  /** The same as `read`, without reading it. */
  unread(): string;
}

/** Listens to a world for what the App of this slug does in it. */
export function followNews(world: World, slug: string): News {
  let lines: string[] = [];
  let requests: string[] = [];
  let count = 0;
  listen(world, (event) => {
    if (event.actor.appSlug === slug && event.actor.via === 'installation') lines.push(...linesOf(world, event));
  });
  const text = () => {
    const asked = requests.length > 0 ? [`(${requests.join(', ')})`] : [];
    return [...lines, ...asked].join('\n');
  };
  return {
    asked({ kind, acts }) {
      count += 1;
      requests.push(kind === 'perform' ? acts.map((act) => act.kind).join(' + ') : kind);
      if (kind !== 'perform') return;
      // These two leave no event behind.
      for (const act of acts) {
        if (act.kind === 'react') lines.push('reacts with 👍');
        if (act.kind === 'cancel_run') lines.push('cancels the Actions run');
      }
    },
    note: (line) => lines.push(line),
    read() {
      const all = text();
      lines = [];
      requests = [];
      return all;
    },
    count: () => count,
    unread: text,
  };
}

function linesOf(world: World, { name, action, subject, ...event }: WorldEvent): string[] {
  const issue = subject.issue;
  switch (name) {
    case 'issue_comment': {
      const body = subject.comment?.body ?? '';
      const key = /^<!-- orch:(\w[\w-]*)/.exec(body)?.[1];
      if (action === 'deleted') return [`deletes a comment on #${issue?.number}: ${headline(body)}`];
      if (key === 'story') return [`${action === 'created' ? 'writes' : 'edits'} #${issue?.number}: ${headline(body)}`];
      return [`answers on #${issue?.number}:`, ...indented(visible(body))];
    }
    case 'workflow_dispatch':
      return [`starts the run ${subject.dispatch?.inputs.run} on ${subject.dispatch?.ref}`];
    case 'pull_request': {
      if (!issue || !isPull(issue)) return [];
      const { headRef, baseRef, merged } = issue.pullRequest;
      if (action === 'opened') return [`opens #${issue.number} from ${headRef} into ${baseRef}: ${issue.title}`];
      if (action === 'closed') return [`${merged ? 'merges' : 'closes'} #${issue.number}`];
      return [`${action} #${issue.number}`];
    }
    case 'check_run':
      return action === 'completed'
        ? [
            `publishes the check ${subject.checkRun?.name}: ${subject.checkRun?.conclusion}, ${subject.checkRun?.output.title}`,
          ]
        : [];
    case 'issues':
      if (action === 'labeled') return [`puts ${subject.label?.name} on #${issue?.number}`];
      if (action === 'unlabeled') return [`takes ${subject.label?.name} off #${issue?.number}`];
      return [`${action} #${issue?.number}`];
    case 'label':
      return [`${action === 'created' ? 'creates' : action} the label ${subject.label?.name}`];
    case 'delete':
      return [`deletes ${subject.ref?.name}`];
    case 'workflow_run':
    case 'push':
    case 'check_suite':
      return [];
    default:
      return [`${name}.${action ?? ''} at ${event.at} in ${world.repositories.get(event.repository?.id ?? 0)?.name}`];
  }
}

/** A comment as people see it: without the marks, with ids that differ from world to world replaced. */
export const visible = (body: string): string =>
  body
    .replaceAll(/<!--[\s\S]*?-->\n?/g, '')
    .replaceAll(/\/runs\/\d+/g, '/runs/ID')
    .replaceAll('https://github.test/acme/durations', '…')
    .trim();

const headline = (body: string): string => visible(body).split('\n')[0]?.replace(/^#+ /, '') ?? '';
const indented = (text: string): string[] => text.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
