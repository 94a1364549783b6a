/** What waits for whom among the stories of an epic, in sentences. */
import type { Config } from '../config.ts';
import { code, quoted } from '../messages/quoted.ts';
import { ended } from '../messages/words.ts';
import type { Schedule } from '../plan/schedule.ts';
import { scheduleWords } from '../plan/schedule-words.ts';
import type { Status, Story } from '../story.ts';
import { waitOf } from '../waits.ts';

/** The statuses in which a story waits for somebody, the most urgent first. */
const WAITING: readonly Status[] = ['blocked', 'failed', 'review'];

/** The longest part of a reason. */
const REASON = 200;

/** Sentences about stories that wait for people or checks: first what is asked, then what failed, then what is to be reviewed. */
export function peopleWaits(stories: readonly Story[], config: Config): string[] {
  return WAITING.flatMap((status) => stories.filter((story) => story.status === status))
    .toSorted((a, b) => Number(isQuestion(b)) - Number(isQuestion(a)))
    .flatMap((story) => {
      const wait = waitOf(story, config);
      if (!wait) return [];
      const sentence = `Story ${story.id} waits for ${wait.who} to ${wait.what}${wait.until ? ` (${wait.until})` : ''}.`;
      return [[sentence, cause(story)].filter(Boolean).join(' ')];
    });
}

const isQuestion = ({ status, blocked }: Story): boolean => status === 'blocked' && blocked?.kind === 'question';

/** Why it waits, where its status does not say so. */
function cause({ status, blocked, failure }: Story): string {
  if (status === 'failed') return failure === undefined ? '' : `It failed: ${ended(quoted(failure, REASON))}`;
  if (status !== 'blocked' || !blocked) return '';
  const reason = quoted(blocked.reason, REASON);
  if (blocked.kind === 'question') {
    const words = `It asks: ${ended(reason)}`;
    return blocked.comment ? `${words} [The whole question](${blocked.comment.url}).` : words;
  }
  if (blocked.kind === 'merge') return `GitHub says: ${ended(reason)}`;
  return blocked.kind === 'pause' && reason !== '' ? `Paused by ${quoted(blocked.by)}: ${ended(reason)}` : '';
}

/** Sentences about the pending stories of a sprint: what is stuck first, because only people can set it free. */
export function scheduleWaits(schedule: Schedule): string[] {
  const words = scheduleWords(schedule);
  const { stuck, held, waiting } = schedule;
  return [...stuck, ...waiting, ...held].flatMap(({ id }) => words.get(id) ?? []);
}

/** Sentences as a list of at most so many; how many are left out is said. */
export function listOf(sentences: readonly string[], most: number): string {
  const rest = sentences.length - most;
  const shown = sentences.slice(0, rest > 0 ? most : undefined).map((sentence) => `- ${sentence}`);
  return [
    ...shown,
    ...(rest > 0 ? [`- and ${rest} more; ${code('/orch why')} on a story says what it waits for`] : []),
  ].join('\n');
}
