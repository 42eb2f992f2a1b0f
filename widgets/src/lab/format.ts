/** Numbers as the panel writes them: thin spaces, a true minus sign, at most three significant digits for a score. */

export const THIN = '\u202f';
export const MINUS = '\u2212';
export const DASH = '\u2013';

type Maybe = number | null | undefined;

export function isNumber(value: Maybe): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** 37 500, with a thin space; whole numbers only. */
export function count(value: Maybe, space = THIN): string {
  if (!isNumber(value)) {
    return DASH;
  }
  const digits = Math.abs(Math.round(value)).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+(?!\d))/g, space);
  return Math.round(value) < 0 ? MINUS + grouped : grouped;
}

/** 0.715, 0.0041, 1.00: a score between 0 and 1. */
export function score(value: Maybe): string {
  if (!isNumber(value)) {
    return DASH;
  }
  const size = Math.abs(value);
  if (size === 0) {
    return '0';
  }
  const digits = size < 0.00005 ? '0.0000' : size < 0.00995 ? plain(size, 2) : size.toFixed(3);
  return (value < 0 ? MINUS : '') + (size >= 0.9995 ? size.toFixed(2) : digits);
}

/** +0.002, −0.031, 0.000: a difference, three decimals; the sign is shown where asked. */
export function delta(value: Maybe, signed = false): string {
  if (!isNumber(value)) {
    return DASH;
  }
  const text = Math.abs(value).toFixed(3);
  const zero = Number(text) === 0;
  return (zero ? '' : value < 0 ? MINUS : signed ? '+' : '') + text;
}

/** "−0.012 to 0.013"; empty when a bound is missing. */
export function interval(low: Maybe, high: Maybe, write: (value: Maybe) => string = score): string {
  return isNumber(low) && isNumber(high) ? `${write(low)} to ${write(high)}` : '';
}

/** 0.31, 0.05, 0.0012, 0.9971: a threshold between 0 and 1, short enough to read, long enough to differ. */
export function threshold(value: Maybe): string {
  if (!isNumber(value)) {
    return DASH;
  }
  if (value > 1) {
    return 'above 1';
  }
  if (value === 0 || value === 1) {
    return value.toString();
  }
  if (value < 0.1) {
    return plain(value, 2);
  }
  return value < 0.99 ? value.toFixed(2) : value.toFixed(4);
}

/** At most `digits` significant digits, no exponent, no trailing zeros: 0.05, 4.8, 50, 1230. */
export function plain(value: Maybe, digits = 3): string {
  if (!isNumber(value)) {
    return DASH;
  }
  const size = Math.abs(value);
  const places = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const text = size.toFixed(Math.min(places, 12));
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return (value < 0 && Number(short) !== 0 ? MINUS : '') + short;
}

/** A share of 1 as "0.89 %", with a thin space. */
export function percent(share: Maybe, digits = 2, space = THIN): string {
  return isNumber(share) ? `${plain(share * 100, digits)}${space}%` : DASH;
}

/** Precision and recall: two decimals. */
export function rate(value: Maybe): string {
  return isNumber(value) ? value.toFixed(2) : DASH;
}

/** Sums of money and large figures on an axis: 950, 12 400, 1.2 M. */
export function money(value: Maybe, space = THIN): string {
  if (!isNumber(value)) {
    return DASH;
  }
  return Math.abs(value) >= 1e7 ? `${plain(value / 1e6, 3)}${space}M` : count(value, space);
}

/** Axis label of a power of ten or any tick: 0.01, 1, 100, 10 k, 2 M. */
export function tick(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) {
    return `${plain(value / 1e6, 3)}${THIN}M`;
  }
  return size >= 1e4 ? `${plain(value / 1e3, 3)}${THIN}k` : size >= 1000 ? count(value) : plain(value, 3);
}

/** 7 s, 2 min, 0.4 s. */
export function seconds(value: Maybe): string {
  if (!isNumber(value)) {
    return '';
  }
  if (value >= 90) {
    return `${Math.round(value / 60)}${THIN}min`;
  }
  return `${value < 1 ? plain(value, 1) : Math.round(value)}${THIN}s`;
}

/** "once", "3 times": how often the holdout was looked at. */
export function times(value: number): string {
  return value === 1 ? 'once' : `${count(value)} times`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "2024-01-31" (and anything after it) plus some days as "31 Jan 2024"; the text itself when it is no date. */
export function date(text: string, plusDays = 0, year = true): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  if (!match) {
    return text;
  }
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + plusDays));
  const words = `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()] ?? ''}`;
  return year ? `${words} ${day.getUTCFullYear()}` : words;
}
