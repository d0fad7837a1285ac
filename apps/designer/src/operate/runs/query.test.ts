import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('window', { location: { origin: 'http://throughline.test' } });
const { exportUrl, filterOf, readRunSearch } = await import('./query.ts');

describe('the filter in the address', () => {
  it('keeps what fits and leaves out what anybody may have written', () => {
    expect(readRunSearch({ q: 'PO-1', state: 'lost', version: 3, replay: true, code: '', other: 'x' })).toEqual({
      q: 'PO-1',
      version: '3',
      replay: 'true',
    });
    expect(readRunSearch({ q: 'x'.repeat(500) }).q).toHaveLength(200);
    expect(readRunSearch({ q: { $ne: 1 } })).toEqual({});
  });

  it('says a span as an instant, and nothing for a time that is none', () => {
    const { since } = filterOf('dev', { since: '24h' }) as { since: string };
    expect(Math.abs(Date.now() - 86_400_000 - Date.parse(since))).toBeLessThan(5000);
    expect(filterOf('dev', { since: 'yesterday' })).toEqual({ environment: 'dev' });
  });

  it('asks for a file with the same filter', () => {
    expect(exportUrl('dev', { q: 'a&b', state: 'done' }, 'csv')).toBe(
      '/api/v1/runs/export?environment=dev&state=done&search=a%26b&format=csv',
    );
  });
});
