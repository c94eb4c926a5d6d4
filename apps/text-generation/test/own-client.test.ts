import { OpenAiCompatibleChatModel, ScriptedChatModel } from '@pareto/chat-models';
import { describeChatModel } from '@pareto/contract-tests';
import { startServiceOn } from './service.ts';

describeChatModel('openai-compatible against this service', async () => {
  const scripted = new ScriptedChatModel({ kind: 'scripted', id: 'scripted' });
  const service = await startServiceOn({ scripted: [scripted, { queueSize: 32 }] }, { LIMITS: 'off' });
  const model = new OpenAiCompatibleChatModel({
    kind: 'openai-compatible',
    server: 'pareto',
    baseUrl: `${service.url}/v1`,
    model: 'scripted',
    contextLength: scripted.contextLength,
    slots: scripted.slots,
  });
  model.close = () => service.close();
  return model;
});
