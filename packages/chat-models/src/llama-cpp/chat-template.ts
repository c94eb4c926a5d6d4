import { Template } from '@huggingface/jinja';
import type { LlamaModel, Token } from 'node-llama-cpp';
import type { Piece, PlainMessage } from './plain-message.ts';

/** For a GGUF without a template of its own: ChatML, which most small models understand. */
const CHATML = `{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}`;

/** A private-use character on each side of a number stands for a message's content while the template is rendered. */
const MARK = '\uE000';
const MARKED = new RegExp(`${MARK}(\\d+)${MARK}`);

/**
 * Turns messages into the tokens that a model was trained on, with the chat template of its GGUF. Only the template and
 * our own pieces may write control tokens: a text that spells one, such as `<|im_end|>`, gets the tokens of its letters.
 */
export class ChatTemplate {
  readonly #template: Template;
  readonly #model: LlamaModel;

  constructor(model: LlamaModel) {
    const { tokenizer } = model.fileInfo.metadata as { tokenizer?: { chat_template?: string } };
    this.#model = model;
    this.#template = new Template(tokenizer?.chat_template ?? CHATML);
  }

  /** Tokens up to where the assistant's next message begins. */
  tokenize(messages: readonly PlainMessage[]): Token[] {
    const parts = this.#render(messages).split(MARKED);
    const tokens = parts.flatMap((part, i) =>
      i % 2 === 0 ? this.#model.tokenize(part, true) : this.tokenizePieces(messages[Number(part)]!.content),
    );
    return withBeginning(this.#model, tokens);
  }

  /** Tokens of pieces alone, without any template around them. */
  tokenizePieces(pieces: readonly Piece[]): Token[] {
    return pieces.flatMap((piece) =>
      typeof piece === 'string' ? this.#model.tokenize(piece, false) : this.#model.tokenize(piece.control, true),
    );
  }

  #render(messages: readonly PlainMessage[]): string {
    const marked = messages.map(({ role }, i) => ({ role, content: `${MARK}${i}${MARK}` }));
    try {
      return this.#apply(marked);
    } catch (error) {
      // Some templates refuse the system role, or two messages of the user in a row.
      const merged = mergeTurns(marked);
      if (merged.length === marked.length) throw error;
      return this.#apply(merged);
    }
  }

  #apply(messages: readonly { role: string; content: string }[]): string {
    const { bosString, eosString } = this.#model.tokens;
    return this.#template.render({
      messages,
      add_generation_prompt: true,
      bos_token: bosString ?? '',
      eos_token: eosString ?? '',
    });
  }
}

/** Lets users and assistants take turns: neighbours of one role become one message, and the system speaks as the user. */
function mergeTurns(messages: readonly { role: string; content: string }[]): { role: string; content: string }[] {
  const merged: { role: string; content: string }[] = [];
  for (const { role: given, content } of messages) {
    const role = given === 'system' ? 'user' : given;
    const last = merged.at(-1);
    if (last?.role === role) last.content += `\n\n${content}`;
    else merged.push({ role, content });
  }
  return merged;
}

/** Puts the token that begins every text in front, for models that want one. */
export function withBeginning(model: LlamaModel, tokens: Token[]): Token[] {
  const { bos, shouldPrependBosToken } = model.tokens;
  return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
}
