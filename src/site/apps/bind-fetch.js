import { Column, IntSlider, JPG, bind, http } from 'heddle';

const pattern = new IntSlider({ label: 'Pattern', start: 0, end: 10 });

async function image(index, { signal }) {
  const response = await http.fetch(`images/${index}.jpg`, { signal });
  return new JPG(await response.bytes(), { alt: `Woven pattern ${index}` });
}

new Column(pattern, bind(image, pattern)).servable();
