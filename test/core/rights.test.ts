/** Who may do what, cell by cell, against a table that was written by hand. */
import { describe, expect, test } from 'vitest';
import { COMMANDS, type CommandSpec } from '../../src/core/commands.ts';
import { LABELS } from '../../src/core/names.ts';
import type { Person } from '../../src/core/observation.ts';
import { parseRole, ROLES, reaches, roleFrom } from '../../src/core/permissions.ts';
import { HEARD, isApprover, may, RIGHTS, rightOf, TRIGGERS, type Trigger } from '../../src/core/rights.ts';

/** Someone as GitHub tells of them: `role_name` and the coarser `permission`; null where it tells nothing. */
interface Identity {
  kind: Person['kind'];
  told: [roleName: string, permission: string] | null;
}
const IDENTITIES: Record<string, Identity> = {
  /** A private repository that they cannot see. */
  none: { kind: 'user', told: ['none', 'none'] },
  read: { kind: 'user', told: ['read', 'read'] },
  triage: { kind: 'user', told: ['triage', 'read'] },
  write: { kind: 'user', told: ['write', 'write'] },
  maintain: { kind: 'user', told: ['maintain', 'write'] },
  admin: { kind: 'user', told: ['admin', 'admin'] },
  /** A custom role that grew from write, and one that grew from read. */
  lead: { kind: 'user', told: ['security-lead', 'write'] },
  watch: { kind: 'user', told: ['watcher', 'read'] },
  /** Everyone may read a public repository: those who were let go, and those who never belonged to it. */
  former: { kind: 'user', told: ['read', 'read'] },
  /** The same in a private one: GitHub answers 404. */
  gone: { kind: 'user', told: null },
  outside: { kind: 'user', told: ['read', 'read'] },
  /** Machines, each with all the rights there are. */
  bot: { kind: 'bot', told: ['write', 'write'] },
  actions: { kind: 'bot', told: ['admin', 'admin'] },
  orch: { kind: 'orch', told: ['admin', 'admin'] },
  ghost: { kind: 'ghost', told: ['admin', 'admin'] },
};

/** `x` may, `.` may not. */
const MATRIX = `
                                            none read triage write maintain admin lead watch former gone outside bot actions orch ghost
label: orch:story                           .    .    x      x     x        x     x    .     .      .    .       .   .       .    .
label: orch:run                             .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
label: orch:epic                            .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: start                 .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: status                x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the issue: why                   x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the issue: budget                x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the issue: budget <usd>          .    .    .      .     x        x     .    .     .      .    .       .   .       .    .
comment on the issue: cost                  x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the issue: pause                 .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: resume                .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: retry                 .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: answer                .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: decisions             x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the issue: override              .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: approve               .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: changes               .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: allow                 .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: skip                  .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: abandon               .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: epic                  .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: stories               .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: sprint                x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the issue: sprint <step>         .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: backlog               x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the issue: priority              .    .    x      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: feedback              .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the issue: help                  x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the pull request: start          .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: status         x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the pull request: why            x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the pull request: budget         x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the pull request: budget <usd>   .    .    .      .     x        x     .    .     .      .    .       .   .       .    .
comment on the pull request: cost           x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the pull request: pause          .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: resume         .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: retry          .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: answer         .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: decisions      x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the pull request: override       .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: approve        .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: changes        .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: allow          .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: skip           .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: abandon        .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: epic           .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: stories        .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: sprint         x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the pull request: sprint <step>  .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: backlog        x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
comment on the pull request: priority       .    .    x      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: feedback       .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
comment on the pull request: help           x    x    x      x     x        x     x    x     x      x    x       .   .       .    .
review: approve                             .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
review: request changes                     .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
tick or reaction on a question: answer      .    .    .      x     x        x     x    .     .      .    .       .   .       .    .
`;

const [header, ...lines] = MATRIX.trim().split('\n');
const columns = header!.trim().split(/\s+/);
const rows = lines.map((line) => {
  const [, kind, says, cells] = /^([\w ]+): (\S+(?: \S+)*?)\s{2,}(.*)$/.exec(line)!;
  return { name: `${kind}: ${says}`, trigger: { kind, says } as Trigger, cells: cells!.split(/\s+/) };
});
const roleOf = ({ told }: Identity) => told && roleFrom(...told);

