import { OpenAiCompatibleChatModel, ScriptedChatModel } from '@pareto/chat-models';
import { describeChatModel } from '@pareto/contract-tests';
import type { ChatCapability } from '@pareto/contracts';
import { startServiceOn } from './service.ts';

async function throughService(capabilities?: readonly ChatCapability[]) {
  const scripted = new ScriptedChatModel({ kind: 'scripted', id: 'scripted' });
  const service = await startServiceOn({ scripted: [scripted, { queueSize: 32 }] }, { LIMITS: 'off' });
  const model = new OpenAiCompatibleChatModel({
    kind: 'openai-compatible',
    server: 'pareto',
    baseUrl: `${service.url}/v1`,
    model: 'scripted',
    contextLength: scripted.contextLength,
    slots: scripted.slots,
    ...(capabilities ? { capabilities: [...capabilities] } : {}),
  });
  let closing: Promise<void> | undefined;
  model.close = () => {
    closing ??= service.close();
    return closing;
  };
  return model;
}

describeChatModel('openai-compatible against this service', () => throughService(), { restricted: throughService });
