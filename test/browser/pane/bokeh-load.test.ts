import { expect } from 'chai';
import { show, until } from './stage.ts';

// In a file, so on a page, of its own: there BokehJS is not loaded yet.
describe('a Bokeh plot whose scripts are missing', () => {
  it('says so in its place with the address, tells the component, and tries again for the next plot', async () => {
    const records = [['figure', { options: { height: 100 }, steps: [] }]] as const;
    const missing = await show('bokeh', { object: { $model: 2 }, altText: null, bokehUrl: '/no-such-folder' }, records);
    const alert = await until(() => missing.view.renderRoot.querySelector('[role=alert]'));
    expect(alert.textContent).to.include('/no-such-folder/bokeh.min.js');
    expect(missing.events).to.deep.equal([[1, 'failure', alert.textContent]]);
    missing.end();

    const found = await show('bokeh', { object: { $model: 2 }, altText: null, bokehUrl: '/bokeh' }, records);
    await until(() => found.view.renderRoot.querySelector('.bk-Figure'));
    found.end();
  });
});
