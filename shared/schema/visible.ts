/**
 * A text that comes from outside, as it is safe to show: control characters and marks that turn the direction of writing
 * become escapes, since a page can choose its model's name, and a terminal or a reader takes it for what it looks like.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (mark) => {
    const code = mark.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
