/** Answers to commands about sprints. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/config.ts';
import { CYCLE, NEW_PLAN } from '../../../src/core/epic.ts';
import { possibleIn } from '../../../src/core/sprint/cycle.ts';
import { backlog, cycleRefusal, sprintStatus } from '../../../src/core/sprint/words.ts';
import { ALL, epic, planOf, sprintOf, teamOf } from './samples.ts';

const PENDING = teamOf(['pending', 'pending', 'pending', 'pending', 'pending', 'pending']);

describe('/orch sprint status', () => {
  test('says how the sprint stands, and what waits for whom', () => {
    const plan = planOf({ cycle: 'sprint_active', sprint: sprintOf(ALL) });
    const team = teamOf(['merged', 'in_progress', 'failed', 'review', 'pending', 'pending']);
    expect(sprintStatus(epic('underway', plan), team, DEFAULT_CONFIG)).toMatchInlineSnapshot(`
      "**Sprint 1 of epic 7: 1 of 6 merged.**

      Goal of sprint 1: Durations can be read and written.

      1 merged, 1 in progress, 1 in review, 1 failed, 2 waiting. Estimated work that is left: 6 sessions.

      - Story 13 waits for someone with write access to write \`/orch retry\`, with a hint if they have one. It failed: The tests do not pass.
      - Story 14 waits for someone with write access to approve #24.
      - Story 15 cannot start: it depends on story 13, which has failed. Write \`/orch retry\` on story 13, or take the dependency out.
      - Story 16 cannot start: it depends on story 13, through story 15, which has failed. Write \`/orch retry\` on story 13, or take the dependency out.

      Spent: $1.84: $0.84 for the plan, $1.00 for the stories.

      When all stories of the sprint have ended, its retrospective is written."
    `);
  });

  test('says what can be started', () => {
    const plan = planOf({ cycle: 'sprint_active', sprint: sprintOf(ALL) });
    const team = teamOf(['merged', 'pending', 'pending', 'pending', 'pending', 'pending']);
    expect(sprintStatus(epic('underway', plan), team, DEFAULT_CONFIG)).toContain('Next: #12, #13 and #14.');
  });

  test('says that there is none, and how one is planned', () => {
    expect(sprintStatus(epic('underway', planOf()), PENDING, DEFAULT_CONFIG)).toMatchInlineSnapshot(`
      "**6 stories to be planned.**

      Spent: $0.84.

      Next: \`/orch sprint plan\` chooses the most urgent stories, up to 12 sessions."
    `);
    expect(sprintStatus(epic('in_progress', NEW_PLAN), [], DEFAULT_CONFIG)).toMatchInlineSnapshot(`
      "**Asking whether this is needed.**

      Spent: $0.84.

      Next: research into ways to build it, then the requirements."
    `);
  });
});

describe('/orch backlog', () => {
  test('lists what is in no sprint, the most urgent first', () => {
    const plan = planOf({ cycle: 'sprint_active', sprint: sprintOf([11, 12, 13]) });
    expect(backlog(epic('underway', plan), PENDING)).toMatchInlineSnapshot(`
      "3 stories of epic 7 are in no sprint, estimated at 3 sessions.

      | story | status | priority | depends on | pull request | cost |
      |---|---|---|---|---|---|
      | #15 Sum a list | in the backlog | 2 | #12, #13 | – | – |
      | #14 Round to a unit | in the backlog | 3 | #11 | – | – |
      | #16 A command line | in the backlog | 4 | #15 | – | – |

      They can go into the next sprint; \`/orch priority\` on a story says how urgent it is."
    `);
  });

  test('lists what came back from an earlier sprint', () => {
    const plan = planOf({ past: [sprintOf(ALL)] });
    const team = teamOf(['merged', 'merged', 'merged', 'merged', 'merged', 'pending']);
    const text = backlog(epic('underway', plan), team);
    expect(text).toMatch(/^1 story of epic 7 is in no sprint, estimated at 1 session\./);
    expect(text).toContain('| #16 A command line | in the backlog |');
    expect(text).not.toMatch(/^\| #15 /m);
  });

  test('says so where there is nothing to list', () => {
    const merged = teamOf(['merged', 'merged', 'merged', 'merged', 'merged', 'failed']);
    expect(backlog(epic('underway', planOf()), merged)).toBe(
      'No story of epic 7 waits for a sprint: 5 merged, 1 failed.',
    );
    expect(backlog(epic('in_progress', NEW_PLAN), [])).toBe(
      'Epic 7 has no stories yet: they come with its accepted document of stories.',
    );
  });
});

describe('a command that does not fit the cycle', () => {
  test('is refused with the state and what is possible in it', () => {
    expect(cycleRefusal('sprint start', 'backlog_ready')).toBe(
      'A sprint cannot be started now: there is none planned (the cycle stands at BACKLOG_READY). Possible now: `/orch sprint plan`.',
    );
    expect(cycleRefusal('sprint plan', 'sprint_active')).toBe(
      'A sprint cannot be planned now: one is at work (the cycle stands at SPRINT_ACTIVE). Possible now: `/orch sprint review`, `/orch sprint cancel` or `/orch feedback …`.',
    );
    expect(cycleRefusal('feedback', 'idle')).toBe(
      'There is no sprint at work to give feedback on: there is none planned (the cycle stands at IDLE). Possible now: `/orch sprint plan`.',
    );
  });

  test('is refused by its guard where the table allows it', () => {
    expect(cycleRefusal('sprint plan', 'backlog_ready')).toBe(
      'A sprint cannot be planned now: no story can be chosen, because each is at work, has ended, or waits for something that is not merged (the cycle stands at BACKLOG_READY). Possible now: `/orch backlog` or `/orch why`.',
    );
    expect(cycleRefusal('sprint start', 'sprint_planned')).toBe(
      'A sprint cannot be started now: this epic is not at work on its stories, and `/orch why` says what it waits for (the cycle stands at SPRINT_PLANNED). Possible now: `/orch sprint cancel`.',
    );
    expect(cycleRefusal('sprint resume', 'sprint_active')).toContain('it is not on hold');
  });

  test('never offers what was just refused, and always something', () => {
    for (const word of ['plan', 'start', 'review', 'close', 'cancel', 'pause', 'resume'])
      for (const state of CYCLE) {
        const text = cycleRefusal(`sprint ${word}`, state);
        const offered = text.slice(text.indexOf('Possible now'));
        expect(offered).toMatch(/`\/orch /);
        expect(offered).not.toContain(`/orch sprint ${word}\``);
        expect(possibleIn(state).length).toBeGreaterThan(0);
      }
  });
});
