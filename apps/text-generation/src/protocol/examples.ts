/** Requests that the documentation shows, on the default models. */
export const EXAMPLE_MODEL = 'qwen2.5-coder-1.5b-instruct-q4_k_m';

export const CHAT_EXAMPLES = [
  {
    model: EXAMPLE_MODEL,
    messages: [{ role: 'user', content: 'Write a haiku about the sea.' }],
    max_completion_tokens: 60,
  },
  {
    model: EXAMPLE_MODEL,
    messages: [{ role: 'user', content: 'What is the weather in Rome?' }],
    tools: [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          description: 'The present weather of a city',
          parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      },
    ],
  },
];

export const COMPLETION_EXAMPLES = [{ model: EXAMPLE_MODEL, prompt: 'def fibonacci(n):', max_tokens: 60 }];

export const EMBEDDING_EXAMPLES = [{ model: 'all-minilm-l6-v2', input: ['a cat', 'a kitten'] }];
