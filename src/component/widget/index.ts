export { Button, type OnClick } from './button.ts';
export { Checkbox } from './checkbox.ts';
export { bindForm, form, type FormOptions } from './form.ts';
export { FloatInput, IntInput } from './number-input.ts';
export { Select, type SelectOptions } from './select.ts';
export { FloatSlider, IntSlider } from './slider.ts';
export { StaticText } from './static-text.ts';
export { TextInput } from './text-input.ts';
export { Widget } from './widget.ts';
