/**
 * Who may do what. GitHub's repository roles in order; a role may do all that the lower ones may. Permission is looked up when a command is
 * executed, for the numeric id of whoever wrote it. A label is not a permission: labelling needs what the command needs.
 */
export const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** True when `role` reaches `needed`. */
export const reaches = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** GitHub's name for a base role, or undefined for a custom one, whose base role GitHub tells beside it. */
export const parseRole = (name: string): Role | undefined => ROLES.find((role) => role === name.toLowerCase());
