export const paneViews = {};
