export type { Driver, Engine, LongTask, PageMessage, Place, Rect } from './driver.ts';
export { engines, launch } from './launch.ts';
export { serve, serveFolder } from './servers.ts';
export { dist, forEachSetting, galleryApps, root, type Setting, type SettingName } from './settings.ts';
export { openUnattended, type Unattended } from './unattended.ts';
