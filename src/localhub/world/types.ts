/**
 * Every noun of the local hub's world, as JSON-serialisable data.
 * Times are ISO 8601 in UTC with seconds, as GitHub writes them. Ids are unique across all nouns of one world.
 */

export { HubError, type HubErrorDetail, notFound, validationFailed } from './hub-error.ts';
export type * from './types/accounts.ts';
export type * from './types/actions.ts';
export type * from './types/checks.ts';
export type * from './types/events.ts';
export type * from './types/issues.ts';
export type * from './types/repositories.ts';
