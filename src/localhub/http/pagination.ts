/** GitHub's page sizes: 30 when nothing is said, never more than 100. */
const usualPage = 30;
const largestPage = 100;

/** One page of a list and the headers that lead to the others. */
export interface Page<Item> {
  readonly items: Item[];
  readonly headers: Readonly<Record<string, string>>;
  /** How many there are in all. */
  readonly total: number;
}

/**
 * The page that `per_page` and `page` ask for. Sizes and numbers out of range are brought into range, as GitHub does.
 *
 * @param url the address that was asked for, which the `Link` header repeats with other page numbers
 */
export function paginate<Item>(all: readonly Item[], url: URL): Page<Item> {
  const asked = (name: string, fallback: number): number => {
    const number = Number(url.searchParams.get(name) ?? fallback);
    return Number.isInteger(number) && number > 0 ? number : fallback;
  };
  const size = Math.min(asked('per_page', usualPage), largestPage);
  const page = asked('page', 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const links = [
    ...(page > 1 ? [link(url, Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [link(url, page + 1, 'next'), link(url, last, 'last')] : []),
    ...(page > 1 ? [link(url, 1, 'first')] : []),
  ];
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
    total: all.length,
  };
}

function link(url: URL, page: number, relation: string): string {
  const target = new URL(url);
  target.searchParams.set('page', String(page));
  return `<${target.href}>; rel="${relation}"`;
}
