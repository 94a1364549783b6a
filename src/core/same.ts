/** Whether two values of plain data are written as the same text: keys in the same order, and those that are undefined are not there. */
export function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return Object.is(one, other);
  if (Array.isArray(one) || Array.isArray(other))
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every(isAt, other);
  return isPlain(one) && isPlain(other) && hasSamePairs(one, other);
}

function isAt(this: readonly unknown[], value: unknown, index: number): boolean {
  return isSame(value, this[index]);
}

function hasSamePairs(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  const keys = Object.keys(other);
  let next = 0;
  for (const key of Object.keys(one)) {
    if (one[key] === undefined) continue;
    while (next < keys.length && other[keys[next] ?? ''] === undefined) next += 1;
    if (keys[next] !== key || !isSame(one[key], other[key])) return false;
    next += 1;
  }
  return keys.slice(next).every((key) => other[key] === undefined);
}

/** A Date or the like may change without its looks changing, so it is the same as nothing, not even as itself. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
