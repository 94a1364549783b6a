/** From the name of a model, as it stands in the configuration, to a model that can be called. */
import { anthropicModel } from './anthropic.ts';
import { type Model, ModelFailed } from './model.ts';
import { PRICES, type Price, priceOf } from './prices.ts';
import { type Casting, parseScript, ScriptInvalid } from './script.ts';
import { scriptedModel } from './scripted.ts';

export interface ModelChoice {
  /** `claude-…` or `scripted:PATH`. */
  name: string;
  /** Which run it is for: a script has parts. */
  casting: Casting;
  /** From ANTHROPIC_API_KEY. */
  apiKey?: string | undefined;
  /** From ANTHROPIC_BASE_URL. */
  baseURL?: string | undefined;
  /** Prices for models that the built-in table does not list. */
  prices?: Readonly<Record<string, Price>>;
  /** Contract: the text of a file of the repository by its relative path; rejects with a sentence when there is none. */
  readScript: (path: string) => Promise<string>;
}

/** The path of a script in a model name, or undefined when the name is not of that kind. */
export function scriptPath(name: string): string | undefined {
  return name.startsWith('scripted:') ? name.slice('scripted:'.length) : undefined;
}

/** The model by its name. Throws ModelFailed with a sentence that says what is possible. */
export async function chooseModel(choice: ModelChoice): Promise<Model> {
  const path = scriptPath(choice.name);
  if (path !== undefined) return await readScripted(choice, path);
  if (!choice.name.startsWith('claude-')) {
    throw new ModelFailed(
      `The model ${JSON.stringify(choice.name)} is not known. Possible are claude-… (${known()}) and scripted:PATH, a script in the repository.`,
    );
  }
  const price = priceOf(choice.name, choice.prices);
  if (!price) {
    throw new ModelFailed(
      `The model ${choice.name} has no price, so its budget could not be kept. Models with a price: ${known()}.`,
    );
  }
  if (!choice.apiKey) {
    throw new ModelFailed(
      `The model ${choice.name} needs a key. Add the repository secret ANTHROPIC_API_KEY, or choose scripted:PATH.`,
    );
  }
  return anthropicModel({ model: choice.name, apiKey: choice.apiKey, baseURL: choice.baseURL, price });
}

async function readScripted(choice: ModelChoice, path: string): Promise<Model> {
  let text: string;
  try {
    text = await choice.readScript(path);
  } catch (error) {
    throw new ModelFailed(
      `The script ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    return scriptedModel(parseScript(text, path), choice.casting);
  } catch (error) {
    if (error instanceof ScriptInvalid) throw new ModelFailed(`The script cannot be played. ${error.message}`);
    throw error;
  }
}

function known(): string {
  return Object.keys(PRICES).join(', ');
}
