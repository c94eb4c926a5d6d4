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
