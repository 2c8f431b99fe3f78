export { withEntries } from './fragment.ts';
export { Location, type Place } from './location.ts';
