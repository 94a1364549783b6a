import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { readTranscript, transcriptTo } from '../../src/agent/transcript.ts';
import { temporaryFolder } from './support.ts';

const turn = (number: number): AgentEvent => ({ at: number, type: 'turn_start', turn: number });

describe('a transcript', () => {
  it('is read as it was written', () => {
    const file = join(temporaryFolder(), 'a.jsonl');
    const write = transcriptTo(file);
    write(turn(1));
    write({ at: 2, type: 'model_error', turn: 1, message: 'Zeile\u2028 é\n', ms: 1 });
    expect(readTranscript(file)).toEqual([
      turn(1),
      { at: 2, type: 'model_error', turn: 1, message: 'Zeile\u2028 é\n', ms: 1 },
    ]);
  });

  it('begins anew, unless it goes on', () => {
    const file = join(temporaryFolder(), 'a.jsonl');
    transcriptTo(file)(turn(1));
    transcriptTo(file, { continues: true })(turn(2));
    expect(readTranscript(file)).toEqual([turn(1), turn(2)]);
    transcriptTo(file)(turn(3));
    expect(readTranscript(file)).toEqual([turn(3)]);
  });

  it('does not count half a line, and goes on without it', () => {
    const file = join(temporaryFolder(), 'a.jsonl');
    transcriptTo(file)(turn(1));
    appendFileSync(file, '{"at":2,"type":"turn_st');
    expect(readTranscript(file)).toEqual([turn(1)]);
    transcriptTo(file, { continues: true })(turn(2));
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
    expect(readTranscript(file)).toEqual([turn(1), turn(2)]);
  });

  it('is empty where there is none, and refused where it is damaged', () => {
    const file = join(temporaryFolder(), 'a.jsonl');
    expect(readTranscript(file)).toEqual([]);
    writeFileSync(file, 'half\n{}\n');
    expect(() => readTranscript(file)).toThrow(SyntaxError);
  });
});
