/** What the loop stands on: one repository, its state, and the process that looks after it. */
import type { Story } from './core/story.ts';
import type { WakeUp } from './core/wake-up.ts';
import type { Forge } from './github/forge.ts';
import type { StateStore } from './state/store.ts';

/** One repository, and who is looking after it. */
export interface Place {
  forge: Forge;
  store: StateStore;
  /** Names this process in the outbox; survives a restart of the same process, differs between two that live at once. */
  holder: string;
  clock: () => Date;
  log: (message: string, details?: Record<string, unknown>) => void;
  /**
   * When this process last began each effect. Kept as long as the process lives, so that what may have been done is not looked for, and done
   * again, before it can be found. A process that does one thing and ends needs none.
   */
  begun?: Map<string, Date>;
}

/** How things stand after a look. */
export interface Rest {
  story: Story | null;
  /** When to look again although nobody calls: something is owed that could not be done yet. */
  wakeAt?: Date;
  /** Other subjects that are worth a look now, because of what became of this one. */
  wakes?: readonly WakeUp[];
}
