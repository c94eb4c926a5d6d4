import { describe, expect, it } from 'vitest';
import { contentOf } from '../src/content-type.ts';
import { storedZip } from '../src/docx/zip-archive.ts';
import { paragraph, run, wordDocument } from './word-document.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding));
const typeOf = (data: Uint8Array, name = '') => contentOf(data, name)?.type;

describe('contentOf', () => {
  it('knows formats by their bytes, whatever the name', () => {
    expect(typeOf(bytes('%PDF-1.7\n'), 'notes.txt')).toBe('pdf');
    expect(typeOf(bytes(`${' '.repeat(1_000)}%PDF-1.4`))).toBe('pdf');
    expect(typeOf(new Uint8Array(wordDocument(paragraph(run('x')))), 'a.pdf')).toBe('docx');
    expect(typeOf(bytes('\uFEFF<!-- x --><!DOCTYPE html><p>'))).toBe('html');
    expect(typeOf(bytes('<?xml version="1.0"?>\n<html xmlns="x">'), 'a.txt')).toBe('html');
  });

  it('asks the name between kinds of text', () => {
    expect(typeOf(bytes('# Title'), 'README.MD')).toBe('markdown');
    expect(typeOf(bytes('# Title'), 'readme')).toBe('text');
    expect(typeOf(bytes('<p>x</p>'), 'page.htm')).toBe('html');
    expect(typeOf(bytes('1 < 2'), 'page.htm')).toBe('text');
  });

  it.each([
    ['UTF-8', bytes('Año nuevo €')],
    ['UTF-8 with a mark', bytes('\uFEFFAño nuevo €')],
    ['UTF-16LE', bytes('\uFEFFAño nuevo €', 'utf16le')],
    ['UTF-16BE', new Uint8Array(Buffer.from('\uFEFFAño nuevo €', 'utf16le').swap16())],
    ['Windows-1252', Uint8Array.of(...bytes('A\u00F1o nuevo ', 'latin1'), 0x80)],
  ])('decodes %s', (_, data) => {
    expect(contentOf(data, '')).toEqual({ type: 'text', text: 'Año nuevo €' });
  });

  it('reads UTF-8 with a byte that is wrong, or cut within a character', () => {
    const spanish = [...bytes('El señor pagó la reunión.')];
    const damaged = Uint8Array.from([...spanish, 0xff, ...bytes(' Fin.')]);
    expect(contentOf(damaged, 'a.txt')).toEqual({ type: 'text', text: 'El señor pagó la reunión.\uFFFD Fin.' });
    const cyrillic = bytes('Господин заплатил за встречу').subarray(0, -1);
    expect(contentOf(cyrillic, 'a.txt')).toEqual({ type: 'text', text: 'Господин заплатил за встреч\uFFFD' });
  });

  it.each([
    ['windows-1251', '<meta charset="windows-1251">', [0xd1, 0xf7, 0xb8, 0xf2], 'Счёт'],
    ['ISO-8859-15', '<META http-equiv=Content-Type content="text/html; charset=ISO-8859-15">', [0xa4], '€'],
    ['ISO-8859-15', '<?xml version="1.0" encoding="iso-8859-15"?><html>', [0xa4], '€'],
    ['Shift_JIS', '<!-- <meta charset=utf-8> --><meta charset=Shift_JIS>', [0x93, 0xfa, 0x96, 0x7b], '日本'],
    ['an encoding that is none', '<meta charset="x-none">', [0xf1], 'ñ'],
    ['UTF-8, whatever it says', '<meta charset="latin1">', [0xc3, 0xb1], 'ñ'],
  ])('decodes HTML as it says: %s', (_, head, body, text) => {
    const data = Uint8Array.from([...bytes(head), ...body]);
    expect(contentOf(data, 'page.html')).toEqual({ type: 'html', text: head + text });
  });

  it.each([
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
    ['a zip of something else', new Uint8Array(storedZip(new Map([['a.txt', Buffer.from('a')]])))],
    ['a zip that is cut off', bytes('PK\x03\x04 and no more')],
    ['RTF', bytes('{\\rtf1 text}')],
    ['PostScript', bytes('%!PS-Adobe-3.0')],
    ['control characters', bytes('text\0text')],
    ['bytes of no script', Uint8Array.from({ length: 200 }, (_, i) => 0x80 + (i % 128))],
  ])('does not take %s', (_, data) => {
    expect(contentOf(data, 'notes.txt')).toBeUndefined();
  });

  it('does not take text that calls itself a PDF', () => {
    expect(contentOf(bytes('potato salad'), 'recipe.pdf')).toBeUndefined();
    expect(contentOf(bytes('<!doctype html><p>Not found'), 'report.PDF')).toBeUndefined();
  });
});
