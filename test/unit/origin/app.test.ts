import { describe, expect, it } from 'vitest';
import { appId } from '../../../src/origin/app.ts';
import { originName } from '../../../src/origin/protocol.ts';

function ofPage(url: string, name?: string): string {
  const { protocol, pathname } = new URL(url);
  return appId({ protocol, pathname, name });
}

describe('appId', () => {
  it('is the folder of the page', () => {
    expect(ofPage('https://me.example/tool/')).toBe('/tool/');
    expect(ofPage('https://me.example/tool/index.html?x#y')).toBe('/tool/');
    expect(ofPage('https://me.example/tool/help.html')).toBe('/tool/');
    expect(ofPage('https://me.example/')).toBe('/');
  });

  it('keeps the projects of a shared host apart', () => {
    expect(ofPage('https://me.example/clock/')).not.toBe(ofPage('https://me.example/tool/'));
  });

  it('is the name that the author gave, wherever the page stands', () => {
    expect(ofPage('https://me.example/docs/a.html', 'clock')).toBe('clock');
    expect(ofPage('https://me.example/other/b.html', 'clock')).toBe('clock');
  });

  it('is each file’s own from disk, where some browsers let all files share, also with a name', () => {
    const report = ofPage('file:///home/me/report.html');
    expect(report).not.toBe(ofPage('file:///home/me/other.html'));
    expect(report).toBe(ofPage('file:///home/me/report.html?x#y'));
    expect(ofPage('file:///home/me/report.html', 'clock')).not.toBe(ofPage('file:///home/me/other.html', 'clock'));
    expect(ofPage('file:///home/me/report.html', 'clock')).not.toBe(report);
  });
});

describe('originName', () => {
  it('is the same for the same parts only', () => {
    expect(originName('a', 'b')).toBe(originName('a', 'b'));
    expect(originName('a/b', 'c')).not.toBe(originName('a', 'b/c'));
    expect(originName('a', 'b', '')).not.toBe(originName('a', 'b'));
  });

  it('never starts with a hyphen, which locks refuse', () => {
    expect(originName('-', '-')).not.toMatch(/^-/);
  });
});
