export const widgetViews = {};
