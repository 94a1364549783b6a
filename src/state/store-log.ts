/** Where a store tells what is worth knowing; pino's loggers fit. Nothing that passes here holds a credential. */
export interface StoreLog {
  /** Ordinary course of things: a lost race, a commit. */
  debug(fields: object, message: string): void;
  /** Something was repaired, or had to be asked again. */
  warn(fields: object, message: string): void;
}

/** A log that keeps nothing. */
export const silentLog: StoreLog = { debug: () => {}, warn: () => {} };
