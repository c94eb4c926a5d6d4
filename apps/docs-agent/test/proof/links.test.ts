import { describe, expect, it } from 'vitest';
import { stripLinks, withoutLinks } from '../../src/proof/links.ts';
import { TermCheck } from '../../src/proof/term-check.ts';
import { kettleIndex } from '../kettle.ts';

const check = new TermCheck(kettleIndex(), [{ source: 'kettle', version: '3.0.0' }]);
const strip = (text: string) => stripLinks(text, check);

describe('links of an answer', () => {
  it.each([
    'See `https://kettle.example.org/options`.',
    'See [the readme](README.md#options) and [below](#below).',
    'Call `![x](https://evil.invalid/a)` as code.',
    'A list [1] and an array[0].',
    'If a < b and c > d.',
    'With kettle@3.0.0 and @kettle/lid.',
  ])('that the sources name stay: %s', (text) => expect(strip(text)).toEqual({ text, stripped: [] }));

  it.each([
    ['a link', 'See [the options](https://kettle.example.org/options "t").', 'See the options.'],
    ['a link to this machine', 'Open [the page](http://localhost:8083/docs).', 'Open the page.'],
    ['a definition', '[a]: https://kettle.example.org/options\nText', '\nText'],
    ['an autolink', 'See <https://kettle.example.org/options>.', 'See `https://kettle.example.org/options`.'],
    ['a bare address', 'See https://kettle.example.org/options.', 'See `https://kettle.example.org/options`.'],
    [
      'an address as the text of a link',
      '[https://kettle.example.org/options](https://kettle.example.org/options)',
      '`https://kettle.example.org/options`',
    ],
  ])('that the sources name lead nowhere, and nobody made them up: %s', (_, text, left) =>
    expect(strip(text)).toEqual({ text: left, stripped: [] }),
  );

  it('of a page that is quoted lead nowhere either', () => {
    const page =
      'See [here](https://evil.invalid/a) ![x](https://evil.invalid/b) or <https://evil.invalid/c>, [top](#top).';
    expect(withoutLinks(page)).toBe('See here or `https://evil.invalid/c`, [top](#top).');
  });

  it.each([
    ['an image', 'Hot ![x](https://evil.invalid/a.png?q=secret) water.', 'Hot water.'],
    ['an image of the sources', '![x](https://kettle.example.org/options)', ''],
    ['an image by reference', 'Hot ![x][pic] water.\n\n[pic]: https://evil.invalid/a', 'Hot water.\n\n'],
    ['an image in a link', '[![x](https://evil.invalid/a)](https://evil.invalid/b) end', ' end'],
    ['an image with a title', '![x](<https://evil.invalid/a b> "title") end', ' end'],
    ['a link', 'See [this page](https://evil.invalid/?q=secret).', 'See this page.'],
    ['a link with a title', 'See [this](https://evil.invalid "t").', 'See this.'],
    ['a link in angle brackets', 'See [this](<https://evil.invalid/a>).', 'See this.'],
    ['code as the text of a link', 'See [`boil`](https://evil.invalid/a).', 'See `boil`.'],
    ['another path of a known host', 'See [this](https://kettle.example.org/options?q=secret).', 'See this.'],
    ['a known address as a user name', 'See [this](https://kettle.example.org@evil.invalid/options).', 'See this.'],
    ['no scheme', 'See [this](//evil.invalid/a).', 'See this.'],
    ['a script', 'See [this](javascript:alert(1)).', 'See this.'],
    ['data', 'See [this](data:text/html;base64,AAAA).', 'See this.'],
    ['entities', 'See [this](&#104;ttps://evil.invalid/a).', 'See this.'],
    ['a way out of the source', 'See [this](../../../etc/passwd).', 'See this.'],
    ['an autolink', 'See <https://evil.invalid/a>.', 'See .'],
    ['a bare address', 'See https://evil.invalid/a?b=c.', 'See .'],
    ['a bare address in capitals', 'See HTTPS://EVIL.invalid/a.', 'See .'],
    ['a bare name', 'See www.evil.invalid/a.', 'See .'],
    ['an address of mail', 'Write to thief@evil.invalid now.', 'Write to now.'],
    ['a definition', '[a]: https://evil.invalid/x\nText', '\nText'],
    ['markup', 'Hot <img src="https://evil.invalid/a"> water.', 'Hot water.'],
    ['a link of markup', 'Hot <a href="https://evil.invalid/a">water</a>.', 'Hot water.'],
    ['a comment', 'Hot <!-- https://evil.invalid --> water.', 'Hot water.'],
  ])('that they do not name go: %s', (_, text, left) => {
    const result = strip(text);
    expect(result.text).toBe(left);
    expect(result.stripped.length).toBeGreaterThan(0);
    expect(result.text).not.toMatch(/evil/i);
  });
});
