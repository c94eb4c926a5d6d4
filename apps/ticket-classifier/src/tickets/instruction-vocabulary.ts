const NAMES: Readonly<Record<string, string>> = {
  the: '(?:(?:the|an?|any|every|all|whatever|whichever|this|our|el|los?|las?|una?|cualquier|tod[oa]s?) )?',
  // "Model" and "system" alone are products to most people who write to a desk.
  machine: String.raw`(?:A\.?I\.?|(?:chat)?gpt|llm|(?:chat ?)?bot|classifier|(?:ai|virtual|digital|automated|automatic) (?:agent|assistant|classifier|reader|sorter|system|tool|triage)s?|(?:ai|language|ml|machine.learning) (?:classifier|model|system)s?|artificial intelligence|ia|inteligencia artificial|clasificador|modelo de (?:ia|lenguaje)|sistema automático)`,
  'any-machine':
    '(?:<machine>|algorithm|assistant|machine|model|system|software|algoritmo|asistente|m[áa]quina|modelo|sistema)',
  // What a classifier gives. Boxes have labels too, so a label is meant only where something is to be its value.
  target:
    '(?:label|category|intent(?:ion)?|class(?:ification)?|prediction|etiqueta|categor[íi]a|intenci[óo]n|clase|clasificaci[óo]n|predicci[óo]n)',
  'any-target': '(?:<target>|answer|output|priority|queue|tag|team|topic|cola|equipo|prioridad|respuesta|tema)',
  decide:
    '(?:answer|assign|choose|classify|consider|file|flag|give|go with|label|mark|output|pick|predict|print|put|reply|respond|return|route|say|select|set|sort|treat|use|vote|write|asignar?|clasificar?|contestar?|devolver|devuelve|decir|di|elegir|elige|escoger?|escribir|escribe|etiquetar?|marcar?|poner|pon|predecir|predice|responder?|seleccionar?|usar?)',
  sort: '(?:answer|assign|choose|classify|label|pick|predict|reply|respond|say|select|asignar|clasificar|contestar|decir|elegir|escoger|etiquetar|predecir|responder)',
  must: '(?:must|shall|should|(?:has|have|needs?|is|are|ought) to|deber?[áa]?[sn]?|debería|deben|(?:tiene|tienes|hay) que|ha de)',
  ticket: '(?:e-?mail|message|request|text|ticket|correo|mensaje|texto)s?',
  says: '(?:claims?|contains?|says?|states?|tells?|diga|dice|ponga|pone)',
  reading:
    '(?:classify(?:ing)?|classifies|handl(?:es?|ing)|label(?:s|l?ing)|process(?:es|ing)?|read(?:s|ing)?|rout(?:es?|ing)|sort(?:s|ing)?|see(?:s|ing)?|clasifi(?:ca|que)s?|etiquet[ae]s?|le[ae]s?|proces[ae]s?|recib[ae]s?|veas?|ves)',
  sorting:
    '(?:categori[sz](?:es?|ing)|classify(?:ing)?|classifies|label(?:s|l?ing)?|read(?:s|ing)?|sort(?:s|ing)?|clasifi(?:ca|que)s?|etiquet[ae]s?|le[ae]s?)',
  // Things are sorted out, and cards read: without a word that it is a ticket, nothing may follow.
  it: '(?:(?:it|this|these|esto)(?= to |\\s*(?:[:,.]|$| must| should))|(?:this|these|the|el|est[ea]) <ticket>)',
  // Before a verb, these make it what somebody did or cannot do, not what somebody else is told to.
  'not-done': String.raw`(?<!(?:\p{L}'t|(?<!\p{L})(?:cannot|can|could|did|how|I|me|not|or|they|to|tried|trying|unable|user|users|we|when|who)) )(?<!(?<!\p{L})(?:cannot|did not|didn't|can't|could|unable to) \p{L}{1,10} )`,
  // Before a verb, these make it a noun.
  'not-noun': String.raw`(?<!(?<!\p{L})(?:an?|any|each|every|el|la|log|my|no|the|this|un|una|your) )`,
  // Before "you are", these make it what somebody wants to know, not what somebody else is to be.
  knowing: String.raw`(?<!\p{L})(?:assume|believe|bet|guess|if|know|say|said|suppose|sure|that|think|thought|whether|creo|si)`,
};

/**
 * An expression of words: a space stands for any white space, `<name>` for the words above. It begins and ends where
 * words do, in every language, or with a mark.
 */
export function words(source: string, flags = 'giu'): RegExp {
  const end = String.raw`(?:(?<![\p{L}\p{N}_])|(?![\p{L}\p{N}_]))`;
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${spelledOut(source)})${end}`, flags);
}

function spelledOut(source: string): string {
  const named = source.replace(/<([a-z-]+)>/g, (_, name: string) => NAMES[name]!);
  return named === source ? source.replaceAll(' ', String.raw`\s+`) : spelledOut(named);
}
