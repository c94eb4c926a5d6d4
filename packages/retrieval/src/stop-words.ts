/** Snowball's stop word lists, folded as the analyzer folds its tokens. */
export const STOP_WORDS = {
  en: words(`i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its
    itself they them their theirs themselves what which who whom this that these those am is are was were be been being have has had
    having do does did doing would should could ought a an the and but if or because as until while of at by for with about against
    between into through during before after above below to from up down in out on off over under again further then once here there
    when where why how all any both each few more most other some such no nor not only own same so than too very can will just
    s t d ll m re ve y don isn aren wasn weren hasn haven hadn doesn didn won wouldn shan shouldn couldn mustn let cannot`),
  es: words(`de la que el en y a los del se las por un para con no una su al lo como mas pero sus le ya o este si porque esta entre
    cuando muy sin sobre tambien me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante ellos e
    esto mi antes algunos que unos yo otro otras otra el tanto esa estos mucho quienes nada muchos cual poco ella estar estas algunas
    algo nosotros mis tu te ti tus ellas nosotras vosotros vosotras os mio mia mios mias tuyo tuya tuyos tuyas suyo suya suyos suyas
    nuestro nuestra nuestros nuestras vuestro vuestra vuestros vuestras esos esas estoy estas esta estamos estan este estes estemos
    esten estaba estaban estado estada estados estadas he has ha hemos han haya hayan habia habian habido soy eres es somos son sea
    sean era eran fue fueron sido tengo tiene tenemos tienen tenga tengan tenia tenian`),
} as const;

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
