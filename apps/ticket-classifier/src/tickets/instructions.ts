import { isInstruction, sentencesOf } from '@pareto/grounding';

/**
 * Sentences that speak to who sorts tickets, in English and Spanish. What people do ask of a desk ("please treat it as
 * urgent", "send this to finance") is none of them: it says what the ticket is about.
 */
const TO_THE_CLASSIFIER = [
  /\b(?:re-?)?(?:classif(?:y|ied)|label(?:led|ed)?|categori[sz]ed?|tag(?:ged)?)\s+(?:all|any|every(?:thing)?|it|me|that|the|this|these)\b[^.?!]{0,60}\b(?:as|with|to)\b/iu,
  /\b(?:clasif[ií](?:ca|que|car)|etiquet(?:a|ar|e)|categori(?:za|zar|ce))\s+(?:el|ella|est[aeo]s?|la|lo|todo|tod[ao]s)\b[^.?!]{0,60}\b(?:como|con)\b/iu,
  /\b(?:correct|right|true|only|final|expected)\s+(?:answer|category|class|label|priority|team)\s+(?:is|must|should|=|:)/iu,
  /\b(?:etiqueta|categoría|clase|prioridad|respuesta)\s+(?:correcta|final|esperada)\s+(?:es|debe|=|:)/iu,
  /\b(?:set|change|switch)\s+(?:the\s+)?(?:answer|category|class|label|priority|team)\s+(?:to|=)/iu,
  /^\W{0,3}(?:system|assistant|developer|sistema)\s*:/iu,
  /\b(?:disregard|forget|ignore|override)\s+(?:all|any|everything|the\s+(?:above|rest)|what|your)\b[^.?!]{0,40}\b(?:above|before|instructions?|told|rules|ticket|training)\b/iu,
  /\bdisregard the above\b/iu,
  /\byou are (?:now )?(?:a|an|the) (?:[\w-]+ ){0,2}(?:assistant|bot|classifier|model)\b/iu,
  /\b(?:answer|output|reply|respond)\s+(?:(?:just|only|with)\s+){0,2}\{\s*"/iu,
];

/** A text without sentences that are meant for a machine, unless there are no others. */
export function withoutInstructions(text: string): string {
  const sentences = sentencesOf(text).map(({ start, end }) => text.slice(start, end));
  const kept = sentences.filter((sentence) => !isInstruction(sentence) && !isToTheClassifier(sentence));
  return kept.length === sentences.length || kept.length === 0 ? text : kept.join(' ');
}

function isToTheClassifier(sentence: string): boolean {
  return TO_THE_CLASSIFIER.some((pattern) => pattern.test(sentence));
}