describe('the table of this test', () => {
  test('has every identity and every trigger, and no other', () => {
    expect(columns).toEqual(Object.keys(IDENTITIES));
    expect(rows.map(({ name }) => name)).toEqual(RIGHTS.map(({ kind, says }) => `${kind}: ${says}`));
    expect(rows.every(({ cells }) => cells.length === columns.length)).toBe(true);
  });

  test('has every command in both places, every label, and both things that a review can say', () => {
    const of = (kind: string) => rows.filter(({ trigger }) => trigger.kind === kind).map(({ trigger }) => trigger.says);
    // Two commands ask for more when they are said with something.
    const more: Record<string, string> = { budget: 'budget <usd>', sprint: 'sprint <step>' };
    const names = (COMMANDS as readonly CommandSpec[]).flatMap(({ name }) => [
      name,
      ...(more[name] ? [more[name]] : []),
    ]);
    expect(of('comment on the issue')).toEqual(names);
    expect(of('comment on the pull request')).toEqual(names);
    expect(of('label').toSorted()).toEqual(Object.values(LABELS).toSorted());
    expect(of('review')).toEqual(['approve', 'request changes']);
    expect(new Set(rows.map(({ trigger }) => trigger.kind))).toEqual(new Set(TRIGGERS));
  });
});

describe.each(rows)('$name', ({ trigger, cells }) => {
  test.each(columns.map((column, index) => ({ column, cell: cells[index] })))('$column: $cell', ({ column, cell }) => {
    const identity = IDENTITIES[column]!;
    const person = { kind: identity.kind, login: column };
    expect(may({ person, role: roleOf(identity) ?? undefined }, trigger)).toBe(cell === 'x');
  });
});

describe('the default is no', () => {
  const maria = { person: { kind: 'user', login: 'maria' }, role: 'admin' } as const;

  test.each<[string, Trigger]>([
    ['another label', { kind: 'label', says: 'bug' }],
    ['a command that is none', { kind: 'comment on the issue', says: 'deploy' }],
    ['a review that only comments', { kind: 'review', says: 'comment' }],
    ['a label as a command', { kind: 'comment on the issue', says: 'orch:run' }],
    ['a kind that is none', { kind: 'reaction' as Trigger['kind'], says: 'approve' }],
  ])('for %s', (_, trigger) => {
    expect(rightOf(trigger)).toBeUndefined();
    expect(may(maria, trigger)).toBe(false);
  });

  test('for a role that nobody looked up', () => {
    expect(may({ ...maria, role: undefined }, { kind: 'review', says: 'approve' })).toBe(false);
  });

  test('for everyone but people', () => {
    expect(HEARD).toEqual({ user: true, bot: false, orch: false, ghost: false });
  });
});

describe('approvers', () => {
  const approve: Trigger = { kind: 'comment on the issue', says: 'approve' };
  const wes = { person: { kind: 'user', login: 'wes' }, role: 'write' } as const;

  test('are everyone with write access when nobody is named', () => {
    expect(may(wes, approve, [])).toBe(true);
  });

  test('are those who are named, however the login is written, and nobody else', () => {
    expect(may(wes, approve, ['maria', 'WES'])).toBe(true);
    expect(may(wes, approve, ['maria'])).toBe(false);
    expect(may(wes, { kind: 'review', says: 'approve' }, ['maria'])).toBe(false);
    expect(isApprover('wes', ['wesley'])).toBe(false);
  });

  test('need their role all the same', () => {
    expect(may({ ...wes, role: 'triage' }, approve, ['wes'])).toBe(false);
    expect(may({ person: { kind: 'bot', login: 'wes' }, role: 'admin' }, approve, ['wes'])).toBe(false);
  });

  test('are asked for nothing but approvals', () => {
    for (const { kind, says, approves } of RIGHTS.filter(({ needs }) => needs === 'write'))
      expect([says, may(wes, { kind, says }, ['maria'])]).toEqual([says, !approves]);
  });
});

describe('a role', () => {
  test('reaches itself and what is below', () => {
    for (const [high, role] of ROLES.entries())
      for (const [low, needed] of ROLES.entries())
        expect([role, needed, reaches(role, needed)]).toEqual([role, needed, high >= low]);
  });

  test.each([
    ['write', 'write', 'write'],
    ['Maintain', 'write', 'maintain'],
    ['triage', 'read', 'triage'],
    ['security-lead', 'admin', 'admin'],
    ['security-lead', 'superuser', 'none'],
    ['', '', 'none'],
    // A custom role cannot pretend by its name: GitHub keeps its own names for itself.
    ['Write access', 'read', 'read'],
  ])('%j on %j is %s', (roleName, permission, expected) => {
    expect(roleFrom(roleName, permission)).toBe(expected);
  });

  test('that is none of GitHub’s own has no name', () => {
    expect(parseRole('owner')).toBeUndefined();
  });
});
