import { CHAT_CAPABILITIES, type ChatCapability } from '@pareto/contracts';

export const SERVERS = ['openai', 'vllm', 'tgi', 'ollama', 'llama-server', 'pareto'] as const;
export type ServerName = (typeof SERVERS)[number];

/** Where servers of OpenAI's protocol differ. */
export interface ServerTraits {
  /** What the server honours for an average model of it; a configuration may say otherwise for its model. */
  readonly capabilities: readonly ChatCapability[];
  /** The parameter that limits the tokens of a chat answer. */
  readonly maxTokensParam: 'max_tokens' | 'max_completion_tokens';
  /**
   * How to ask for a text completion without a limit: leave `max_tokens` out, send null, or send the whole context,
   * which the server cuts to what is left. `impossible` where there is no way: absent means 16 tokens there.
   */
  readonly unlimitedCompletion: 'absent' | 'null' | 'context-length' | 'impossible';
  /** Leaves out a temperature and a top_p of 1: they are the defaults, and some models refuse the parameters. */
  readonly omitsDefaults: boolean;
  /** Forms of `tool_choice`: all; only the words; or none, so that a call can neither be forced nor kept away. */
  readonly toolChoice: 'all' | 'words' | 'none';
  /** `json-schema` is OpenAI's form; `value` puts the schema into `{type: 'json_object', value}`. */
  readonly responseFormat: 'json-schema' | 'value';
  /** Where log-probabilities are told. Elsewhere they would be left out in silence, or refused without a name. */
  readonly logprobs: {
    readonly inTexts: boolean;
    readonly withTools: boolean;
    /** Alternatives to ask for at least, lest the server tell nothing at all. */
    readonly fewest: 0 | 1;
  };
  /** The name of a LoRA adapter stands for the model, or comes after it. */
  readonly adapterName: 'instead' | 'after-colon';
}

const OPENAI: ServerTraits = {
  // The models of today have no text completions; `completions` can be configured for those that do.
  capabilities: CHAT_CAPABILITIES.filter((capability) => capability !== 'completions'),
  maxTokensParam: 'max_completion_tokens',
  unlimitedCompletion: 'impossible',
  omitsDefaults: true,
  toolChoice: 'all',
  responseFormat: 'json-schema',
  logprobs: { inTexts: true, withTools: true, fewest: 0 },
  adapterName: 'instead',
};

/**
 * What each kind of server is known to take. Only `pareto` is tested against a running server; a configuration may say
 * `capabilities` where a version differs.
 */
export const SERVER_TRAITS: Readonly<Record<ServerName, ServerTraits>> = {
  openai: OPENAI,
  vllm: {
    ...OPENAI,
    capabilities: CHAT_CAPABILITIES,
    maxTokensParam: 'max_tokens',
    unlimitedCompletion: 'null',
    // Its defaults come from the generation config of the model.
    omitsDefaults: false,
  },
  tgi: {
    ...OPENAI,
    // Its penalties are of another kind than OpenAI's, and it makes one call at a time.
    capabilities: ['chat', 'completions', 'tools', 'json_object', 'json_schema', 'logprobs', 'seed', 'stop'],
    maxTokensParam: 'max_tokens',
    unlimitedCompletion: 'absent',
    // It refuses a top_p of 1.
    omitsDefaults: true,
    responseFormat: 'value',
    logprobs: { inTexts: false, withTools: true, fewest: 0 },
  },
  ollama: {
    ...OPENAI,
    capabilities: CHAT_CAPABILITIES,
    maxTokensParam: 'max_tokens',
    unlimitedCompletion: 'absent',
    omitsDefaults: false,
    toolChoice: 'none',
    logprobs: { inTexts: false, withTools: true, fewest: 0 },
  },
  'llama-server': {
    ...OPENAI,
    capabilities: CHAT_CAPABILITIES,
    maxTokensParam: 'max_tokens',
    unlimitedCompletion: 'absent',
    // Its default temperature is 0.8.
    omitsDefaults: false,
    toolChoice: 'words',
    logprobs: { inTexts: true, withTools: false, fewest: 1 },
  },
  pareto: {
    ...OPENAI,
    capabilities: CHAT_CAPABILITIES,
    maxTokensParam: 'max_tokens',
    unlimitedCompletion: 'context-length',
    omitsDefaults: false,
    adapterName: 'after-colon',
  },
};
