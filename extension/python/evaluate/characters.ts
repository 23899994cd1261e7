/** Python's characters are code points, JavaScript's units are not: the two agree unless a character needs two units. */
export const isBasic = (text: string): boolean => !/[\ud800-\udfff]/.test(text);
export const characters = (text: string): string[] => Array.from(text);
export const textLength = (text: string): number => (isBasic(text) ? text.length : characters(text).length);
/** One entry a character. */
export const characterAt = (text: string): ArrayLike<string> => (isBasic(text) ? text : characters(text));
