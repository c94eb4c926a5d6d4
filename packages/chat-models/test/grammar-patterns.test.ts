import { assert, asyncProperty, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSchema } from '../src/llama-cpp/grammar/builder.ts';
import { GbnfSampler } from './gbnf-sampler.ts';
import { acceptor, randomNumbers, refusal, validator } from './grammar-engine.ts';

const PATTERNS = [
  '^[A-Z]{3}-\\d{4}$',
  '^a|b$',
  'cat|dog',
  '^(?:red|green|blue)(?:-(?:light|dark))?$',
  '^\\w+@\\w+\\.com$',
  '^[^"\\\\]*$',
  '^"quoted\\\\"$',
  '^(a|b)*abb$',
  '^(a+)+$',
  '^(a*)*$',
  '^x{0,3}y{2,}z?$',
  '^[\\w.-]+$',
  '^\\s*\\S+\\s*$',
  '^.$',
  '^[é-ö\\u{1F600}-\\u{1F64F}\\x41\\u0042]+?$',
  '^(?<year>\\d{4})/\\d\\d$',
  '^\\+?[1-9]\\d{1,14}$',
  '^$',
  '',
  '^[\\t\\n]*-[\\]\\-]$',
];

describe.each(PATTERNS)('%s', (pattern) => {
  const schema = { type: 'string', pattern };

  it('takes what JavaScript matches', async () => {
    const accepts = await acceptor(schema);
    const expression = new RegExp(pattern, 'u');
    const near = [
      '',
      'a',
      'b',
      'ab',
      'abb',
      'cat',
      'concatenate',
      'AB-1234',
      'ABC-1234',
      'red',
      'red-dark',
      '"',
      '\n',
      ' a ',
    ];
    for (const text of [
      ...near,
      '"quoted\\"',
      'yy',
      'xxxxyy',
      'aaaa',
      '😀',
      '+123',
      '2024/05',
      'ABC-1234\n',
      '\u2028',
    ]) {
      expect([text, accepts(JSON.stringify(text))]).toEqual([text, expression.test(text)]);
    }
    if (pattern === '' || /\\u\{|\(\?</.test(pattern)) return;
    await assert(
      asyncProperty(stringMatching(expression), async (text) => {
        if (text.isWellFormed()) expect(accepts(JSON.stringify(text))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('writes only what JavaScript matches', () => {
    const sampler = new GbnfSampler(compileSchema(schema));
    const random = randomNumbers(3);
    for (let i = 0; i < 50; i += 1) expect(JSON.parse(sampler.sample(random, 40))).toMatch(new RegExp(pattern, 'u'));
  });
});

describe('patterns beside other keywords', () => {
  it('hold together with lengths', async () => {
    const accepts = await acceptor({ pattern: '^(ab)+$', minLength: 3, maxLength: 6 });
    expect(['ab', 'abab', 'ababab', 'abababab'].filter((text) => accepts(`"${text}"`))).toEqual(['abab', 'ababab']);
  });

  it('hold together with others', async () => {
    const accepts = await acceptor({ allOf: [{ pattern: '^a' }, { pattern: 'b$' }, { pattern: '^..?.?$' }] });
    expect(['ab', 'acb', 'a', 'accb', 'b'].filter((text) => accepts(`"${text}"`))).toEqual(['ab', 'acb']);
  });

  it('choose among the values of enum', async () => {
    const accepts = await acceptor({ enum: ['a1', 'b1', 'a', 5], pattern: '^a', minLength: 2 });
    expect(['"a1"', '"b1"', '"a"', '5'].filter(accepts)).toEqual(['"a1"', '5']);
  });

  it('need not match where nothing can', () => {
    expect(refusal({ type: 'string', pattern: '^a{5}$', maxLength: 3 })).toBe('schema');
    expect(refusal({ type: 'string', pattern: '[^\\s\\S]' })).toBe('schema');
  });
});

describe('formats', () => {
  const valid: Readonly<Record<string, readonly string[]>> = {
    date: ['2024-02-29', '1999-12-31', '2000-02-29'],
    time: ['23:59:59Z', '00:00:00.123+05:30'],
    'date-time': ['2024-02-29T12:00:00Z', '2023-01-31T00:00:00.5-08:00'],
    duration: ['P1Y2M3D', 'PT5M', 'P3W', 'P1DT12H'],
    uuid: ['123e4567-e89b-12d3-a456-426614174000'],
    ipv4: ['0.0.0.0', '255.255.255.255', '192.168.1.10'],
    ipv6: ['::', '::1', '2001:db8::ff00:42:8329', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::'],
    hostname: ['localhost', 'a-b.example.com'],
    email: ['first.last+tag@mail.example.org'],
    uri: ['https://example.com', 'http://localhost:8080/a/b?c=d#e', 'https://example.com/%20x'],
  };
  const invalid: Readonly<Record<string, readonly string[]>> = {
    date: ['2023-02-29', '1900-02-29', '2024-13-01', '2024-04-31', '24-01-01'],
    time: ['24:00:00Z', '12:00:00', '12:60:00Z'],
    'date-time': ['2024-02-30T12:00:00Z', '2024-02-29 12:00:00Z'],
    duration: ['P', 'PT', 'P1', '1D', 'P1H'],
    uuid: ['123e4567e89b12d3a456426614174000'],
    ipv4: ['256.1.1.1', '1.1.1', '01.1.1.1'],
    ipv6: ['1::2::3', '12345::', '1:2:3:4:5:6:7'],
    hostname: ['-a', 'a..b', 'a_b'],
    email: ['a', '@b.c', 'a@@b.com'],
    uri: ['example.com', 'http://', 'https://exa mple.com'],
  };

  it.each(Object.keys(valid))('%s', async (format) => {
    const schema = { type: 'string', format };
    const [accepts, isValid] = [await acceptor(schema), validator(schema)];
    expect(valid[format]!.filter((text) => !accepts(`"${text}"`))).toEqual([]);
    expect(invalid[format]!.filter((text) => accepts(`"${text}"`))).toEqual([]);
    const sampler = new GbnfSampler(compileSchema(schema));
    const random = randomNumbers(5);
    for (let i = 0; i < 300; i += 1) {
      const text = JSON.parse(sampler.sample(random)) as string;
      expect([text, isValid(text)]).toEqual([text, true]);
    }
  });
});

describe('patterns that are refused', () => {
  it.each([
    '(?=a)b',
    '(?<!a)b',
    '(a)\\1',
    '\\bword\\b',
    '\\p{L}',
    '(?i:a)',
    'a(b',
    'a)',
    '[b-a]',
    '[a',
    'a{2',
    'a{3,2}',
    '*a',
    'a**',
    '(^a)',
    'a$b',
    '\\u{110000}',
    '\\ud800',
  ])('%s', (pattern) => {
    expect(refusal({ type: 'string', pattern })).toBe('schema.pattern');
  });
});
