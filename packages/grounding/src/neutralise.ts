/** Marks that chat templates give a meaning: `<|im_start|>`, `[INST]`, `<<SYS>>`, `<s>`, `<tool_call>`. */
const TEMPLATE_MARKS =
  /<\|[^|\n]{1,40}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:s|bos|eos|system|user|assistant|tool_call|tool_response|think)>/giu;
/** "Assistant:" at the beginning of a line. */
const ROLE_MARKERS =
  /^(\s*)(?:#{1,6}\s*)?(?:system|assistant|user|human|ai|instruction|response|asistente|usuario|sistema)\s*:/gimu;
const FENCES = /```|"""|<<<|>>>/gu;
/** Controls, zero-width characters and reversals of direction: invisible to who reads the page. */
const INVISIBLE = /[\p{Cf}\p{Co}\p{Cn}]|(?![\n\t])\p{Cc}/gu;

/** What a text of a document says, without anything that could pass for the frame that it is put into. */
export function neutralise(text: string): string {
  return text
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(TEMPLATE_MARKS, ' ')
    .replace(ROLE_MARKERS, '$1')
    .replace(FENCES, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}

/** Words said to a machine that reads, in English and Spanish. No document needs them to inform a person. */
const TO_THE_MACHINE = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|these|the)\b.{0,30}\b(?:instruction|prompt|direction|rule|context|message|question|polic)/iu,
  /\b(?:ignora|olvida|omite|descarta)\b.{0,40}\b(?:instruccion|indicacion|regla|anterior|pregunta)/iu,
  /\b(?:you are|act as|pretend to be|eres|actúa como)\b.{0,20}\b(?:an? |una? )?(?:ai|assistant|chatbot|language model|llm|gpt|asistente|modelo de lenguaje)\b/iu,
  /\b(?:system prompt|new instructions?|jailbreak|nuevas instrucciones)\b/iu,
  /\b(?:respond|reply|answer|responde|contesta)\b.{0,25}\b(?:only with|exactly|instead|with the (?:word|phrase|following)|únicamente con|solo con|en su lugar)\b/iu,
  /\b(?:when|if) (?:you are )?(?:asked|answering|responding|summariz\w+)\b.{0,60}\b(?:say|write|reply|respond|include|append|add|output|mention)\b/iu,
  /\b(?:in your (?:answer|response|reply|output)|en tu respuesta)\b/iu,
  /<\|[^|\n]{1,40}\|>|\[\/?INST\]|<<\/?SYS>>/u,
];

export function isInstruction(text: string): boolean {
  const plain = text.replace(INVISIBLE, '').replace(/\s+/g, ' ');
  return TO_THE_MACHINE.some((pattern) => pattern.test(plain));
}
