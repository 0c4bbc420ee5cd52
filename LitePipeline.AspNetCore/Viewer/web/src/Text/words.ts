/** A text with its first letter in upper case. */
export const upper = (text: string) => text.replace(/^./, first => first.toUpperCase())
