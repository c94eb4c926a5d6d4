import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Analyzer } from '../src/index.ts';

const english = new Analyzer('en');
const spanish = new Analyzer('es');
const plain = new Analyzer('none');

describe('Analyzer', () => {
  it('stems English and drops its stop words', () => {
    expect(english.terms('The runners were running; she generalized connections.')).toEqual([
      'runner',
      'run',
      'general',
      'connect',
    ]);
  });

  it('stems Spanish, with and without accents alike', () => {
    expect(spanish.terms('las canciones y la canción')).toEqual(['cancion', 'cancion']);
    expect(spanish.terms('informacion biologia')).toEqual(spanish.terms('Información biología'));
  });

  it('keeps ñ apart from n', () => {
    expect(spanish.terms('año')).not.toEqual(spanish.terms('ano'));
  });

  it('gives identifiers whole and in parts', () => {
    expect(plain.terms('setMaxBatch HTTPServer fastify.register max_batch')).toEqual([
      'setmaxbatch',
      'set',
      'max',
      'batch',
      'httpserver',
      'http',
      'server',
      'fastify',
      'register',
      'max',
      'batch',
    ]);
  });

  it('keeps numbers', () => {
    expect(english.terms('RFC 9457, version 3.2')).toEqual(['rfc', '9457', 'version', '3', '2']);
  });

  it('passes over words that no query would name', () => {
    expect(english.terms('x'.repeat(65))).toEqual([]);
  });

  it('reads any text, and reads case, composition and compatibility forms alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const term of english.terms(text)) expect(term).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
        expect(plain.terms(text.normalize('NFD'))).toEqual(plain.terms(text.normalize('NFC')));
      }),
    );
    expect(plain.terms('ﬁle ÉTÉ')).toEqual(['file', 'ete']);
    expect(plain.terms('1,234² 12%³ m²')).toEqual(['1', '234', '12', 'm2']);
  });

  it('gives two texts apart what it gives them together', () => {
    fc.assert(
      fc.property(fc.lorem(), fc.lorem(), (a, b) => {
        expect(english.terms(`${a} ${b}`)).toEqual([...english.terms(a), ...english.terms(b)]);
      }),
    );
  });
});
