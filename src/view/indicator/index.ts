import { LoadingSpinnerView } from './loading-spinner.ts';
import { ProgressView } from './progress.ts';

export const indicatorViews = { loadingSpinner: LoadingSpinnerView, progress: ProgressView };
