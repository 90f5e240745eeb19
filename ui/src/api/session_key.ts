/** Where the answer "who is signed in" is kept. Null means nobody. */
export const sessionKey = ['session'] as const
