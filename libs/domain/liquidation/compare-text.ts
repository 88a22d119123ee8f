/** Orders by UTF-16 code unit, so that plans do not depend on the locale of the machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
