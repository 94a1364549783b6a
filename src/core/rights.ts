/**
 * Who may do what, as data: the triggers by which people move a story, and the least role that each of them needs. Whatever heeds a person asks
 * `may`; docs/permissions.md is this table. What is not in it, nobody may.
 */
import { COMMANDS, type CommandSpec, saysOf } from './commands.ts';
import { LABELS } from './names.ts';
import type { Person } from './observation.ts';
import { type Role, reaches } from './permissions.ts';

/** How someone says something to Orch. */
export const TRIGGERS = [
  'label',
  'comment on the issue',
  'comment on the pull request',
  'review',
  'tick or reaction on a question',
] as const;
export type TriggerKind = (typeof TRIGGERS)[number];

/** One thing that can be said in one way: `label` and `orch:run`, `comment on the issue` and `pause`, `review` and `approve`. */
export interface Trigger {
  kind: TriggerKind;
  /** The label's name, the command's (with its argument, where that needs another role), or what the review says. */
  says: string;
}

/** What a trigger asks of whoever uses it. */
export interface Right extends Trigger {
  needs: Role;
  /** True for what counts as an approval: where `settings.approvers` names people, nobody else's does. */
  approves: boolean;
}

const commandRights = (kind: TriggerKind): Right[] =>
  (COMMANDS as readonly CommandSpec[]).flatMap((spec): Right[] => {
    const plain = { kind, says: spec.name, needs: spec.needs, approves: spec.event === 'approve' };
    return spec.needsWithArgument
      ? [plain, { ...plain, says: saysOf(spec, 'argument'), needs: spec.needsWithArgument }]
      : [plain];
  });

/** The whole table, in the order in which the documentation shows it. */
export const RIGHTS: readonly Right[] = [
  { kind: 'label', says: LABELS.story, needs: 'triage', approves: false },
  { kind: 'label', says: LABELS.run, needs: 'write', approves: false },
  { kind: 'label', says: LABELS.epic, needs: 'write', approves: false },
  ...commandRights('comment on the issue'),
  ...commandRights('comment on the pull request'),
  { kind: 'review', says: 'approve', needs: 'write', approves: true },
  { kind: 'review', says: 'request changes', needs: 'write', approves: false },
  { kind: 'tick or reaction on a question', says: 'answer', needs: 'write', approves: false },
];

/**
 * Whose word can count at all. A bot with write access is still not a person; Orch does not obey itself, and a deleted account has no
 * role that could be looked up.
 */
export const HEARD: Readonly<Record<Person['kind'], boolean>> = { user: true, bot: false, orch: false, ghost: false };

/** The row of a trigger, or undefined when there is none: then nobody may. */
export const rightOf = (trigger: Trigger): Right | undefined =>
  RIGHTS.find((right) => right.kind === trigger.kind && right.says === trigger.says);

/** Someone, with the role that GitHub says they have now. Without one (not looked up, no collaborator) it is none. */
export interface Speaker {
  person: Pick<Person, 'kind' | 'login'>;
  role: Role | undefined;
}

/** Whether someone may. `approvers` are the logins of `settings.approvers`; empty, it is everyone with the role. */
export function may({ person, role = 'none' }: Speaker, trigger: Trigger, approvers: readonly string[] = []): boolean {
  const right = rightOf(trigger);
  if (!right || !HEARD[person.kind] || !reaches(role, right.needs)) return false;
  return !right.approves || isApprover(person.login, approvers);
}

/** Whether someone is among the approvers. GitHub's logins do not differ by case. */
export const isApprover = (login: string, approvers: readonly string[]): boolean =>
  approvers.length === 0 || approvers.some((one) => one.toLowerCase() === login.toLowerCase());
