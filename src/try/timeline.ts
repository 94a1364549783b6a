/** What happens, as it happens: one line each, with the seconds since the start and who did it. */
import { styleText } from 'node:util';
import { invisibleSpelled } from '../core/invisible.ts';

export type Who = 'hub' | 'orch' | 'actions' | 'agent' | 'git' | (string & {});

export interface Timeline {
  tell(who: Who, what: string): void;
  /** Seconds since the start. */
  seconds(): number;
}

const COLOURS: Record<string, 'cyan' | 'green' | 'magenta' | 'blue' | 'gray'> = {
  hub: 'gray',
  git: 'gray',
  orch: 'cyan',
  actions: 'blue',
  agent: 'magenta',
};

/**
 * Writes to `write`; colours only where `colour` is set, because a file of escape codes reads badly. Titles and comments are anybody's words: what is
 * invisible in them is spelled out, so that it neither hides nor moves the cursor.
 */
export function createTimeline(options: {
  write: (line: string) => void;
  now: () => number;
  colour: boolean;
}): Timeline {
  const start = options.now();
  const seconds = (): number => (options.now() - start) / 1_000;
  return {
    seconds,
    tell: (who, what) => {
      const time = `${seconds().toFixed(1)}s`.padStart(7);
      const name = who.padEnd(9);
      const colour = COLOURS[who] ?? 'green';
      options.write(`${time}  ${options.colour ? styleText(colour, name) : name} ${invisibleSpelled(what)}`);
    },
  };
}
