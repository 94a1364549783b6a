/** Fields that several outcomes of planning have in common. All texts are bounded: they come from a model. */
import { z } from 'zod';

/** One line of text, for names and titles. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\r\n]*$/, 'expected one line');

/** Text that may have several lines. */
export const text = (most: number) => z.string().trim().min(1).max(most);

/** How sure an agent is of what it says, from 0 to 1. */
export const confidence = z.number().min(0).max(1);

/** The id of a requirement: `R1`, `R2`… It stays the same for as long as the requirement lives. */
export const requirementId = z.string().regex(/^R[1-9]\d{0,3}$/, 'expected the id of a requirement, such as R1');

/** A path or glob in the repository, from its root. */
export const path = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(
    /^(?![/\\~])(?!.*(?:^|[/\\])\.\.(?:[/\\]|$))[^\r\n]+$/,
    'expected a path in the repository, without `/` before it and without `..`',
  );

/** Sessions of work: how often an agent is woken for it. Halves are allowed, because estimates are not exact. */
export const sessions = z.number().positive().max(100);

/** How hard something is, from 1 (a change of words) to 10 (nobody here has done such a thing). */
export const complexity = z.int().min(1).max(10);
