import { HeddleApp, HeddleMonitor, listenForMonitor } from './embed/index.ts';

export { source } from 'heddle:worker-source';
export { mount, showDefault } from './embed/index.ts';
export { setHome } from './view/index.ts';

// A second copy of Heddle on the page leaves the tags, and the monitor's key, to the first.
if (!customElements.get('heddle-app')) {
  customElements.define('heddle-app', HeddleApp);
  customElements.define('heddle-monitor', HeddleMonitor);
  listenForMonitor();
}
