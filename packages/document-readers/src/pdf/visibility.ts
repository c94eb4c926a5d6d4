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
  const areas = content.fills.filter(({ width, height }) => width > THIN && height > THIN);
  const isScan = content.images.some(
    ({ width, height }) => width * height > SCAN_SHARE * content.width * content.height,
  );
  const reasons = content.runs.map((run) => reasonOf(run, content, areas, isScan));
  withholdCovers(content.runs, reasons);
  const concealed: ConcealedText[] = [];
  const visible: GlyphRun[] = [];
  content.runs.forEach((run, i) => {
    const reason = reasons[i];
    if (reason === undefined) {
      visible.push(run);
      return;
    }
    const known = reason === 'covered' ? 'invisible' : reason;
    const last = concealed.at(-1);
    if (last?.reason === known && reasons[i - 1] === reason)
      concealed[concealed.length - 1] = { reason: known, text: `${last.text} ${run.text}` };
    else concealed.push({ reason: known, text: run.text });
  });
  return { visible, concealed };
}

type Reason = ConcealedText['reason'] | 'covered';

function reasonOf(run: GlyphRun, content: PageContent, areas: readonly Shape[], isScan: boolean): Reason | undefined {
  // Under the image of a page, invisible text is what was recognised on it.
  if (run.isInvisible) return isScan ? undefined : 'invisible';
  if (run.size < TINY) return 'tiny';
  const box = boxOf(run, content.width, content.height);
  if (box.x >= content.width || box.y >= content.height || box.x + box.width <= 0 || box.y + box.height <= 0)
    return 'off-page';
  if (areas.some((area) => area.order > run.order && area.colour !== undefined && holds(area, box))) return 'covered';
  return hasColourOfGround(run, box, content, areas) ? 'same-colour' : undefined;
}

function hasColourOfGround(
  { colour, order }: GlyphRun,
  box: Box,
  { images }: PageContent,
  areas: readonly Shape[],
): boolean {
  if (colour === undefined) return false;
  const isLikePaper = isSame(colour, PAPER);
  if (!isLikePaper && !areas.some((area) => area.colour !== undefined && isSame(area.colour, colour))) return false;
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
