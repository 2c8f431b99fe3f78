import { source } from 'heddle:worker-source';
import { HeddleApp, HeddleMonitor, listenForMonitor } from './embed/index.ts';
import { setWorkerSource } from './thread/index.ts';

export { mount, showDefault } from './embed/index.ts';
export { setHome } from './view/index.ts';

setWorkerSource(source);

// A second copy of Heddle on the page leaves the tags, and the monitor's key, to the first.
if (!customElements.get('heddle-app')) {
  customElements.define('heddle-app', HeddleApp);
  customElements.define('heddle-monitor', HeddleMonitor);
  listenForMonitor();
}
