export const indicatorViews = {};
