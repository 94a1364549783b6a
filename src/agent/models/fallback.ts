/**
 * Several models that stand for one: the next goes on where one fails. The history is Orch's own, so any of them can; what only the
 * earlier ones understand is left out for the later ones.
 */
import { NO_USAGE } from '../../core/run.ts';
import { type Message, type Model, type ModelChange, ModelFailed, type ReplyBlock } from './model.ts';
import { estimateRequest } from './tokens.ts';
import { addUsage, asOneCall } from './usage.ts';

/**
 * Asks the first model until it fails (after its own retries), then the next, and never goes back: each change costs the new one the whole
 * history, uncached. Rejects with ModelFailed when the last one has failed, with a sentence of each.
 */
export function fallbackModel(models: readonly [Model, ...Model[]]): Model {
  let current: Model = models[0];
  /** Messages before this index were made with other models. */
  let foreign = 0;
  /** Messages of the run's own history when it was last sent; a question beside the work has another one. */
  let sent = 0;
  const reasons: string[] = [];
  return {
    name: models.map((model) => model.name).join(', then '),
    async reply(request) {
      const changes: ModelChange[] = [];
      const aside = request.tools.length === 0 && request.temperature !== undefined;
      if (!aside) sent = request.messages.length;
      /** By models that failed during this call. */
      let wasted = NO_USAGE;
      for (;;) {
        try {
          const messages = translated(request.messages, foreign);
          const reply = await current.reply({ ...request, messages });
          const usage = asOneCall(addUsage(wasted, reply.usage));
          return { ...reply, usage, by: current.name, ...(changes.length > 0 ? { changes } : {}) };
        } catch (error) {
          if (request.signal.aborted || !(error instanceof ModelFailed)) throw error;
          reasons.push(`${current.name}: ${error.message}`);
          wasted = addUsage(wasted, error.usage ?? NO_USAGE);
          const next = models[models.indexOf(current) + 1];
          if (!next) {
            const none = `None of ${models.length} models could go on. ${reasons.join(' ')}`;
            throw new ModelFailed(none, asOneCall(wasted));
          }
          changes.push({ from: current.name, to: next.name, reason: error.message });
          current = next;
          // An aside is asked while the calls of an answer run: that answer and its results belong to the model that made them.
          foreign = aside ? sent + 2 : sent;
        }
      }
    },
    async countTokens(request) {
      const asked = { ...request, messages: translated(request.messages, foreign) };
      return (await current.countTokens?.(asked)) ?? { tokens: estimateRequest(asked), estimated: true };
    },
  };
}

/** A model that could not be had; it fails when it is asked, so that the next one in the list is. */
export function missingModel(name: string, failure: ModelFailed): Model {
  return { name, reply: () => Promise.reject(failure) };
}

/**
 * The history as a model can read it that did not make its first messages: without blocks that only their maker understands, and with ids
 * of calls that every provider takes. The same history always gives the same bytes.
 */
function translated(messages: readonly Message[], before: number): readonly Message[] {
  if (before === 0) return messages;
  const ids = new Map<string, string>();
  return messages.flatMap((message, index): Message[] => {
    if (message.role === 'assistant') {
      if (index >= before) return [message];
      const content = message.content.flatMap((block, place): ReplyBlock[] => {
        if (block.type === 'opaque') return [];
        if (block.type !== 'tool_use') return [block];
        const id = plainId(index, place);
        ids.set(block.id, id);
        return [{ ...block, id }];
      });
      return content.length > 0 ? [{ role: 'assistant', content }] : [];
    }
    // The results of the last foreign calls stand right before the new model's first answer.
    if (index >= before) return [message];
    const content = message.content.map((block) =>
      block.type === 'tool_result' ? { ...block, id: ids.get(block.id) ?? block.id } : block,
    );
    return [{ role: 'user', content }];
  });
}

/** Nine letters and digits: Anthropic takes no dots or colons in an id, and Mistral's models no other length. */
function plainId(message: number, block: number): string {
  return `c${message.toString(36).padStart(4, '0').slice(-4)}${block.toString(36).padStart(4, '0').slice(-4)}`;
}
