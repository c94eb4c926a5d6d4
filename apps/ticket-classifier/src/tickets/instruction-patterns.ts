import { words } from './instruction-vocabulary.ts';

const ROLE =
  '(?:assistant|developer|instructions?|prompt|system|instrucci[óo]n|sistema)(?: (?:message|note|override|prompt))?\\s*:';
const TOLD = '(?=.{0,120}?\\b(?:<sort>|<target>|output|return|always|ignore|you|siempre|debes|ignora)\\b)';

/** Calls to a machine: what follows in the sentence is for it. */
export const CALLS: readonly RegExp[] = [
  // A line, or words in capitals, in the voice of a chat template; only where it goes on with what a classifier is told.
  words(`(?<=^[^\\p{L}\\n]{0,8})${ROLE}${TOLD}`, 'gimu'),
  words(`(?<!#)#{2,6}\\s*${ROLE}${TOLD}`),
  words(`(?:ASSISTANT|DEVELOPER|INSTRUCTIONS?|PROMPT|SYSTEM|SISTEMA)\\s*:${TOLD}`, 'gu'),
  words('(?:to|for|al?|para) <the><machine>,? (?:(?:that|which|who|que) )?(?:is )?<reading>'),
  words('<the><any-machine>,? (?:(?:that|which|who|que) )?(?:is )?<sorting> <it>'),
  words(
    '(?:attention|hint|instructions?|memo|message|note|notice|reminder|warning|aviso|instrucci[óo]n|instrucciones|mensaje|nota) (?:to|for|al?|para) <the>(?:<machine>s?|<any-machine>\\s*:)',
  ),
  words('(?:test|exam|check) (?:of|for) <the><machine>'),
  words(
    '(?:for|para) (?:the )?(?:purposes? of )?(?:automated |automatic )?(?:classification|categori[sz]ation|labell?ing|triage)(?: purposes|(?<=purposes? of .{1,40}))',
  ),
  words("(?:if you(?:'re| are)|si eres|as|como) <the>(?:[\\p{L}-]+ ){0,2}?<machine>.{0,80}?\\b<decide>"),
  words(
    '(?:attention|dear|hello|hey|hi|listen|ok|okay|atenci[óo]n|hola|oye|estimad[oa]),? <the>(?:<machine>|<any-machine>\\s*[,:]).{0,80}?\\b(?:<decide>|<target>)',
  ),
  words('(?<=^[^\\p{L}]{0,4})<the>(?:[\\p{L}-]+ ){0,2}<machine>\\s*[:,].{0,80}?\\b(?:<decide>|<target>)'),
  words('(?<!<knowing> )you are (?:now )?(?:an?|the) (?:[\\w-]+ ){0,2}(?:assistant|bot|classifier|model)'),
  words(
    '(?:the|el|la|this|este|esta) (?:<machine> <must> (?:(?:always|only|siempre|solo) )?<sort>|<any-machine> <must> (?:(?:always|only|siempre|solo) )?(?:categori[sz]e|choose|classify|predict|clasificar|elegir|predecir))',
  ),
  words(
    '(?:your|tu) (?:(?:actual|new|next|only|real|nueva|[úu]nica) )?(?:goal|job|objective|role|task|misi[óo]n|tarea)(?: is to| is| es|\\s*:) (?:[\\p{L}]+ )?<decide>',
  ),
  words('system prompt (?:has|is|was)'),
  words(
    '(?:developer mode|modo (?:de )?desarrollador)(?=.{0,60}?\\b(?:<decide>|<any-target>)\\b|.{0,6}(?:activated|enabled|on)\\b)',
  ),
  words('(?:anyone who|anything that|(?:whoever or )?whatever|whoever|quien|lo que) <sorting> <it>'),
  words('(?:when|while|cuando) (?:you )?<sorting> <it>'),
  words('(?:any|each|every|cada|todo) <ticket> (?:(?:that )?you|que) <reading>'),
];

