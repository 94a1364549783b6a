/** Every scene that can be played, in the order in which they are listed. A new one is a file beside this one and a line here. */
import { attack } from './attack.ts';
import { budget } from './budget.ts';
import { escalation } from './escalation.ts';
import { proof } from './proof.ts';
import { repair } from './repair.ts';
import type { Scene } from './scene.ts';
import { sprint } from './sprint.ts';

export const SCENES: readonly Scene[] = [escalation, budget, repair, proof, attack, sprint];

/** The scene of that name; undefined when there is none. */
export const sceneNamed = (name: string): Scene | undefined => SCENES.find((scene) => scene.name === name);
