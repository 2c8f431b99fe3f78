// Browsers come from the system (scripts/browsers.mjs): an install must not download one of its own.
module.exports = { skipDownload: true };
