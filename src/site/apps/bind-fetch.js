import { Column, IntSlider, JPG, bind, http } from 'heddle';

const pattern = new IntSlider({ label: 'Pattern', start: 0, end: 10 });

async function image(index, { signal }) {
  const response = await http.fetch(`images/${index}.jpg`, { signal });
  const bytes = await response.bytes();
  return new JPG(bytes, { altText: `Woven pattern ${index}` });
}

new Column(pattern, bind(image, pattern)).servable();