/** What only who sorts tickets could do. */
export const ORDERS: readonly RegExp[] = [
  words(
    '<not-noun>(?:re-?)?(?:classif(?:y|ied)|label(?:led|ed)?|categori[sz]ed?|tag(?:ged)?) (?:all|any|every(?:thing)?|it|me|that|the|this|these)\\b[^.?!]{0,60}?\\b(?:as|with|to)',
  ),
  words('<not-done>(?:classify|categori[sz]e) as'),
  words('<must> be (?:classified|categori[sz]ed|labell?ed|predicted|tagged) (?:as|under|with)'),
  words(
    '<not-done><not-noun><decide>\\b[^.?!]{1,60}?\\b(?:as|como) (?:(?:the|its|your|their|an?|la|el|su|tu) )?(?:(?:correct|final|only|right) )?<any-target>',
  ),
  words(
    '<not-done><not-noun>(?:assign|choose|give|go with|output|pick|predict|print|reply with|respond with|answer with|return|select|asigna|devuelve|elige|escoge|predice|responde con|contesta con|selecciona) (?:(?:it|this) )?(?:only |solo )?(?:the|la) (?:(?:correct|right) )?<target>',
  ),
  words('you <must> (?:(?:always|never|not|only) ){0,2}(?:categori[sz]e|classify|predict)'),
  words('(?:choose|pick|select) (?:anything|nothing) (?:but|else|except|other)'),
  words(
    '(?:correct|right|true|only|final|expected) (?:<target>|answer|priority|team)(?: (?:of|for|here|in)\\b[^.?!]{0,30}?)?(?: (?:is|must|should|has to)(?! (?:at|damaged|in|missing|not|on|torn)\\b)|\\s*[=:])',
  ),
  words(
    '(?:category|classification|intent(?:ion)?|label|class) (?:for|of) (?:the|this) <ticket>(?: (?:is|<must>)|\\s*[=:])',
  ),
  words(
    '(?:this|the) <ticket> (?:has|is|was) (?:already )?(?:been )?(?:categori[sz]ed|classified|labell?ed)(?: (?:as|under)|\\s*:)',
  ),
  words('(?:treat|consider) the <target> as'),
  words(
    '(?:treat|consider) (?:all|everything|the (?:rest|<ticket>)|this <ticket>)\\b[^.?!]{0,40}?\\b(?:a joke|fake|irrelevant|noise)',
  ),
  words(
    "(?:<not-done>(?:do not|don't) (?:analy[sz]e|consider|read) (?:anything|the (?:rest|<ticket>)|this <ticket>)|stop reading)",
  ),
  words('(?:label|class)\\s*[=:]\\s*\\S+[;,] (?:confidence|probability|score)'),
  words(
    '(?:all|every|todas las|cada) (?:answers?|outputs?|predictions?|respuestas?|predicci[óo]n(?:es)?) <must> (?:be|ser)',
  ),
  words('your (?:(?:only|final) (?:answer|reply|response)|output|verdict|<target>) <must> be'),
  words('(?:set|change|switch) (?:the )?(?:<target>|answer|priority|team)(?: to|\\s*=)'),
  words(
    '(?:disregard|forget|ignore|override) (?:all|any|everything|the (?:above|content|message|rest|text)|what(?:ever)?|your)\\b[^.?!]{0,40}?\\b(?:above|before|below|instructions?|here|message|rules|said|says|text|ticket|told|training|written)',
  ),
  words('disregard the above'),
  words('(?:category|intent|categor[íi]a|intenci[óo]n)\\s*=\\s*\\S'),
  words(
    '(?:despite|irrespective of|no matter|regardless of|whatever) (?:what )?(?:the|this) (?:customer|sender|user|writer|<ticket>) <says>',
  ),
  words('<not-noun>(?:answer|output|reply|respond|return) (?:(?:just|only|with) ){0,2}\\{\\s*"[^}]{0,200}\\}?'),
  // Spanish.
  words(
    '(?:clasif[íi](?:ca|que|car)|etiquet(?:a|ar|e)|categori(?:za|zar|ce)) (?:ella?|est[aeo]s?|la|lo|tod[ao]s?)\\b[^.?!]{0,60}?\\b(?:como|con)',
  ),
  words('(?:(?:clasif[íi](?:ca|que)|etiqu[ée]t[ae]|categor[íi](?:za|ce))l[oae]s?|clasifica|clasificar) (?:como|con)'),
  words(
    '(?:debes|tienes que|has de) (?:(?:siempre|solo) )?(?:clasificar|etiquetar|predecir|(?:elegir|escoger)\\b.{1,60}?\\b(?:nada m[áa]s|<target>))',
  ),
  words(
    '(?:[úu]nica )?(?:<target>|equipo|prioridad|respuesta) (?:correct[ao]|final|esperad[ao]|adecuad[ao]|v[áa]lid[ao])(?: (?:de|para|aqu[íi])\\b[^.?!]{0,30}?)?(?: (?:es|debe|ser[áa]|tiene)|\\s*[=:])',
  ),
  words('(?:categor[íi]a|etiqueta|intenci[óo]n) (?:de|para) (?:el|est[ae]) <ticket>(?: (?:es|debe)|\\s*[=:])'),
  words('tu (?:[úu]nica respuesta|<target>) <must> ser'),
  words(
    '(?:haz caso omiso|no hagas caso|prescinde) (?:al?|de(?:l)?) (?:(?:el|la|lo|todo lo|todo) )?(?:anterior|dem[áa]s|dicho|escrito|instrucciones|<ticket>|que|resto|todo)',
  ),
  words(
    'no (?:analices|consideres|leas|mires|tengas en cuenta) (?:el (?:resto|<ticket>)|este <ticket>|lo (?:anterior|dem[áa]s)|nada)',
  ),
  words('(?:sin importar|diga) lo que (?:<says>|diga)'),
];

/** What calls a label the right one; the label stands before it. */
export const VERDICTS: readonly RegExp[] = [
  words('(?:is|are|<must> be) (?:the|its) (?:(?:best|correct|final|only|proper|right|true) )<target>'),
  words('(?:es|debe ser) (?:la|su) (?:[úu]nica <target>|<target> (?:correcta|final|v[áa]lida))'),
];

/** What somebody who is called is to do. */
export const DECISION = words('<decide>|<any-target>', 'iu');
/** The end of a text after which "you are an AI" tells nobody what to be. */
export const BELIEF = words('<knowing>\\s+$', 'iu');
/** After an instruction: what the labels are to be, what not to do, or a short order that names no more than one label. */
export const CONTINUATION = words(
  "(?<=^[^\\p{L}]{0,4})(?:(?:(?:the|its|your|la|el|su|tu) )?<any-target>(?:\\s*[=:]| (?:is|are|<must>|es|ser[áa]))|(?:do not|don't|never|no) (?:<sort>|consider|look|mention|output|read|use|analices|consideres|digas|elijas|leas|mires|uses)|no other|nothing else|nada m[áa]s|(?:(?:always|just|only|siempre|solo) )?(?:<sort>|output|print)(?: \\S+){1,5}[.!]*$)",
  'iu',
);
