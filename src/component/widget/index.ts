export { Button } from './button.ts';
export { Checkbox } from './checkbox.ts';
export { bindForm, form } from './form.ts';
export { FloatInput, IntInput } from './number-input.ts';
export { Select } from './select.ts';
export { FloatSlider, IntSlider } from './slider.ts';
export { StaticText } from './static-text.ts';
export { TextInput } from './text-input.ts';
export { Widget } from './widget.ts';
