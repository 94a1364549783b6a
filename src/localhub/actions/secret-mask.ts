/** Replaces what must not be read with `***`. */
export interface SecretMask {
  /** Adds a value and the forms in which it commonly leaks; empty values are ignored. */
  add(value: string): void;
  /** The text without any added value. */
  apply(text: string): string;
}

/**
 * A mask for one job. Besides each value it hides its single lines, its JSON and URI escapes, and its base64 at each of
 * the three offsets in which it can stand inside a longer encoded text, as GitHub's runner does.
 */
export function createSecretMask(values: readonly string[] = []): SecretMask {
  let hidden: string[] = [];
  const add = (value: string): void => {
    const forms = new Set([...hidden, ...formsOf(value)]);
    // Longest first, so that a value is not left half visible because a part of it was replaced before.
    hidden = [...forms].filter((form) => form.trim() !== '').sort((a, b) => b.length - a.length);
  };
  for (const value of values) add(value);
  return {
    add,
    apply: (text) => hidden.reduce((masked, form) => masked.replaceAll(form, '***'), text),
  };
}

function formsOf(value: string): string[] {
  const lines = value.split(/\r?\n/);
  const plain = lines.length > 1 ? [value, ...lines] : [value];
  return plain.flatMap((form) => [
    form,
    JSON.stringify(form).slice(1, -1),
    encodeURIComponent(form),
    ...base64Forms(form),
  ]);
}

function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  // Short values would give fragments that hide ordinary text.
  if (bytes.length < 6) return [bytes.toString('base64')].filter(() => bytes.length > 2);
  return [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Characters that also hold bits of a neighbouring byte differ with the neighbour and are left out.
    const start = offset === 0 ? 0 : offset + 1;
    const end = (bytes.length + offset) % 3 === 0 ? shifted.length : shifted.length - 1;
    return shifted.slice(start, end);
  });
}
