import { Column, HTML, IntSlider, Row, bind } from 'heddle';

const slider = (label, start, end, value) =>
  new IntSlider({ label, start, end, value, width: 150 });

const over = slider('Over', 1, 5, 3);
const under = slider('Under', 1, 5, 2);
const shift = slider('Shift', 0, 6, 1);

function cloth(over, under, shift) {
  const repeat = over + under;
  let warp = '';
  for (let row = 0; row < 16; row++) {
    for (let end = 0; end < 32; end++) {
      const raised = (end + row * shift) % repeat < over;
      if (raised) warp += `M${end + 0.1} ${row}h.8v1h-.8z`;
    }
  }
  return new HTML(`
    <svg viewBox="0 0 32 16" width="100%" role="img" aria-label="Woven cloth">
      <rect width="32" height="16" fill="#c98f2f"/>
      <path fill="#24364b" d="${warp}"/>
    </svg>`);
}

const sliders = new Row(over, under, shift);
new Column(sliders, bind(cloth, over, under, shift)).servable();
