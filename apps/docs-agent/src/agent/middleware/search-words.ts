import { AIMessage } from '@langchain/core/messages';
import { type Aside, asideOf } from './aside.ts';
import type { Settings } from './evidence-prompt.ts';

/** Of words to search for. */
const SEARCH_TOKENS = 24;

interface Step {
  readonly tools: unknown[];
  readonly modelSettings?: Record<string, unknown>;
}
type Handler<Request> = (request: Request) => Promise<unknown> | unknown;

/** Other words to search for, by the model; empty where it has none. */
export async function searchWords<Request extends Step>(request: Request, handler: Handler<Request>): Promise<Aside> {
  const settings: Settings = { ending: 'search-words', maxTokens: SEARCH_TOKENS };
  const reply = await handler({ ...request, tools: [], modelSettings: { ...request.modelSettings, ...settings } });
  const aside = asideOf(AIMessage.isInstance(reply) ? reply : new AIMessage(''));
  const [line = ''] = aside.text.trim().split('\n');
  return { ...aside, text: line.replace(/["`*]/g, '').trim() };
}
