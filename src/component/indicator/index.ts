export { LoadingSpinner } from './loading-spinner.ts';
export { Progress } from './progress.ts';
