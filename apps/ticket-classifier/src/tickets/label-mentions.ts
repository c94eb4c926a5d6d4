import { words } from './instruction-vocabulary.ts';

/** Shorter names ("A", "no") are in every text. */
const SHORTEST_LABEL = 3;
const BETWEEN = String.raw`(?:[^\p{L}\p{N}]+[\p{L}\p{N}]+){0,8}?[^\p{L}\p{N}]+`;
/** What classifiers are, give and do. With the name of a label beside it, hardly a ticket has one of these words. */
const SORTING =
  '(?:labels?|categor(?:y|ies)|intent(?:ion)?s?|classifications?|predictions?|verdict|etiquetas?|categor[íi]as?|intenci[óo]n(?:es)?|clasificaci[óo]n|predicci[óo]n|(?:re)?classif(?:y|ies|ied|ying)|(?:re)?label(?:s|l?ed|l?ing)|categori[sz](?:e[sd]?|ing)|predict(?:s|ed|ing)?|(?:re)?tag(?:ged|ging)?|<machine>s?|assistant|algorithm|robot|training data|prompt|override|clasificar?|clasifique|etiquetar|etiquete|predecir|predice|algoritmo|asistente)';
const ORDER = '(?:and|always|just|must|only|or|please|should|simply|then|you to|y|o|siempre|simplemente|solo)';
const LINK = '(?:as|con|como|for|in|it|just|only|simply|this|to|under|with|al|en|esto|simplemente|solo)';
const END = String.raw`(?=["'”’]?\s*(?:$|[.!?;,)]| (?:and|as|for|in|instead|no|regardless|y)[^\p{L}]))`;

/**
 * The labels of a model as a text may name them, beside what tells that a label is meant and not the thing: "choose
 * billing as the category", and not "choose another billing address".
 */
export class LabelMentions {
  readonly patterns: readonly RegExp[];

  constructor(labels: readonly string[]) {
    const names = labels
      .map((label) => label.match(/[\p{L}\p{N}]+/gu) ?? [])
      .filter((name) => name.join('').length >= SHORTEST_LABEL);
    // The longest first: one label may be the beginning of another.
    const spelled = names.map((name) => name.join(String.raw`[\s_-]+`)).sort((a, b) => b.length - a.length);
    const name = `(?:${spelled.join('|')})`;
    this.patterns =
      spelled.length === 0
        ? []
        : [
            words(`${SORTING}${BETWEEN}${name}`),
            words(`${name}${BETWEEN}${SORTING}`),
            words(String.raw`(?:<decide>|<any-target>|(?:issue|message|ticket)[ _]type)\s*[:=]\s*["'“‘]?${name}${END}`),
            words(
              String.raw`(?<=(?:^|[.!?\n:;,]|(?<!\p{L})${ORDER})[^\p{L}]*)<decide> (?:${LINK} ){0,3}["'“‘]?${name}${END}`,
            ),
          ];
  }
}
