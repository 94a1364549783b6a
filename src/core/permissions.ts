/**
 * GitHub's repository roles in order; a role may do all that the lower ones may. Who has which is looked up when a command is executed, for the
 * numeric id of whoever wrote it. What each may do is in `rights.ts`.
 */
export const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** True when `role` reaches `needed`. */
export const reaches = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** GitHub's name for a base role, or undefined for a custom one, whose base role GitHub tells beside it. */
export const parseRole = (name: string): Role | undefined => ROLES.find((role) => role === name.toLowerCase());

/**
 * The role that GitHub tells of someone: `role_name` where it is one of GitHub's own; for a custom role the coarser base permission beside it.
 * What is neither is no role at all.
 */
export const roleFrom = (roleName: string, permission: string): Role =>
  parseRole(roleName) ?? parseRole(permission) ?? 'none';
