import { isCalendarDate, isDateWithin, isInstant, toChinaDate } from './calendar-date';

describe('dates', () => {
  it.each(['2024-02-29', '2000-12-31', '1900-01-01'])('accepts %s', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  it.each(['2023-02-29', '1900-02-29', '2024-13-01', '2024-00-10', '2024-1-1', '2024-01-01T', ''])(
    'refuses %j',
    (text) => {
      expect(isCalendarDate(text)).toBe(false);
    },
  );

  it('accepts instants in UTC with milliseconds only', () => {
    expect(isInstant('2026-01-01T23:59:59.999Z')).toBe(true);
    const others = [
      '2026-01-01T24:00:00.000Z',
      '2026-01-01T00:00:60.000Z',
      '2026-02-30T00:00:00.000Z',
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00.000+08:00',
    ];
    expect(others.filter(isInstant)).toEqual([]);
  });

  it('changes the day at midnight in China', () => {
    expect(toChinaDate('2025-12-31T15:59:59.999Z')).toBe('2025-12-31');
    expect(toChinaDate('2025-12-31T16:00:00.000Z')).toBe('2026-01-01');
  });

  it('goes no further than the last day that has four digits for its year', () => {
    expect(toChinaDate('9999-12-31T15:59:59.999Z')).toBe('9999-12-31');
    expect(toChinaDate('9999-12-31T16:00:00.000Z')).toBe('9999-12-31');
    expect(toChinaDate('9999-12-31T23:59:59.999Z')).toBe('9999-12-31');
    expect(toChinaDate('9998-12-31T16:00:00.000Z')).toBe('9999-01-01');
  });

  it('counts both ends of a period in', () => {
    expect(isDateWithin('2026-01-01', '2026-01-01', '2026-01-01')).toBe(true);
    expect(isDateWithin('2025-12-31', '2026-01-01', null)).toBe(false);
    expect(isDateWithin('2026-01-02', '2026-01-01', '2026-01-01')).toBe(false);
    expect(isDateWithin('9999-12-31', '2026-01-01', null)).toBe(true);
  });
});
