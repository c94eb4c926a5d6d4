/** What decides whether a run is seen, as one level of the style hierarchy says it; undefined where it says nothing. */
export interface RunLook {
  readonly isVanished: boolean | undefined;
  readonly isWhite: boolean | undefined;
  readonly isTiny: boolean | undefined;
  /** Something is painted behind the text. */
  readonly hasGround: boolean;
}

interface Style {
  readonly basedOn: string | undefined;
  readonly look: RunLook;
}

const VANISH = /<w:(?:vanish|webHidden|specVanish)(?:\s+w:val=["'](\w+)["'])?\s*\/>/;
const OFF = /^(?:0|false|off)$/;
const SIZE = /<w:sz\s+w:val=["'](\d+)["']/;
/** Half points: text of a point or less. */
const TINY = 2;
const COLOUR = /<w:color\s[^>]*w:val=["'](\w+)["']/;
const WHITE = /^(?:f[a-f0-9]){3}$/i;
/** Of a paragraph or a run; tables and text boxes have theirs from elsewhere as well. */
const GROUND = /<w:(?:shd|highlight)\s/;
/** Styles are based on one another; nobody goes so deep. */
const MAX_DEPTH = 20;

export function lookOf(properties: string): RunLook {
  const vanish = VANISH.exec(properties);
  const size = SIZE.exec(properties)?.[1];
  const colour = COLOUR.exec(properties)?.[1];
  return {
    isVanished: vanish ? !OFF.test(vanish[1] ?? '') : undefined,
    isWhite: colour === undefined ? undefined : WHITE.test(colour),
    isTiny: size === undefined ? undefined : Number(size) <= TINY,
    hasGround: GROUND.test(properties),
  };
}

/** The styles of a document (ECMA-376 part 1, 17.7): what a run looks like by those of its paragraph and its own. */
export class RunStyles {
  readonly #styles = new Map<string, Style>();
  readonly #defaults: RunLook;
  #defaultParagraph: string | undefined;

  constructor(stylesXml: string) {
    const [head = '', ...styles] = stylesXml.split(/(?=<w:style\s)/);
    this.#defaults = lookOf(head.split('</w:rPrDefault>', 1)[0]!);
    for (const xml of styles) {
      const tag = xml.slice(0, xml.indexOf('>'));
      const id = /\sw:styleId=["']([^"']*)/.exec(tag)?.[1];
      if (id === undefined) continue;
      this.#styles.set(id, {
        basedOn: /<w:basedOn\s+w:val=["']([^"']*)/.exec(xml)?.[1],
        look: lookOf(xml),
      });
      if (/\sw:default=["'](?:1|true|on)/.test(tag) && /\sw:type=["']paragraph/.test(tag)) this.#defaultParagraph = id;
    }
  }

  /** What holds for a run, the nearest level first; hidden twice by styles is seen again (17.7.3, toggle properties). */
  lookOfRun(properties: string, paragraphStyle: string | undefined): RunLook {
    const own = lookOf(properties);
    const runStyle = this.#lookOfStyle(/<w:rStyle\s+w:val=["']([^"']*)/.exec(properties)?.[1]);
    const paragraph = this.#lookOfStyle(paragraphStyle ?? this.#defaultParagraph);
    const byStyles = (runStyle.isVanished ?? false) !== (paragraph.isVanished ?? false);
    const levels = [own, runStyle, paragraph, this.#defaults];
    return {
      isVanished: own.isVanished ?? (byStyles || this.#defaults.isVanished),
      ...nearest(levels),
    };
  }

  #lookOfStyle(id: string | undefined): RunLook {
    const levels: RunLook[] = [];
    for (let style = this.#style(id); style && levels.length < MAX_DEPTH; style = this.#style(style.basedOn))
      levels.push(style.look);
    return { isVanished: levels.find((look) => look.isVanished !== undefined)?.isVanished, ...nearest(levels) };
  }

  #style(id: string | undefined): Style | undefined {
    return id === undefined ? undefined : this.#styles.get(id);
  }
}

function nearest(levels: readonly RunLook[]): Omit<RunLook, 'isVanished'> {
  return {
    isWhite: levels.find(({ isWhite }) => isWhite !== undefined)?.isWhite,
    isTiny: levels.find(({ isTiny }) => isTiny !== undefined)?.isTiny,
    hasGround: levels.some(({ hasGround }) => hasGround),
  };
}
