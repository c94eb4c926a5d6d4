import { type Declarations, parseDeclarations } from './declarations.ts';

interface Rule {
  readonly tag: string;
  readonly id: string | undefined;
  readonly classes: readonly string[];
  readonly declarations: Declarations;
}

/** What is asked for: whether text is seen, and whether it is raised. */
const ASKED_FOR = (
  'display visibility opacity transform overflow width height max-width max-height clip position left top ' +
  'text-indent color background background-color background-image font-size vertical-align'
).split(' ');
/** Rules beyond this number are left out; no page that people write comes near. */
const MAX_RULES = 500;
const SIMPLE_SELECTOR = /^([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)$/i;

/**
 * The rules of `<style>` elements, as far as they hold for what stands there alone: selectors of a tag, an id and
 * classes, outside of media other than the screen. Enough to see through text that is hidden by class.
 */
export class StyleSheet {
  readonly #rules: Rule[] = [];

  add(css: string): void {
    const plain = withoutOtherMedia(css.replace(/\/\*[\s\S]*?\*\//g, ''));
    for (const [, selectors = '', body = ''] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      const declarations = parseDeclarations(body);
      if (!ASKED_FOR.some((property) => declarations.has(property))) continue;
      for (const selector of selectors.split(',')) {
        const match = SIMPLE_SELECTOR.exec(selector.trim());
        if (!match || match[0] === '' || this.#rules.length >= MAX_RULES) continue;
        const parts = (match[2] ?? '').match(/[.#][\w-]+/g) ?? [];
        const classes = parts.filter((part) => part.startsWith('.')).map((part) => part.slice(1));
        const id = parts.find((part) => part.startsWith('#'))?.slice(1);
        const tag = match[1] === '*' ? '' : (match[1] ?? '').toLowerCase();
        this.#rules.push({ tag, id, classes, declarations });
      }
    }
  }

  /** What holds for an element: rules in their order, its own style last. */
  declarationsFor(tag: string, attributes: Readonly<Record<string, string>>): Declarations {
    const own = attributes.style ? parseDeclarations(attributes.style) : undefined;
    if (this.#rules.length === 0) return own ?? new Map();
    const classes = new Set((attributes.class ?? '').split(/\s+/));
    const merged = new Map<string, string>();
    for (const rule of this.#rules) {
      if (rule.tag !== '' && rule.tag !== tag) continue;
      if (rule.id !== undefined && rule.id !== attributes.id) continue;
      if (!rule.classes.every((name) => classes.has(name))) continue;
      for (const [property, value] of rule.declarations) merged.set(property, value);
    }
    for (const [property, value] of own ?? []) merged.set(property, value);
    return merged;
  }
}

/** Blocks such as `@media print { … }` say nothing about the screen. */
function withoutOtherMedia(css: string): string {
  let kept = '';
  let at = 0;
  for (const { index, 0: start } of css.matchAll(/@(?:media|supports|font-face|page|keyframes)[^{;]*\{/g)) {
    if (index < at || /@media[^{]*\b(screen|all)\b/.test(start)) continue;
    kept += css.slice(at, index);
    let depth = 1;
    at = index + start.length;
    for (; at < css.length && depth > 0; at += 1) depth += css[at] === '{' ? 1 : css[at] === '}' ? -1 : 0;
  }
  return kept + css.slice(at);
}
