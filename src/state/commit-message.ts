/**
 * The message of a commit on the state branch: text that people read as history, and by which Orch knows its own work again. One
 * transition gives its own sentence as the title; several give their number as the title and one line each. The trailer carries the id by
 * which a push whose answer was lost is found again.
 */

const TRAILER = 'Orch-Transaction';

/** What a message says. */
export interface CommitMessage {
  /** One sentence per transition, in order, at least one. */
  sentences: readonly string[];
  /** Id of this attempt; no two attempts share one. */
  transaction: string;
}

/** The text of a message. Line breaks inside a sentence become spaces: a line is a transition. */
export function formatCommitMessage(message: CommitMessage): string {
  const lines = message.sentences.map((sentence) => sentence.replace(/\s+/g, ' ').trim() || 'state changed');
  const head = lines.length === 1 ? lines : [`${lines.length} transitions`, '', ...lines];
  return `${head.join('\n')}\n\n${TRAILER}: ${message.transaction}\n`;
}

/** Whether two messages are the same, whatever a forge did to the white space. Since ids differ, so do the messages of two attempts. */
export function sameMessage(one: string, other: string): boolean {
  return words(one) === words(other);
}

function words(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
