/** Words that say nothing by themselves, folded as `fold` does. */
export const STOP_WORDS = {
  en: words(`i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its
    itself they them their theirs themselves what which who whom whose this that these those am is are was were be been being have
    has had having do does did doing would should could ought may might must shall will can a an the and but if or because as until
    while of at by for with about against between into through during to from in out on off over under again further then once here
    there when where why how all any both each few more most other some such only own same so than too very just also per s t d ll
    m re ve let according based following however therefore thus upon within yes please tell much many`),
  es: words(`de la que el en y a los del se las por un para con una su al lo como mas pero sus le ya o este si porque esta entre
    cuando muy sobre tambien me hasta hay donde quien desde todo nos durante todos uno les contra otros ese eso ante ellos e
    esto mi antes algunos que unos yo otro otras otra el tanto esa estos mucho quienes muchos cual cuales poco ella estar estas
    algunas algo nosotros mis tu te ti tus ellas vosotros os mio mia tuyo suyo suya nuestro nuestra nuestros nuestras esos esas
    estoy estan este esten estaba estaban estado he has ha hemos han haya hayan habia habian habido soy eres es somos son sea sean
    era eran fue fueron sido tengo tiene tenemos tienen tenga tengan tenia tenian puede pueden debe deben podra cuanto cuanta
    cuantos cuantas segun cada d dime`),
} as const;

/** Verbs and nouns of which a paraphrase is free to use others. They count less than what a sentence is about. */
export const LIGHT_WORDS =
  words(`provide provides provided offer offers include includes included including use used uses using
  make makes made give gives given get gets take takes taken state states stated say says said mention mentioned mentions describe
  described document documents report reports reported company amount amounts total totals number refer refers set apply applies
  applied need needs needed require requires required allow allows allowed consist consists contain contains stand stands entitled
  ofrece ofrecer incluye incluyen incluido usar usa utiliza hace hacer dar da dan indica indican menciona describe documento informe
  empresa importe cantidad total numero aplica aplican necesita necesitan requiere requieren permite permiten contiene derecho`);

/** Words that deny what follows; `polarity.ts` reads them. */
export const NEGATORS =
  words(`not no never cannot without neither nor none nothing nobody nunca jamas sin ni tampoco ninguno ninguna
  ningun nada nadie`);

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
