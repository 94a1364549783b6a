/** What the stories of an epic have cost, sprint by sprint: the second half of `/orch cost` on the epic. */
import { leftIn, money, type Purse } from '../ledger.ts';
import type { SprintCost } from '../sprint-costs.ts';
import { reservedFor, type Story, unknownCost } from '../story.ts';
import { dollars } from './dollars.ts';
import { paragraphs } from './paragraphs.ts';

/** Rows of the table: an epic of more sprints is rare, and its first ones are not what people ask about. */
const MOST_SPRINTS = 20;

/** `purse`: the epic's, with its sprints. What is in none of them and not the epic's own went to stories that people started themselves. */
export function storiesCost(epic: Story, purse: Purse): string {
  const sprints = purse.sprints ?? [];
  const stories = {
    spent: Math.max(0, money(purse.spent - epic.cost_usd - unknownCost(epic))),
    reserved: Math.max(0, money(purse.reserved - reservedFor(epic))),
  };
  if (stories.spent + stories.reserved === 0)
    return paragraphs('Its stories have cost nothing yet.', wholeWords(purse));
  const inSprints = sumOf(sprints);
  const others = {
    spent: Math.max(0, money(stories.spent - inSprints.spent)),
    reserved: Math.max(0, money(stories.reserved - inSprints.reserved)),
  };
  const earlier = sprints.slice(0, -MOST_SPRINTS);
  return paragraphs(
    'What its stories have cost, by sprint:',
    [
      '| sprint | spent | reserved |',
      '|---|---|---|',
      ...(earlier.length > 0 ? [row(`${earlier.length} earlier`, sumOf(earlier))] : []),
      ...sprints.slice(-MOST_SPRINTS).map((one) => row(one.sprint, one)),
      ...(others.spent + others.reserved > 0 ? [row('outside of sprints', others)] : []),
      `| **sum** | **${dollars(stories.spent)}** | ${dollars(stories.reserved)} |`,
    ].join('\n'),
    wholeWords(purse),
  );
}

function wholeWords(purse: Purse): string {
  const { cap, spent, reserved } = purse;
  const all = `The epic with all its stories: ${dollars(spent)} spent, ${dollars(reserved)} reserved`;
  return cap === undefined ? `${all}.` : `${all}, ${dollars(leftIn(purse))} left of ${dollars(cap)}.`;
}

type Sum = Omit<SprintCost, 'sprint'>;

const sumOf = (sprints: readonly SprintCost[]): Sum => ({
  spent: money(sprints.reduce((total, one) => total + one.spent, 0)),
  reserved: money(sprints.reduce((total, one) => total + one.reserved, 0)),
});

const row = (name: string, { spent, reserved }: Sum): string =>
  `| ${name} | ${dollars(spent)} | ${dollars(reserved)} |`;
