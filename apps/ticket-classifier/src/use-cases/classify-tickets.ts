import { setImmediate as turn } from 'node:timers/promises';
import { type Classification, ServiceError } from '@pareto/contracts';
import type { LiveModels } from '@pareto/model-registry';
import type { Admission } from '../admission.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { LoadedModel } from '../models/bundle-loader.ts';
import type { LabelMentions } from '../tickets/label-mentions.ts';
import { type Ticket, textOf } from '../tickets/ticket-text.ts';

/** Which model gave an answer. */
export interface AnsweringModel {
  readonly name: string;
  readonly version: number;
  readonly runId: string;
}

export interface TicketAnswer {
  readonly classification: Classification;
  readonly model: AnsweringModel;
  /** Whether something else serves than what should: the registry does not answer, or its champion failed. */
  readonly degraded: boolean;
}

interface Parts {
  readonly models: LiveModels<LoadedModel>;
  readonly defaultModel: string;
  readonly admission: Admission;
  readonly incidents: Incidents;
  readonly onAnswer: (model: string, classification: Classification) => void;
}

/** Tickets that are cleaned and handed on before other requests get their turn. */
const TURN_TICKETS = 50;

export class ClassifyTickets {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws ServiceError `model_not_found`, `ticket_empty`, `ticket_too_large`, `queue_full`, and why no model serves. */
  async one(ticket: Ticket, model: string | undefined, signal: AbortSignal): Promise<TicketAnswer> {
    const [answer] = await this.many([ticket], model, signal);
    if (answer instanceof ServiceError) throw answer;
    return answer!;
  }

  /**
   * An answer for each ticket, in their order, all of one version of the model; a ticket that is none gets its error, as
   * does one that was an error before.
   */
  async many(
    tickets: readonly (Ticket | ServiceError)[],
    name: string | undefined,
    signal: AbortSignal,
  ): Promise<(TicketAnswer | ServiceError)[]> {
    const live = this.#parts.models.get(name ?? this.#parts.defaultModel);
    return await this.#parts.admission.run(tickets.length, () =>
      live.use(async ({ classifier, model, manifest }) => {
        const answering = { name: model.name, version: model.version, runId: manifest.run.id };
        const parts: Promise<(Classification | ServiceError)[]>[] = [];
        for (let start = 0; start < tickets.length; start += TURN_TICKETS) {
          if (start > 0) await turn();
          signal.throwIfAborted();
          const part = this.#classify(tickets.slice(start, start + TURN_TICKETS), model.name, classifier, signal);
          // A part that fails while later ones are being read is reported below.
          part.catch(() => undefined);
          parts.push(part);
        }
        const classified = (await Promise.all(parts)).flat();
        const degraded = live.status.isDegraded;
        return classified.map((each) =>
          each instanceof ServiceError ? each : { classification: each, model: answering, degraded },
        );
      }),
    );
  }

  async #classify(
    tickets: readonly (Ticket | ServiceError)[],
    model: string,
    { cascade, mentions }: LoadedModel,
    signal: AbortSignal,
  ): Promise<(Classification | ServiceError)[]> {
    const texts = tickets.map((ticket) => textOrError(ticket, mentions));
    const readable = texts.filter((text) => typeof text === 'string');
    const classified = (await cascade.classify(readable, { signal })).values();
    return texts.map((text) => {
      if (typeof text !== 'string') return text;
      const classification = classified.next().value!;
      const { label, abstained } = classification.heads[0]!;
      this.#parts.incidents.record(model, text, abstained ? undefined : label);
      this.#parts.onAnswer(model, classification);
      return classification;
    });
  }
}

function textOrError(ticket: Ticket | ServiceError, mentions: LabelMentions): string | ServiceError {
  if (ticket instanceof ServiceError) return ticket;
  try {
    return textOf(ticket, mentions);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}
