import type { Box, ConcealedText } from '@pareto/contracts';
import type { GlyphRun, PageContent, Shape } from './glyph-run.ts';

/** In points: smaller letters are there for machines only. */
const TINY = 2;
/** Largest difference in a colour's components (0 to 255) that nobody sees. */
const SAME_COLOUR = 14;
/** The share of a page that a scan covers at least. */
const SCAN_SHARE = 0.5;
/** In points: thinner shapes are rules. */
const THIN = 4;
/** Where shapes cover more of a page's text than this share, they are clipped in a way that is not followed here. */
const MAX_COVERED_SHARE = 0.4;
const PAPER = '#ffffff';

/** Parts what a reader sees from what only a machine does. */
export function partVisible(content: PageContent): { visible: GlyphRun[]; concealed: ConcealedText[] } {
  const page: Ground = {
    ...content,
    areas: content.fills.filter(({ width, height }) => width > THIN && height > THIN),
    isScan: content.images.some(({ width, height }) => width * height > SCAN_SHARE * content.width * content.height),
    risky: riskyColours(content),
  };
  const reasons = content.runs.map((run) => reasonOf(run, page));
  withholdCovers(content.runs, reasons);
  const concealed: ConcealedText[] = [];
  const visible: GlyphRun[] = [];
  let before: Reason | undefined;
  content.runs.forEach((run, i) => {
    const reason = reasons[i];
    if (reason === undefined) visible.push(run);
    else if (reason === before) concealed.push({ reason: known(reason), text: `${concealed.pop()!.text} ${run.text}` });
    else concealed.push({ reason: known(reason), text: run.text });
    before = reason;
  });
  return { visible, concealed };
}

interface Ground extends PageContent {
  /** Fills that are no rules, in the order in which they are drawn. */
  readonly areas: readonly Shape[];
  readonly isScan: boolean;
  /** Colours of text that is not told from some area of the page, or from paper. */
  readonly risky: ReadonlySet<string>;
}

function riskyColours({ runs, fills }: PageContent): Set<string> {
  const grounds = new Set([PAPER, ...fills.flatMap(({ colour }) => colour ?? [])]);
  const colours = new Set(runs.flatMap(({ colour }) => colour ?? []));
  return new Set([...colours].filter((colour) => [...grounds].some((ground) => isSame(colour, ground))));
}

type Reason = ConcealedText['reason'] | 'covered';

function known(reason: Reason): ConcealedText['reason'] {
  return reason === 'covered' ? 'invisible' : reason;
}

function reasonOf(run: GlyphRun, page: Ground): Reason | undefined {
  // Under the image of a page, invisible text is what was recognised on it.
  if (run.isInvisible) return page.isScan ? undefined : 'invisible';
  if (run.size < TINY) return 'tiny';
  const box = boxOf(run, page.width, page.height);
  if (box.x >= page.width || box.y >= page.height || box.x + box.width <= 0 || box.y + box.height <= 0)
    return 'off-page';
  if (isCovered(run, box, page.areas)) return 'covered';
  return hasColourOfGround(run, box, page) ? 'same-colour' : undefined;
}

function isCovered({ order }: GlyphRun, box: Box, areas: readonly Shape[]): boolean {
  for (let i = areas.length - 1; i >= 0 && areas[i]!.order > order; i -= 1)
    if (areas[i]!.colour !== undefined && holds(areas[i]!, box)) return true;
  return false;
}

function hasColourOfGround({ colour, order }: GlyphRun, box: Box, { images, areas, risky }: Ground): boolean {
  if (colour === undefined || !risky.has(colour)) return false;
  const isUnder = (shape: Shape) => shape.order < order && holds(shape, centreOf(box));
  const ground = areas.findLast(isUnder);
  const image = images.findLast(isUnder);
  if (image && image.order > (ground?.order ?? -1)) return false;
  if (ground && ground.colour === undefined) return false;
  return isSame(colour, ground?.colour ?? PAPER);
}

function withholdCovers(runs: readonly GlyphRun[], reasons: (Reason | undefined)[]): void {
  const characters = (chosen: (reason: Reason | undefined) => boolean) =>
    runs.reduce((sum, run, i) => (chosen(reasons[i]) ? sum + run.text.length : sum), 0);
  const covered = characters((reason) => reason === 'covered');
  if (covered === 0 || covered <= MAX_COVERED_SHARE * characters(() => true)) return;
  reasons.forEach((reason, i) => {
    if (reason === 'covered') reasons[i] = undefined;
  });
}

/** On the page as it is shown. */
export function boxOf(run: GlyphRun, width: number, height: number): Box {
  const top = run.y - run.font.ascent * run.size;
  return turnedBox(
    { x: run.x, y: top, width: run.end - run.x, height: (run.font.ascent + run.font.descent) * run.size },
    run.turn,
    width,
    height,
  );
}

/** From the frame of a run's text to the page. See `GlyphRun.turn`. */
export function turnedBox(box: Box, turn: number, width: number, height: number): Box {
  const { x, y } = box;
  const turned = { width: box.height, height: box.width };
  if ((turn & 3) === 1) return { x: y, y: height - x - box.width, ...turned };
  if ((turn & 3) === 2) return { ...box, x: width - x - box.width, y: height - y - box.height };
  if ((turn & 3) === 3) return { x: width - y - box.height, y: x, ...turned };
  return box;
}

function centreOf({ x, y, width, height }: Box): Box {
  return { x: x + width / 2, y: y + height / 2, width: 0, height: 0 };
}

/** Half a point of tolerance. */
function holds(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x - 0.5 &&
    inner.y >= outer.y - 0.5 &&
    inner.x + inner.width <= outer.x + outer.width + 0.5 &&
    inner.y + inner.height <= outer.y + outer.height + 0.5
  );
}

function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [Number.parseInt(a.slice(1), 16), Number.parseInt(b.slice(1), 16)];
  return [16, 8, 0].every((shift) => Math.abs(((x >> shift) & 255) - ((y >> shift) & 255)) <= SAME_COLOUR);
}
