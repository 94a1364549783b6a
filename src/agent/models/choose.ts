/** From the name of a model, as it stands in the configuration, to a model that can be called. */
import type { Access } from '../environment.ts';
import { anthropicModel } from './anthropic.ts';
import { wrongAddress } from './explain.ts';
import { fallbackModel, missingModel } from './fallback.ts';
import { type Model, ModelFailed } from './model.ts';
import { openaiModel } from './openai.ts';
import { OPENAI_PRICES, PRICES, type Price, priceOf } from './prices.ts';
import { type Casting, parseScript, ScriptInvalid } from './script.ts';
import { scriptedModel } from './scripted.ts';

export interface ModelChoice {
  /** `claude-…`, `openai:MODEL` or `scripted:PATH`. */
  name: string;
  /** Which run it is for: a script has parts. */
  casting: Casting;
  /** From ANTHROPIC_API_KEY. */
  apiKey?: string | undefined;
  /** From ANTHROPIC_BASE_URL. */
  baseURL?: string | undefined;
  /** From OPENAI_API_KEY and OPENAI_BASE_URL. */
  openai?: Access;
  /** Prices for models that the built-in table does not list. */
  prices?: Readonly<Record<string, Price>>;
  /** Contract: the text of a file of the repository by its relative path; rejects with a sentence when there is none. */
  readScript: (path: string) => Promise<string>;
}

/** The path of a script in a model name, or undefined when the name is not of that kind. */
export function scriptPath(name: string): string | undefined {
  return name.startsWith('scripted:') ? name.slice('scripted:'.length) : undefined;
}

/**
 * The models by their names, as one that goes on with the next where one fails. One that cannot be had counts as one that fails; throws
 * ModelFailed when none can.
 */
export async function chooseModels(
  names: readonly [string, ...string[]],
  choice: Omit<ModelChoice, 'name'>,
): Promise<Model> {
  const [first, ...others] = names;
  if (others.length === 0) return await chooseModel({ ...choice, name: first });
  const failures: ModelFailed[] = [];
  const choose = async (name: string): Promise<Model> => {
    try {
      return await chooseModel({ ...choice, name });
    } catch (error) {
      if (!(error instanceof ModelFailed)) throw error;
      failures.push(error);
      return missingModel(name, error);
    }
  };
  const models: [Model, ...Model[]] = [await choose(first), ...(await Promise.all(others.map(choose)))];
  if (failures.length === names.length) throw new ModelFailed(failures.map(({ message }) => message).join(' '));
  return fallbackModel(models);
}

/** The model by its name. Throws ModelFailed with a sentence that says what is possible. */
export async function chooseModel(choice: ModelChoice): Promise<Model> {
  const path = scriptPath(choice.name);
  if (path !== undefined) return await readScripted(choice, path);
  if (choice.name.startsWith(OPENAI)) return chooseOpenAI(choice);
  if (!choice.name.startsWith('claude-')) {
    throw new ModelFailed(
      `The model ${JSON.stringify(choice.name)} is not known. Possible are claude-… (${known()}), openai:MODEL of an OpenAI-compatible API, and scripted:PATH, a script in the repository.`,
    );
  }
  const wrong = wrongAddress(choice.baseURL, 'ANTHROPIC_BASE_URL');
  if (wrong) throw new ModelFailed(wrong);
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

const OPENAI = 'openai:';

/** A server of one's own may want no key; OpenAI's always does. A price that nobody knows is told in the log of the run. */
function chooseOpenAI({ name, openai, prices }: ModelChoice): Model {
  const { apiKey, baseURL } = openai ?? { apiKey: undefined, baseURL: undefined };
  const model = name.slice(OPENAI.length);
  if (model === '')
    throw new ModelFailed('The model "openai:" has no name. Write what the API calls it behind the colon.');
  const wrong = wrongAddress(baseURL, 'OPENAI_BASE_URL');
  if (wrong) throw new ModelFailed(wrong);
  if (!apiKey && !baseURL) {
    throw new ModelFailed(
      `The model ${name} needs a key. Add the repository secret OPENAI_API_KEY, or the variable OPENAI_BASE_URL for a server that takes none.`,
    );
  }
  return openaiModel({ name, model, apiKey, baseURL, price: priceOf(model, prices, OPENAI_PRICES) });
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
