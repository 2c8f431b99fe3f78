export const greeting = 'hello from a file';
