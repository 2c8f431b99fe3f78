import { Column, GlobalTaskRunner, bind } from 'heddle';

const ticker = new GlobalTaskRunner({
  key: 'gallery-clock',
  worker: () => new Date().toISOString(),
  seconds: 0.33,
});

let results = 0;
function seen() {
  results += 1;
  return `${results} results produced during this session`;
}

new Column(ticker, bind(seen, ticker.param.value)).servable();
