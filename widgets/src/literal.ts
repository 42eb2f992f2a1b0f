/** Text from outside as a Python literal, the only form in which it reaches generated code. */

/** Neither printable nor a plain space: line ends of any kind, marks of direction, halves of characters. */
const HIDDEN = /[\p{C}\p{Z}]/u;

/**
 * `text` as a Python string literal on one line.
 *
 * What is neither a printable character nor a plain space is written as an escape, so that nothing in the name
 * of a file ends the line or turns the reading direction of the code.
 */
export function pythonLiteral(text: string): string {
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  return quote + Array.from(text, one => escaped(one, quote)).join('') + quote;
}

/** Whether code is one line in which everything can be seen. */
export function isPrintable(code: string): boolean {
  return Array.from(code).every(one => one === ' ' || !HIDDEN.test(one));
}

function escaped(one: string, quote: string): string {
  if (one === quote || one === '\\') {
    return `\\${one}`;
  }
  if (one === '\n') {
    return '\\n';
  }
  if (one === ' ' || !HIDDEN.test(one)) {
    return one;
  }
  const code = one.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hex(code, 8)}` : code > 0xff ? `\\u${hex(code, 4)}` : `\\x${hex(code, 2)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
