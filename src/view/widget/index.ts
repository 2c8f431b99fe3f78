import { ButtonView } from './button.ts';
import { CheckboxView } from './checkbox.ts';
import { FloatInputView, IntInputView } from './number-input.ts';
import { SelectView } from './select.ts';
import { SliderView } from './slider.ts';
import { StaticTextView } from './static-text.ts';
import { TextInputView } from './text-input.ts';

export const widgetViews = {
  button: ButtonView,
  checkbox: CheckboxView,
  floatInput: FloatInputView,
  intInput: IntInputView,
  select: SelectView,
  slider: SliderView,
  staticText: StaticTextView,
  textInput: TextInputView,
};
