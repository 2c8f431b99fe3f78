import { describe, expect, it } from 'vitest';
import { appId } from '../../../src/origin/app.ts';
import { originName } from '../../../src/origin/protocol.ts';

describe('appId', () => {
  it('is the author’s id on a host, so that all pages of a site share', () => {
    expect(appId({ protocol: 'https:', pathname: '/docs/a.html', id: 'clock' })).toBe('clock');
    expect(appId(new URL('https://example.org/docs/a.html'))).toBe('page');
  });

  it('holds the path of a file, since some browsers let all files share', () => {
    const report = appId({ protocol: 'file:', pathname: '/home/me/report.html' });
    expect(report).not.toBe(appId({ protocol: 'file:', pathname: '/home/me/other.html' }));
    expect(report).toBe(appId(new URL('file:///home/me/report.html?x#y')));
    expect(appId({ protocol: 'file:', pathname: '/report.html', id: 'clock' })).not.toBe(
      appId({ protocol: 'file:', pathname: '/report.html' }),
    );
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
